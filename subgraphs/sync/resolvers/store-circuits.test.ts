import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCircuitBoard } from '../../../platform/http/circuit-board.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

const CIRCUITS = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Store { circuits { group state openedAt triesAgainAt } } } }';

describe("a store's circuits", () => {
  let suite: LaneSuite;
  beforeAll(async () => {
    suite = await startLaneSuite({ goods: 1, worker: false });
  });
  afterAll(() => suite.stop());

  const show = async () => {
    const { data, errors } = await createSubgraph(suite.house.sync.subgraph).local().execute({ query: CIRCUITS, variables: { representations: [{ __typename: 'Store', id: suite.storeId }] }, principal: suite.house.principal, correlationId: 'c' });
    expect(errors).toBeUndefined();
    return (data as { _entities: { circuits: unknown }[] })._entities[0]?.circuits;
  };

  it('are closed for every group of calls, until a worker tells of one that has opened', async () => {
    expect(await show()).toEqual([{ group: 'listings', state: 'CLOSED', openedAt: null, triesAgainAt: null }]);
    const [openedAt, triesAgainAt] = [new Date(), new Date(Date.now() + 3_600_000)];
    await createCircuitBoard({ redis: suite.house.redis }).opened(suite.storeId, { group: 'listings', openedAt, triesAgainAt });
    expect(await show()).toEqual([{ group: 'listings', state: 'OPEN', openedAt: openedAt.toISOString(), triesAgainAt: triesAgainAt.toISOString() }]);
  });
});
