import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { createSubgraph, type Subgraph } from '../../../platform/subgraph/subgraph.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import { trouble } from '../testing/paper-marketplace.js';

const POLICIES = 'query ($storeId: ID) { errorPolicies(storeId: $storeId) { errorClass action baseDelayMs maxDelayMs pauseAfterFailures } }';
const SET = 'mutation ($input: ErrorPolicySetInput!) { errorPolicySet(input: $input) { policy { errorClass baseDelayMs maxDelayMs pauseAfterFailures } userErrors { code field } } }';

interface Policy {
  readonly errorClass: string;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  readonly pauseAfterFailures: number | null;
}
interface SetAnswer {
  readonly policy: Policy | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

describe('error policies', () => {
  let suite: LaneSuite;
  let subgraph: Subgraph;
  beforeEach(async () => {
    suite = await startLaneSuite({ goods: 1 });
    subgraph = createSubgraph(suite.house.sync.subgraph);
  });
  afterEach(() => suite.stop());

  const ask = (query: string, variables: Record<string, unknown>, principal: Principal = suite.house.principal) => subgraph.local().execute({ query, variables, principal, correlationId: 'c-1' });
  const set = async (input: Record<string, unknown>, as?: Principal): Promise<SetAnswer> => {
    const { data, errors } = await ask(SET, { input }, as);
    expect(errors).toBeUndefined();
    return (data as { errorPolicySet: SetAnswer }).errorPolicySet;
  };
  const policy = async (errorClass: string, storeId?: string): Promise<Policy | undefined> => {
    const { data } = await ask(POLICIES, storeId === undefined ? {} : { storeId });
    return (data as { errorPolicies: Policy[] }).errorPolicies.find((one) => one.errorClass === errorClass);
  };

  it('stand at their defaults until a seller changes them, for all stores or for one, and go back by null', async () => {
    const { storeId } = suite;
    expect(await policy('SERVER', storeId)).toMatchObject({ action: 'RETRY', baseDelayMs: 500, maxDelayMs: 60_000, pauseAfterFailures: null });
    await set({ errorClass: 'SERVER', baseDelayMs: 1_000, pauseAfterFailures: 9 });
    await set({ errorClass: 'SERVER', storeId, maxDelayMs: 5_000 });
    expect(await policy('SERVER', storeId)).toMatchObject({ baseDelayMs: 1_000, maxDelayMs: 5_000, pauseAfterFailures: 9 });
    expect(await policy('SERVER')).toMatchObject({ baseDelayMs: 1_000, maxDelayMs: 60_000 });
    await set({ errorClass: 'SERVER', baseDelayMs: null, pauseAfterFailures: null });
    expect(await policy('SERVER', storeId)).toMatchObject({ baseDelayMs: 500, maxDelayMs: 5_000, pauseAfterFailures: null });
  });

  it('refuse what is out of bounds, naming the field', async () => {
    const faults: [Record<string, unknown>, string][] = [
      [{ errorClass: 'SERVER', baseDelayMs: 49 }, 'baseDelayMs'],
      [{ errorClass: 'SERVER', maxDelayMs: 86_400_001 }, 'maxDelayMs'],
      [{ errorClass: 'SERVER', pauseAfterFailures: 0 }, 'pauseAfterFailures'],
      [{ errorClass: 'SERVER', baseDelayMs: 2_000, maxDelayMs: 1_000 }, 'maxDelayMs'],
      [{ errorClass: 'SERVER', baseDelayMs: 60_001 }, 'baseDelayMs'],
      [{ errorClass: 'VALIDATION', baseDelayMs: 500 }, 'errorClass'],
    ];
    for (const [input, part] of faults) expect(await set(input)).toEqual({ policy: null, userErrors: [{ code: 'INVALID_ERROR_POLICY', field: ['input', part] }] });
    expect((await set({ errorClass: 'SERVER', storeId: newId('store'), baseDelayMs: 500 })).userErrors).toEqual([{ code: 'UNKNOWN_STORE', field: ['input', 'storeId'] }]);
  });

  it('are changed once under a key, not at all in a dry run, and for their own seller only', async () => {
    const change = { errorClass: 'NETWORK', baseDelayMs: 700 };
    expect((await set({ ...change, dryRun: true })).policy).toMatchObject({ baseDelayMs: 700 });
    expect(await policy('NETWORK')).toMatchObject({ baseDelayMs: 500 });
    await Promise.all(Array.from({ length: 20 }, () => set({ ...change, idempotencyKey: 'patient' })));
    await set({ errorClass: 'NETWORK', baseDelayMs: 900 });
    expect((await set({ ...change, idempotencyKey: 'patient' })).policy).toMatchObject({ baseDelayMs: 900 });
    expect((await set({ ...change, baseDelayMs: 1, idempotencyKey: 'patient' })).userErrors).toEqual([{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }]);
    const stranger = { ...suite.house.principal, sellerId: newId('seller') };
    expect((await ask(POLICIES, {}, stranger)).data).toMatchObject({ errorPolicies: expect.arrayContaining([expect.objectContaining({ errorClass: 'NETWORK', baseDelayMs: 500 })]) });
  });

  it('need a scope', async () => {
    const readOnly: Principal = { ...suite.house.principal, scopes: ['sync:read'] };
    expect((await ask(SET, { input: { errorClass: 'SERVER' } }, readOnly)).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  it('decide how long a lane waits after trouble', async () => {
    await set({ errorClass: 'SERVER', storeId: suite.storeId, baseDelayMs: 3_600_000, maxDelayMs: 3_600_000 });
    suite.paper.failPushes({ error: trouble('SERVER', 'NOT_SENT') });
    await suite.setPrices('12.00');
    const listing = await suite.untilListing('SKU-0000', ({ price }) => price.issue?.code === 'SERVER');
    expect((listing.price.notBefore?.getTime() ?? 0) - Date.now()).toBeGreaterThan(300_000);
  });

  it('pause a store after as many failures as was said', async () => {
    await set({ errorClass: 'SERVER', storeId: suite.storeId, baseDelayMs: 50, maxDelayMs: 50, pauseAfterFailures: 2 });
    suite.paper.failPushes(...Array.from({ length: 9 }, () => ({ error: trouble('SERVER', 'NOT_SENT') })));
    await suite.setPrices('12.00');
    const [store] = await eventually(() => suite.house.stores.findStores([suite.storeId]), ([one]) => one?.state.kind === 'PAUSED');
    expect(store?.state).toMatchObject({ code: 'SERVER' });
    expect(suite.paper.pushes).toHaveLength(3);
  });
});
