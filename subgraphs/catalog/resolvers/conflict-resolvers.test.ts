import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { type CatalogSubgraph, startCatalogSubgraph } from '../../../test/support/catalog-subgraph.js';

let { shop, relay, subgraph, principal, ask, stop: stopAll } = {} as CatalogSubgraph;

beforeAll(async () => {
  ({ shop, relay, subgraph, principal, ask, stop: stopAll } = await startCatalogSubgraph({ variants: 2 }));
});
afterAll(() => stopAll());

const setRule = async (input: object) => (await ask('mutation ($input: ConflictRuleSetInput!) { conflictRuleSet(input: $input) { store { conflictRules { field rule } } userErrors { code field } } }', { input })).data?.['conflictRuleSet'];
const changePrice = (sku: string, saleMinor: number) => shop.catalog.recordDrift({ storeId: shop.storeId, at: shop.now(), remote: [{ remoteKey: sku, price: { saleMinor, listMinor: 10_000, currency: 'TRY' } }] });

describe('a store’s rules', () => {
  it('are the hub’s side until others are set, one field at a time, and once under one key', async () => {
    const rules = async () => (await ask('query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { conflictRules { field rule } } } }', { r: [{ __typename: 'Store', id: shop.storeId }] })).data?.['_entities'];
    expect(await rules()).toEqual([{ conflictRules: [{ field: 'PRICE', rule: 'HUB_WINS' }, { field: 'QUANTITY', rule: 'HUB_WINS' }] }]);
    const price = { storeId: shop.storeId, field: 'PRICE', rule: 'ASK', idempotencyKey: 'rule-1' };
    expect(await setRule({ ...price, dryRun: true })).toEqual({ store: { conflictRules: [{ field: 'PRICE', rule: 'HUB_WINS' }, { field: 'QUANTITY', rule: 'HUB_WINS' }] }, userErrors: [] });
    for (let time = 0; time < 2; time += 1) expect(await setRule(price)).toEqual({ store: { conflictRules: [{ field: 'PRICE', rule: 'ASK' }, { field: 'QUANTITY', rule: 'HUB_WINS' }] }, userErrors: [] });
    expect(await setRule({ ...price, rule: 'HUB_WINS' })).toMatchObject({ store: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
  });

  it('of a store that the seller does not have cannot be set', async () => {
    expect(await setRule({ storeId: newId('store'), field: 'PRICE', rule: 'ASK' })).toEqual({ store: null, userErrors: [{ code: 'UNKNOWN_STORE', field: ['input', 'storeId'] }] });
  });
});

describe('conflicts', () => {
  const LIST = 'query ($filter: ConflictFilter, $after: String) { conflicts(first: 1, after: $after, filter: $filter) { nodes { id sku field state rule decision decidedBy { kind } store { id } hub { price { price { amount } } quantity } marketplace { price { price { amount } } } evidence foundAt closedAt listing { sku conflicts { id } } } pageInfo { hasNextPage endCursor } } }';
  const list = async (variables: object, as = principal()) => (await ask(LIST, variables as Record<string, unknown>, as)).data?.['conflicts'] as { nodes: { id: string; sku: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };

  it('are told live as they are found, and are read page by page by store, field and state', async () => {
    await setRule({ storeId: shop.storeId, field: 'PRICE', rule: 'ASK' });
    const stop = new AbortController();
    const heard = subgraph.subscribe({ query: 'subscription ($storeId: ID) { conflictChanged(storeId: $storeId) { cursor gap { reason } conflict { sku state marketplace { price { price { amount } } } } } }', variables: { storeId: shop.storeId }, principal: principal(), correlationId: 'c', signal: stop.signal })[Symbol.asyncIterator]();
    const heardOf = { isDone: false };
    const first = heard.next().finally(() => (heardOf.isDone = true));
    // The place from which the subscription hears is its own to find: what it missed, it is told by the next change.
    for (let saleMinor = 9_000; !heardOf.isDone; saleMinor -= 1) {
      for (const sku of shop.skus) await changePrice(sku, saleMinor);
      relay.poke();
      await relay.idle();
    }
    expect((await first).value).toMatchObject({ data: { conflictChanged: { gap: null, conflict: { state: 'OPEN', marketplace: { price: { price: { amount: expect.stringMatching(/^[89]\d\.\d\d$/) } } } } } } });
    stop.abort();
    const page = await list({ filter: { storeIds: [shop.storeId], fields: ['PRICE'], states: ['OPEN'] } });
    expect(page).toMatchObject({ nodes: [{ field: 'PRICE', state: 'OPEN', rule: 'ASK', decision: null, decidedBy: null, store: { id: shop.storeId }, hub: { price: { price: { amount: '100.00' } }, quantity: null }, evidence: 'SWEEP', closedAt: null }], pageInfo: { hasNextPage: true } });
    const second = await list({ after: page.pageInfo.endCursor });
    expect(new Set([...page.nodes, ...second.nodes].map(({ sku }) => sku))).toEqual(new Set(shop.skus));
    expect(second.pageInfo.hasNextPage).toBe(false);
    const id = (await list({ filter: { skus: [shop.sku] } })).nodes[0]?.id;
    expect((await ask('query ($id: ID!) { conflict(id: $id) { sku listing { conflicts { id } } } }', { id })).data).toEqual({ conflict: { sku: shop.sku, listing: { conflicts: [{ id }] } } });
  });

  it('of another seller are not there, and need the scope', async () => {
    expect((await list({}, principal({ sellerId: newId('seller') }))).nodes).toEqual([]);
    expect((await ask(LIST, {}, principal({ scopes: [] }))).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
