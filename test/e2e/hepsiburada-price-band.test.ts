import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import { createSubgraph, type SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import { createHepsiburada, createHepsiburadaConnector } from '../../subgraphs/hepsiburada/index.js';
import { demoSeller, startHepsiburadaSandbox } from '../../subgraphs/hepsiburada/sandbox/index.js';
import { eventually } from '../../subgraphs/sync/testing/lane-suite.js';
import { openOneMarket, type OneMarket } from '../support/one-market.js';
import type { SandboxControl } from '../support/sandbox-control.js';
import type { SyncHouse } from '../support/sync-house.js';

/** Of one test, on a machine that does much else. */
const PATIENCE_MS = 240_000;
const SKUS = ['BAND-MARKET', 'BAND-LAW', 'BAND-PANEL'];
const { merchantId, serviceKey, integrator } = demoSeller;

interface ListingNode {
  readonly remoteKey: string;
  readonly price: { readonly state: string; readonly issue: { readonly code: string } | null };
}

describe('a price that Hepsiburada does not allow', () => {
  let market: OneMarket;
  let house: SyncHouse;
  let control: SandboxControl;
  let storeId: StoreId;
  let catalog: ReturnType<ReturnType<typeof createSubgraph>['local']>;
  let sync: typeof catalog;
  let hepsiburada: typeof catalog;

  beforeAll(async () => {
    market = await openOneMarket({ connector: createHepsiburadaConnector(), startSandbox: startHepsiburadaSandbox });
    ({ house, control } = market);
    await control.put('/settings', { dailyUploadsPerListing: 10_000 });
    await control.post('/products', { products: SKUS.map((merchantSku) => ({ merchantSku, price: 100, stock: 10 })) });
    const local = (definition: unknown) => createSubgraph(definition as SubgraphDefinition<never>).local();
    [catalog, sync, hepsiburada] = [local(house.catalog.subgraph), local(house.sync.subgraph), local(createHepsiburada(house.sync.access, house.sync.intents).subgraph)];
    storeId = await house.connectStore({ marketplace: 'HEPSIBURADA', remoteSellerId: merchantId, credentials: { serviceKey, integrator }, baseUrl: market.url });
    await house.addVariants(SKUS);
    await house.adoptListings(storeId, SKUS);
    house.sync.worker.start();
  });
  afterAll(() => market.close());

  async function ask<T>(subgraph: typeof catalog, query: string, variables: Record<string, unknown>): Promise<T> {
    const { data, errors } = await subgraph.execute({ query, variables, principal: house.principal, correlationId: 'c' });
    expect(errors).toBeUndefined();
    return data as unknown as T;
  }
  /** A listing as the federation hands it on to the marketplace's subgraph, with the state of its price. */
  async function listing(sku: string): Promise<ListingNode> {
    const { listings } = await ask<{ listings: { nodes: ListingNode[] } }>(catalog, 'query ($skus: [String!]) { listings(first: 5, filter: { skus: $skus }) { nodes { id marketplace remoteKey remoteIds { name value } store { id } price { state issue { code } } } } }', { skus: [sku] });
    return listings.nodes[0]!;
  }
  async function shown(sku: string): Promise<unknown> {
    const { price: _price, ...reference } = await listing(sku);
    const { _entities } = await ask<{ _entities: { hepsiburada: unknown }[] }>(hepsiburada, 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Listing { hepsiburada { locked lockReasons unlockStep priceBand { min { amount currency } max { amount } kind regulatedCategory explanation } } } } }', { r: [{ __typename: 'Listing', ...reference }] });
    return _entities[0]?.hepsiburada;
  }
  const setPrice = async (sku: string, amount: string): Promise<void> => {
    const { priceSet } = await ask<{ priceSet: { userErrors: unknown[] } }>(sync, 'mutation ($input: PriceSetInput!) { priceSet(input: $input) { userErrors { code message } } }', { input: { items: [{ sku, price: { amount, currency: 'TRY' } }] } });
    expect(priceSet.userErrors).toEqual([]);
  };
  const untilPrice = (sku: string, state: readonly string[]) => eventually(() => listing(sku), ({ price }) => state.includes(price.state));
  const unlock = async (sku: string): Promise<unknown> => (await ask<{ hepsiburadaListingsUnlock: unknown }>(hepsiburada, 'mutation ($input: HepsiburadaListingsUnlockInput!) { hepsiburadaListingsUnlock(input: $input) { unlocked userErrors { code } } }', { input: { storeId, skus: [sku] } })).hepsiburadaListingsUnlock;
  const onShelf = async (sku: string) => (await control.get<{ listings: { price: number; isLocked: boolean; isSalable: boolean }[] }>(`/listings?merchantSku=${sku}`)).listings[0];

  it('shows the bounds and the way out as data, and after both steps is no longer locked', async () => {
    await control.put('/listings/BAND-MARKET', { band: { min: 90, max: 900.5 } });
    expect(await shown('BAND-MARKET')).toEqual({ locked: false, lockReasons: [], unlockStep: null, priceBand: null });

    await setPrice('BAND-MARKET', '12.00');
    expect((await untilPrice('BAND-MARKET', ['REJECTED'])).price.issue?.code).toBe('PRICE_OUTSIDE_BAND');
    const priceBand = { min: { amount: '90.00', currency: 'TRY' }, max: { amount: '900.50' }, kind: 'MinPrice', regulatedCategory: null, explanation: 'Below the permitted band' };
    expect(await shown('BAND-MARKET')).toEqual({ locked: true, lockReasons: ['OutOfPriceRange'], unlockStep: 'Set a price of 90.00 to 900.50 TRY (priceSet), then unlock the listing (hepsiburadaListingsUnlock).', priceBand });
    expect(await onShelf('BAND-MARKET')).toMatchObject({ price: 100, isLocked: true, isSalable: false });

    await setPrice('BAND-MARKET', '120.00');
    await untilPrice('BAND-MARKET', ['APPLIED', 'VERIFIED']);
    expect(await shown('BAND-MARKET')).toMatchObject({ locked: true });
    expect(await unlock('BAND-MARKET')).toEqual({ unlocked: ['BAND-MARKET'], userErrors: [] });
    expect(await shown('BAND-MARKET')).toEqual({ locked: false, lockReasons: [], unlockStep: null, priceBand });
    expect(await onShelf('BAND-MARKET')).toMatchObject({ price: 120, isLocked: false, isSalable: true });
  }, PATIENCE_MS);

  it('shows the bounds that the law draws, with the goods they are for', async () => {
    await control.put('/listings/BAND-LAW', { band: { min: 50, max: 150, regulatedCategory: 'Okul kitapları' } });
    await setPrice('BAND-LAW', '151.00');
    await untilPrice('BAND-LAW', ['REJECTED']);
    expect(await shown('BAND-LAW')).toMatchObject({ locked: true, priceBand: { min: { amount: '50.00' }, max: { amount: '150.00' }, kind: 'RegulativePrice', regulatedCategory: 'Okul kitapları' } });
  }, PATIENCE_MS);

  it('is not shown as locked once somebody has lifted the lock in the merchant panel', async () => {
    await control.put('/listings/BAND-PANEL', { band: { min: 90, max: 900 } });
    await setPrice('BAND-PANEL', '1.00');
    await untilPrice('BAND-PANEL', ['REJECTED']);
    expect(await shown('BAND-PANEL')).toMatchObject({ locked: true });
    await control.put('/listings/BAND-PANEL', { lockReasons: [] });
    expect(await shown('BAND-PANEL')).toMatchObject({ locked: false, lockReasons: [], unlockStep: null });
  }, PATIENCE_MS);
});
