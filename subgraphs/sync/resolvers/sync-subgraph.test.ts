import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { explain, explainedWords } from '../../../platform/explanations/explain.js';
import type { LanguageSpoken } from '../../../platform/language.js';
import type { Principal, Scope } from '../../../platform/principal.js';
import { createSubgraph, type Subgraph } from '../../../platform/subgraph/subgraph.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

let suite: LaneSuite;
let subgraph: Subgraph;
beforeAll(async () => {
  suite = await startLaneSuite({ goods: 4 });
  subgraph = createSubgraph(suite.house.sync.subgraph);
});
afterAll(() => suite.stop());

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string; readonly scope?: string } }[];
}

async function ask(query: string, variables: Record<string, unknown> = {}, principal: Principal = suite.house.principal, language?: LanguageSpoken): Promise<Answer> {
  return (await subgraph.local().execute({ query, variables, principal, correlationId: 'corr-1', language }));
}

const withScopes = (...scopes: Scope[]): Principal => ({ ...suite.house.principal, scopes });
const PRICE_SET = `mutation ($input: PriceSetInput!) { priceSet(input: $input) {
  operation { id kind state total counts { queued applied rejected } stores { id } correlationId } variants { id } dryRun { total requests { method items store { id } } } userErrors { code field itemRef }
} }`;

