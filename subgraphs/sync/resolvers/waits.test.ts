import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { ConnectorError } from '../connector/connector-error.js';
import { startLaneSuite, eventually, type LaneSuite } from '../testing/lane-suite.js';

interface StoreView {
  readonly quotas: readonly { readonly group: string; readonly windowMs: number; readonly waiting: number; readonly waitingUntil: string | null }[];
  readonly lane: { readonly heldUntil: string | null; readonly waits: readonly { readonly code: string | null; readonly quotaGroup: string | null; readonly listings: number; readonly until: string; readonly explanation: object | null }[] } | null;
}

const STORE = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { quotas { group windowMs waiting waitingUntil } lane { heldUntil waits { code quotaGroup listings until explanation { cause } } } } } }';
const A_MINUTE_MS = 60_000;

let suite: LaneSuite;
let read: () => Promise<StoreView>;
beforeEach(async () => {
  suite = await startLaneSuite({ goods: 5, offersPerPush: 3 });
  const subgraph = createSubgraph(suite.house.sync.subgraph).local();
  read = async () => {
    const { data, errors } = await subgraph.execute({ query: STORE, variables: { r: [{ __typename: 'Store', id: suite.storeId }] }, principal: suite.house.principal, correlationId: 'corr-1', language: undefined });
    expect(errors).toBeUndefined();
    return (data as { _entities: [StoreView] })._entities[0];
  };
});
afterEach(() => suite.stop());

describe('the quotas of a store', () => {
  it('show what is kept for calls of each worth, and what they have used', async () => {
    const subgraph = createSubgraph(suite.house.sync.subgraph).local();
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { quotas { group limit used classes { worth reserved used } } } } }';
    const { data, errors } = await subgraph.execute({ query, variables: { r: [{ __typename: 'Store', id: suite.storeId }] }, principal: suite.house.principal, correlationId: 'corr-1', language: undefined });
    expect(errors).toBeUndefined();
    const [store] = (data as { _entities: [{ quotas: { limit: number; classes: { worth: string; reserved: number; used: number }[] }[] }] })._entities;
    const limit = store.quotas[0]?.limit ?? 0;
    expect(store.quotas[0]?.classes).toEqual(['SOLD_OUT', 'BACK_IN_STOCK', 'LIVE', 'BUYBOX_PRICE', 'PRICE', 'CONTENT', 'BULK'].map((worth) => ({ worth, reserved: ({ LIVE: 0.2, CONTENT: 0.05, BULK: 0.05 }[worth] ?? 0) * limit, used: 0 })));
  });
});

describe('what a store waits for', () => {
  it('is nothing while everything has been sent', async () => {
    await suite.done(await suite.setPrices('12.50'));
    const { quotas, lane } = await read();
    expect(quotas).toEqual([{ group: 'listings/minute', windowMs: A_MINUTE_MS, waiting: 0, waitingUntil: null }]);
    expect(lane).toMatchObject({ heldUntil: null, waits: [] });
  });

  it('is a spent quota, with the listings that wait for it and until when', async () => {
    suite.paper.failPushes({ error: new ConnectorError({ errorClass: 'RATE_LIMITED', outcome: 'NOT_SENT', message: 'spent', retryAfterMs: A_MINUTE_MS, quotaGroup: 'listings/minute' }) });
    const askedAt = Date.now();
    await suite.setPrices('12.50');
    const { quotas, lane } = await eventually(read, (store) => store.lane?.waits[0]?.listings === 5);
    expect(lane?.waits).toEqual([{ code: 'RATE_LIMITED', quotaGroup: 'listings/minute', listings: 5, until: lane?.heldUntil, explanation: { cause: expect.any(String) } }]);
    expect(quotas).toEqual([{ group: 'listings/minute', windowMs: A_MINUTE_MS, waiting: 5, waitingUntil: lane?.heldUntil }]);
    const until = new Date(lane?.heldUntil ?? 0).getTime();
    expect(until).toBeGreaterThanOrEqual(askedAt + A_MINUTE_MS);
    expect(until).toBeLessThanOrEqual(Date.now() + A_MINUTE_MS);
    expect(suite.paper.pushes).toHaveLength(1);
  });

  it('is a spent quota also for single listings that wait for it while others go', async () => {
    const at = new Date();
    const [late] = suite.skus as [string];
    suite.paper.answerReceipts((_receipt, changes) => ({
      kind: 'SETTLED',
      results: changes.map(({ remoteKey }) => (remoteKey === late ? { remoteKey, ok: false, issue: { code: 'RATE_LIMITED', message: 'spent', retryable: true, at, quotaGroup: 'listings/minute' }, retryAfterMs: A_MINUTE_MS } : { remoteKey, ok: true })),
    }));
    await suite.setPrices('12.50');
    const { quotas, lane } = await eventually(read, (store) => store.lane?.waits.length === 1);
    expect(lane).toMatchObject({ heldUntil: null, waits: [{ code: 'RATE_LIMITED', quotaGroup: 'listings/minute', listings: 1 }] });
    expect(quotas).toEqual([{ group: 'listings/minute', windowMs: A_MINUTE_MS, waiting: 1, waitingUntil: lane?.waits[0]?.until }]);
  });

  it('is the marketplace, for listings whose next change it takes only later', async () => {
    const at = new Date();
    const [late] = suite.skus as [string];
    suite.paper.answerReceipts((_receipt, changes) => ({
      kind: 'SETTLED',
      results: changes.map(({ remoteKey }) => (remoteKey === late ? { remoteKey, ok: false, issue: { code: 'POSTPONED', message: 'later', retryable: true, at }, retryAfterMs: A_MINUTE_MS } : { remoteKey, ok: true })),
    }));
    await suite.setPrices('12.50');
    const { quotas, lane } = await eventually(read, (store) => store.lane?.waits.length === 1);
    expect(lane).toMatchObject({ heldUntil: null, waits: [{ code: 'POSTPONED', quotaGroup: null, listings: 1 }] });
    expect(quotas).toMatchObject([{ waiting: 0, waitingUntil: null }]);
  });
});
