import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SCOPES, type Principal, type Scope } from '../../../platform/principal.js';
import { loadSubgraphSdl } from '../../../platform/subgraph/schema-files.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { LocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { createCallStore } from '../../../platform/idempotency/call-store.js';
import { retryQuarantined } from '../intake/retry-quarantined.js';
import { takeInNews } from '../intake/take-in-news.js';
import { openIntakeSuite, type IntakeSuite } from '../intake/testing/intake-suite.js';
import { quarantineResolvers } from './quarantine-resolvers.js';

const RETRY = 'mutation($input: QuarantineRetryInput!) { quarantineRetry(input: $input) { retried userErrors { code } } }';

describe('the quarantine', () => {
  let suite: IntakeSuite;
  let subgraph: LocalSubgraph;

  beforeAll(async () => {
    suite = await openIntakeSuite();
    const { inbox } = suite.deps;
    const intake = { quarantined: (o: Parameters<typeof inbox.quarantinedPage>[0]) => inbox.quarantinedPage(o), retryQuarantined: (o: Parameters<typeof retryQuarantined>[1]) => retryQuarantined(suite.deps, o) };
    const calls = createCallStore(suite.db, 'sync_calls');
    subgraph = createSubgraph({ name: 'sync', typeDefs: loadSubgraphSdl('sync'), resolvers: quarantineResolvers({ intake, calls, clock: suite.clock }), createLoaders: () => ({}) as never }).local();
    for (const body of ['nonsense', 'more nonsense']) {
      await suite.post(suite.storeIds.first, body);
      suite.clock.advance(1_000);
    }
    await takeInNews(suite.deps, suite.storeIds.first, new AbortController().signal);
  });
  afterAll(() => suite.close());

  const ask = (query: string, variables: Record<string, unknown> = {}, principal: Partial<Principal> = {}) =>
    subgraph.execute({ query, variables, principal: { sellerId: suite.sellerId, keyId: 'key_1', scopes: SCOPES, ...principal }, correlationId: 'test' });

  it('lists what could not be taken in, with the reason', async () => {
    const answer = await ask('{ quarantine { nodes { id code reason bytes store { id } payloadId } } }');
    expect(answer.errors).toBeUndefined();
    expect((answer.data?.['quarantine'] as { nodes: unknown[] }).nodes).toMatchObject([
      { code: 'UNMAPPABLE', bytes: 13, store: { id: suite.storeIds.first } },
      { code: 'UNMAPPABLE', bytes: 8 },
    ]);
  });

  it('is hidden from other sellers and from keys without orders:read', async () => {
    expect((await ask('{ quarantine { nodes { id } } }', {}, { sellerId: 'sel_other' as Principal['sellerId'] })).data).toEqual({ quarantine: { nodes: [] } });
    const refused = await ask('{ quarantine { nodes { id } } }', {}, { scopes: ['catalog:read'] satisfies Scope[] });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'orders:read' });
  });

  it('only counts what could be taken in again when tried dry', async () => {
    const { data } = await ask('{ quarantine { nodes { id } } }');
    const ids = (data as { quarantine: { nodes: { id: string }[] } }).quarantine.nodes.map(({ id }) => id);
    expect((await ask(RETRY, { input: { ids: [...ids, 'nothing'], dryRun: true, idempotencyKey: 'dry' } })).data).toEqual({ quarantineRetry: { retried: 2, userErrors: [{ code: 'NOT_QUARANTINED' }] } });
    expect(await suite.deps.inbox.waiting(suite.storeIds.first, 10)).toEqual([]);
  });

  it('answers the same under the same key, and refuses the key for other calls', async () => {
    const retry = async (ids: readonly string[]) => (await ask(RETRY, { input: { ids, idempotencyKey: 'again' } })).data;
    await suite.post(suite.storeIds.first, 'nonsense once more');
    await takeInNews(suite.deps, suite.storeIds.first, new AbortController().signal);
    const { data } = await ask('{ quarantine(first: 1) { nodes { id } } }');
    const ids = (data as { quarantine: { nodes: { id: string }[] } }).quarantine.nodes.map(({ id }) => id);
    expect(await retry(ids)).toEqual({ quarantineRetry: { retried: 1, userErrors: [] } });
    await takeInNews(suite.deps, suite.storeIds.first, new AbortController().signal);
    expect(await retry(ids)).toEqual({ quarantineRetry: { retried: 1, userErrors: [] } });
    expect(await suite.deps.inbox.waiting(suite.storeIds.first, 10)).toEqual([]);
    expect(await retry(['nothing'])).toEqual({ quarantineRetry: { retried: 0, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] } });
  });

  it('takes calls in again, and says which are not set aside', async () => {
    const listed = (await ask('{ quarantine { nodes { id } } }')).data as { quarantine: { nodes: { id: string }[] } };
    const [first] = listed.quarantine.nodes;
    const answer = await ask('mutation($ids: [ID!]!) { quarantineRetry(input: { ids: $ids }) { retried userErrors { code } } }', { ids: [first!.id, 'nothing'] });
    expect(answer.data).toEqual({ quarantineRetry: { retried: 1, userErrors: [{ code: 'NOT_QUARANTINED' }] } });
    expect(await suite.deps.inbox.waiting(suite.storeIds.first, 10)).toHaveLength(1);
  });
});
