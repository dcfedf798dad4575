import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SCOPES, type Principal, type Scope } from '../../../platform/principal.js';
import { loadSubgraphSdl } from '../../../platform/subgraph/schema-files.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { LocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { retryQuarantined } from '../intake/retry-quarantined.js';
import { takeInNews } from '../intake/take-in-news.js';
import { openIntakeSuite, type IntakeSuite } from '../intake/testing/intake-suite.js';
import { quarantineResolvers } from './quarantine-resolvers.js';

describe('the quarantine', () => {
  let suite: IntakeSuite;
  let subgraph: LocalSubgraph;

  beforeAll(async () => {
    suite = await openIntakeSuite();
    const { inbox } = suite.deps;
    const intake = { quarantined: (o: Parameters<typeof inbox.quarantinedPage>[0]) => inbox.quarantinedPage(o), retryQuarantined: (o: { sellerId: Principal['sellerId']; ids: readonly string[] }) => retryQuarantined(suite.deps, o) };
    subgraph = createSubgraph({ name: 'sync', typeDefs: loadSubgraphSdl('sync'), resolvers: quarantineResolvers({ intake }), createLoaders: () => ({}) as never }).local();
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

  it('takes calls in again, and says which are not set aside', async () => {
    const listed = (await ask('{ quarantine { nodes { id } } }')).data as { quarantine: { nodes: { id: string }[] } };
    const [first] = listed.quarantine.nodes;
    const answer = await ask('mutation($ids: [ID!]!) { quarantineRetry(input: { ids: $ids }) { retried userErrors { code } } }', { ids: [first!.id, 'nothing'] });
    expect(answer.data).toEqual({ quarantineRetry: { retried: 1, userErrors: [{ code: 'NOT_QUARANTINED' }] } });
    expect(await suite.deps.inbox.waiting(suite.storeIds.first, 10)).toHaveLength(1);
  });
});