describe('the sync subgraph', () => {
  it('sets prices and answers the operation, which can be queried until it is done', async () => {
    const input = { items: [{ sku: suite.skus[0], price: { amount: '12.50', currency: 'TRY' } }, { sku: 'NONE', price: { amount: '1', currency: 'TRY' } }], idempotencyKey: 'wave-1' };
    const { data, errors } = await ask(PRICE_SET, { input });
    expect(errors).toBeUndefined();
    const { priceSet } = data as { priceSet: { operation: { id: string } } };
    expect(priceSet).toMatchObject({ operation: { kind: 'PRICE_SET', total: 1, stores: [{ id: suite.storeId }], correlationId: 'corr-1' }, variants: [{}], dryRun: null, userErrors: [{ code: 'UNKNOWN_SKU', field: ['input', 'items', '1', 'sku'], itemRef: 'NONE' }] });
    await suite.until({ _id: priceSet.operation.id } as never, ({ state }) => state === 'DONE');
    const seen = await ask('query ($id: ID!) { operation(id: $id) { state durationMs finishedAt counts { applied verified } userErrors { code } } operations(filter: { kinds: [PRICE_SET] }, first: 10) { nodes { id } pageInfo { hasNextPage } } }', { id: priceSet.operation.id });
    expect(seen.errors).toBeUndefined();
    expect(seen.data).toMatchObject({ operation: { state: 'DONE', userErrors: [{ code: 'UNKNOWN_SKU' }] }, operations: { pageInfo: { hasNextPage: false } } });
  });

  it("explains what is wrong with a request in the caller's language", async () => {
    const SET = 'mutation ($input: PriceSetInput!) { priceSet(input: $input) { userErrors { code explanation { code cause remedy turn language } } } }';
    const input = { items: [{ sku: 'NONE', price: { amount: '1', currency: 'TRY' } }] };
    for (const language of [undefined, 'tr', 'ru'] as const) {
      const { data } = await ask(SET, { input }, suite.house.principal, language);
      expect(data).toEqual({ priceSet: { userErrors: [{ code: 'UNKNOWN_SKU', explanation: explain('UNKNOWN_SKU', language ?? 'en') }] } });
    }
  });

  it('hands out the catalogue of explanations to any key, without the codes it does not have', async () => {
    const QUERY = '{ one: explanation(code: "TIMEOUT") { turn } none: explanation(code: "ODD") { turn } some: explanations(codes: ["BUG", "ODD", "BUG"]) { code } orders: explanations(kind: ORDER_STATUS) { code } }';
    const { data, errors } = await ask(QUERY, {}, withScopes());
    expect(errors).toBeUndefined();
    expect(data).toEqual({ one: { turn: 'HUB' }, none: null, some: [{ code: 'BUG' }], orders: explainedWords('ORDER_STATUS').map((code) => ({ code })) });
  });

  it('shows what it would send in a dry run', async () => {
    const { data } = await ask(PRICE_SET, { input: { dryRun: true, items: [{ sku: suite.skus[1], price: { amount: '77', currency: 'TRY' } }] } });
    expect(data).toMatchObject({ priceSet: { operation: null, dryRun: { total: 1, requests: [{ method: 'POST', items: 1, store: { id: suite.storeId } }] }, userErrors: [] } });
  });

  it('refuses a compare-and-swap that is stale, and says what is on hand', async () => {
    const { data } = await ask('mutation ($input: StockSetInput!) { stockSet(input: $input) { userErrors { code message itemRef } } }', { input: { items: [{ sku: suite.skus[2], onHand: 3, expectedOnHand: 99 }] } });
    expect(data).toMatchObject({ stockSet: { userErrors: [{ code: 'STALE_ON_HAND', itemRef: suite.skus[2] }] } });
  });

  it.each([
    ['setting prices', 'catalog:write', 'mutation { priceSet(input: { items: [] }) { userErrors { code } } }'],
    ['listing operations', 'sync:read', '{ operations { nodes { id } } }'],
    ['listing payloads', 'payloads:read', '{ payloads { nodes { id } } }'],
    ['running a sync', 'sync:write', 'mutation { syncRun(input: { storeId: "x", kind: OFFERS }) { userErrors { code } } }'],
    ['splitting a package', 'orders:write', 'mutation { orderSplit(input: { orderId: "x", packageId: "y", lines: [] }) { userErrors { code } } }'],
    ['accepting an order', 'orders:write', 'mutation { orderAccept(input: { orderId: "x" }) { userErrors { code } } }'],
  ])('refuses %s to a key without %s', async (_name, scope, query) => {
    const { errors } = await ask(query, {}, withScopes('stores:read'));
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', scope });
  });

  it("shows a store's quotas, capabilities and lane, to its own seller only", async () => {
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { id capabilities quotas { group used } lane { isWorking nextDueAt heldUntil openAttempts { id } lastError { errorClass } verifiedAt } } } }';
    const variables = { r: [{ __typename: 'Store', id: suite.storeId }] };
    const own = await ask(query, variables);
    expect(own.errors).toBeUndefined();
    expect(own.data).toMatchObject({ _entities: [{ id: suite.storeId, capabilities: ['offers', 'orders', 'content'], quotas: [{ group: 'listings/minute', used: 0 }], lane: { heldUntil: null, lastError: null } }] });
    const foreign = await ask(query, variables, { ...suite.house.principal, sellerId: 'sel_other' as never });
    expect(foreign.data).toEqual({ _entities: [null] });
  });

  it('runs a verification on request and says when it is done', async () => {
    const { data, errors } = await ask('mutation ($input: SyncRunInput!) { syncRun(input: $input) { operation { id kind state } userErrors { code } } }', { input: { storeId: suite.storeId, kind: 'VERIFY' } });
    expect(errors).toBeUndefined();
    const { operation } = (data as { syncRun: { operation: { id: string } } }).syncRun;
    expect(operation).toMatchObject({ kind: 'SYNC_VERIFY' });
    await suite.until({ _id: operation.id } as never, ({ state }) => state === 'DONE');
    const { data: seen } = await ask('query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { lane { verifiedAt } } } }', { r: [{ __typename: 'Store', id: suite.storeId }] });
    expect(seen).toMatchObject({ _entities: [{ lane: { verifiedAt: expect.any(String) } }] });
  });

  it('runs nothing in a dry run', async () => {
    const { data } = await ask('mutation ($input: SyncRunInput!) { syncRun(input: $input) { operation { id } userErrors { code } } }', { input: { storeId: suite.storeId, kind: 'OFFERS', dryRun: true } });
    expect(data).toEqual({ syncRun: { operation: null, userErrors: [] } });
  });

  it("says that another seller's store does not exist", async () => {
    const { data } = await ask('mutation ($input: SyncRunInput!) { syncRun(input: $input) { operation { id } userErrors { code field itemRef } } }', { input: { storeId: suite.storeId, kind: 'OFFERS' } }, { ...suite.house.principal, sellerId: 'sel_other' as never });
    expect(data).toMatchObject({ syncRun: { operation: null, userErrors: [{ code: 'UNKNOWN_STORE', itemRef: suite.storeId }] } });
  });

  it('tries refused values again on request, and only those', async () => {
    const sku = suite.skus[3]!;
    suite.paper.refuse(sku, { code: 'PRICE_PROTECTION', message: 'locked', retryable: true, at: new Date() });
    const { data } = await ask(PRICE_SET, { input: { items: [{ sku, price: { amount: '9.90', currency: 'TRY' } }] } });
    const { id } = (data as { priceSet: { operation: { id: string } } }).priceSet.operation;
    await suite.until({ _id: id } as never, ({ state }) => state === 'DONE_WITH_ERRORS');
    suite.paper.allow(sku);
    const RETRY = 'mutation ($input: OperationRetryInput!) { operationRetry(input: $input) { retried operation { state } userErrors { code } } }';
    expect((await ask(RETRY, { input: { id, issueCode: 'OTHER' } })).data).toMatchObject({ operationRetry: { retried: 0, userErrors: [{ code: 'NOTHING_TO_RETRY' }] } });
    expect((await ask(RETRY, { input: { id, issueCode: 'PRICE_PROTECTION', dryRun: true } })).data).toMatchObject({ operationRetry: { retried: 1, operation: { state: 'DONE_WITH_ERRORS' }, userErrors: [] } });
    expect((await ask(RETRY, { input: { id, issueCode: 'PRICE_PROTECTION' } })).data).toMatchObject({ operationRetry: { retried: 1, userErrors: [] } });
    await suite.until({ _id: id } as never, ({ state }) => state === 'DONE');
    expect(suite.paper.offers.get(sku)?.price?.saleMinor).toBe(990);
  });

  it('stops sending what waits for a cancelled operation', async () => {
    const sku = suite.skus[0]!;
    await suite.house.stores.pauseStore({ sellerId: suite.house.sellerId, storeId: suite.storeId, code: 'PAUSED_BY_SELLER', message: 'held' });
    const shown = suite.paper.offers.get(sku)?.price?.saleMinor;
    const { data } = await ask(PRICE_SET, { input: { items: [{ sku, price: { amount: '3.33', currency: 'TRY' } }] } });
    const { id } = (data as { priceSet: { operation: { id: string } } }).priceSet.operation;
    const CANCEL = 'mutation ($input: OperationCancelInput!) { operationCancel(input: $input) { withdrawn operation { state } userErrors { code } } }';
    expect((await ask(CANCEL, { input: { id, dryRun: true } })).data).toMatchObject({ operationCancel: { withdrawn: 1, operation: { state: 'RUNNING' }, userErrors: [] } });
    const cancelled = await ask(CANCEL, { input: { id } });
    expect(cancelled.data).toMatchObject({ operationCancel: { withdrawn: 1, operation: { state: 'CANCELLED' }, userErrors: [] } });
    await suite.house.stores.resumeStore({ sellerId: suite.house.sellerId, storeId: suite.storeId });
    const after = await suite.setPrices('4.44', [suite.skus[1]!]);
    await suite.done(after);
    expect(suite.paper.offers.get(sku)?.price?.saleMinor).toBe(shown);
  });

  it('tells of each step of an operation, and replays what was missed', async () => {
    const QUERY = 'subscription ($after: String) { operationChanged(after: $after) { cursor gap { reason } operation { id state } } }';
    const follow = (after: string | null, signal: AbortSignal) => subgraph.local().subscribe({ query: QUERY, variables: { after }, principal: suite.house.principal, correlationId: 'corr-2', signal });
    const first = await firstEvent(follow, () => suite.setPrices('5.55', [suite.skus[1]!]));
    const missed = await suite.done(await suite.setPrices('6.66', [suite.skus[1]!]));
    const stopping = new AbortController();
    for await (const { data } of follow(first.cursor, stopping.signal)) {
      const { gap, operation } = (data as { operationChanged: OperationChanged }).operationChanged;
      expect(gap).toBeNull();
      if (operation?.id === missed._id) break;
    }
    stopping.abort();
    expect(first.operation?.state).toMatch(/RUNNING|DONE/);
  });
});

interface OperationChanged {
  readonly cursor: string;
  readonly gap: { readonly reason: string } | null;
  readonly operation: { readonly id: string; readonly state: string } | null;
}

/** The first event heard while `cause` is done again and again: a subscription is heard from the moment it is read. */
async function firstEvent(follow: (after: null, signal: AbortSignal) => AsyncIterable<{ data?: unknown }>, cause: () => Promise<unknown>): Promise<OperationChanged> {
  const stopping = new AbortController();
  const heard = (async () => {
    for await (const { data } of follow(null, stopping.signal)) return (data as { operationChanged: OperationChanged }).operationChanged;
    throw new Error('the subscription ended without an event');
  })();
  const event = await Promise.race([heard, causeUntil(cause, stopping.signal)]);
  stopping.abort();
  return event;
}

async function causeUntil(cause: () => Promise<unknown>, signal: AbortSignal): Promise<never> {
  for (;;) {
    await cause();
    await pause(200, undefined, { signal });
  }
}
