import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { PROOF_HEADER, signProof } from '../../platform/access/proof.js';
import { newId, type SellerId } from '../../platform/ids.js';
import { eventually } from '../support/graphql-client.js';
import { startManyMachines, SUBGRAPHS, type ManyMachines, type SubgraphName } from '../support/many-machines.js';
import { sandboxControl } from '../support/sandbox-control.js';
import { openShops, SHOP_SKUS as SKUS, TRENDYOL_SELLERS } from '../support/sandbox-shops.js';

/** One process per kind, as docker-compose.yml has them, with two workers. */
let hub: ManyMachines;
beforeAll(async () => {
  hub = await startManyMachines({ workers: 2 });
  await openShops(hub);
}, 180_000);
afterAll(() => hub.stop(), 60_000);

interface ListingView {
  readonly marketplace: string;
  readonly store: { readonly name: string };
  readonly trendyol: { readonly barcode: string } | null;
  readonly n11: { readonly stockCode: string } | null;
  readonly price: { readonly state: string; readonly published: { readonly price: { readonly amount: string } } | null };
  readonly quantity: { readonly desired: number; readonly published: number | null };
}

interface VariantView {
  readonly sku: string;
  readonly product: { readonly title: string };
  readonly stock: { readonly onHand: number; readonly reserved: number };
  readonly listings: readonly ListingView[];
}

const VARIANT = `query ($sku: String!) { variant(sku: $sku) { sku product { title } stock { onHand reserved } listings {
  marketplace store { name } trendyol { barcode } n11 { stockCode } price { state published { price { amount } } } quantity { desired published } } } }`;
const variantOf = async (sku: string): Promise<VariantView> => (await hub.client.data<{ variant: VariantView }>(VARIANT, { sku })).variant;

describe('a question', () => {
  it('is answered from six subgraphs, each in a process of its own', async () => {
    const { variant, stores, orders, operations } = await hub.client.data<{
      variant: VariantView;
      stores: { nodes: readonly { name: string; quotas: readonly unknown[] }[] };
      orders: { nodes: readonly unknown[] };
      operations: { nodes: readonly { stores: readonly { name: string }[] }[] };
    }>(`query ($sku: String!) { ${VARIANT.slice(VARIANT.indexOf('{') + 1, -1)} stores { nodes { name quotas { group } } } orders { nodes { id trendyol { deliveryType } } } operations { nodes { stores { name } } } }`, { sku: SKUS[0] });
    expect(variant.product.title).toBe('Balıkçı Yaka Kazak');
    expect(variant.listings.map(({ trendyol, n11 }) => trendyol?.barcode ?? n11?.stockCode)).toEqual([SKUS[0], SKUS[0], SKUS[0]]);
    expect(stores.nodes).toHaveLength(3);
    expect(orders.nodes).toEqual([]);
    expect(operations.nodes.every((operation) => operation.stores.length > 0)).toBe(true);
  });
});

describe('a subgraph', () => {
  const urlOf = (name: SubgraphName) => hub.subgraphs[name].announced;
  const body = JSON.stringify({ query: '{ __typename }' });
  const post = (name: SubgraphName, headers: Record<string, string> = {}) => fetch(urlOf(name), { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

  it('refuses requests without the proof of the gateway, a good key or not', async () => {
    for (const name of SUBGRAPHS) {
      const answer = await post(name, { authorization: `Bearer ${hub.key}` });
      expect([name, answer.status, await answer.json()]).toMatchObject([name, 401, { errors: [{ extensions: { code: 'PROOF_MISSING' } }] }]);
    }
  });

  it('refuses a proof that was made with another secret', async () => {
    const principal = { sellerId: 'sel_many' as SellerId, keyId: newId('key'), scopes: ['catalog:read'] as const };
    const forged = signProof({ secret: 'a-secret-that-the-gateway-does-not-have', audience: 'catalog', principal, correlationId: 'c', body, at: new Date() });
    const answer = await post('catalog', { [PROOF_HEADER]: forged[PROOF_HEADER] });
    expect([answer.status, await answer.json()]).toMatchObject([401, { errors: [{ extensions: { code: 'PROOF_FORGED' } }] }]);
  });

  it('closes a WebSocket that shows no proof with 4403', async () => {
    const socket = new WebSocket(urlOf('catalog').replace('http', 'ws'), 'graphql-transport-ws');
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${hub.key}` } })));
    expect(await closed).toBe(4403);
  });
});

describe('two workers', () => {
  it('share prices for three stores, bring each to APPLIED and send none twice', async () => {
    for (const url of [hub.sandboxes.trendyol, hub.sandboxes.n11]) await sandboxControl(url).put('/settings', { latencyMs: 100 });
    const itemsBefore = await itemsSent();
    const { priceSet } = await hub.client.data<{ priceSet: { operation: { id: string }; userErrors: readonly unknown[] } }>(
      'mutation ($input: PriceSetInput!) { priceSet(input: $input) { operation { id } userErrors { code } } }',
      { input: { items: SKUS.map((sku) => ({ sku, price: { amount: '1234.56', currency: 'TRY' }, listPrice: { amount: '1500.00', currency: 'TRY' } })) } },
    );
    expect(priceSet.userErrors).toEqual([]);
    const find = async () => (await hub.client.data<{ operation: { state: string; total: number; counts: { applied: number; verified: number } } }>('query ($id: ID!) { operation(id: $id) { state total counts { applied verified } } }', { id: priceSet.operation.id })).operation;
    const { total, counts } = await eventually(find, ({ state }) => state.startsWith('DONE'), 40_000);
    expect([total, counts.applied + counts.verified]).toEqual([SKUS.length * 3, SKUS.length * 3]);

    expect((await itemsSent()).map((items, i) => items - (itemsBefore[i] ?? 0))).toEqual([SKUS.length * TRENDYOL_SELLERS.length, SKUS.length]);
    const { listings } = await variantOf(SKUS[0]);
    expect(listings.map(({ price }) => price.published?.price.amount)).toEqual(['1234.56', '1234.56', '1234.56']);
    for (const worker of hub.workers) expect(await callsMadeBy(worker.announced)).toBeGreaterThan(0);
  }, 120_000);

  /** How many prices and quantities Trendyol and N11 were sent so far. */
  async function itemsSent(): Promise<readonly number[]> {
    const sent = [sandboxControl(hub.sandboxes.trendyol).requests('price-and-inventory'), sandboxControl(hub.sandboxes.n11).requests('price-stock-update')];
    return (await Promise.all(sent)).map((requests) => requests.reduce((sum, { itemCount }) => sum + (itemCount ?? 0), 0));
  }

  async function callsMadeBy(healthPort: string): Promise<number> {
    const page = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text();
    return [...page.matchAll(/^hub_marketplace_request_duration_seconds_count\{.*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
  }
});

describe('an order', () => {
  it('placed on one marketplace lowers the stock on the others', async () => {
    const [sku] = SKUS;
    const [{ sellerId }] = TRENDYOL_SELLERS;
    await setStock([{ sku, onHand: 9 }]);
    const shows = (quantity: number) => ({ listings }: VariantView) => listings.every((listing) => listing.quantity.published === quantity && listing.quantity.desired === quantity);
    await eventually(() => variantOf(sku), shows(9), 40_000);
    await sandboxControl(hub.sandboxes.trendyol).post('/orders', { sellerId, lines: [{ barcode: sku, quantity: 2 }] });
    const { stock } = await eventually(() => variantOf(sku), shows(7), 40_000);
    expect(stock).toEqual({ onHand: 9, reserved: 2 });
  }, 120_000);
});

describe('the catalog subgraph killed under a live subscription', () => {
  interface StockEvent {
    readonly stockChanged: { readonly gap: unknown; readonly variant: VariantView | null };
  }
  const STOCK = 'subscription ($skus: [String!]) { stockChanged(skus: $skus) { cursor gap { reason } variant { sku stock { onHand } listings { store { name } trendyol { barcode } } } } }';
  const [, nudged, ...watched] = SKUS;
  const changes = watched.map((sku, index) => ({ sku, onHand: 300 + index }));

  it('leaves the rest of an answer and a typed error, and the subscription misses nothing once it is back', async () => {
    const events = await liveEvents();
    const [first, ...later] = changes;
    await setStock([first!]);
    const seen = [await nextWatched(events)];

    await hub.subgraphs.catalog.kill();
    const partial = await hub.client.ask<{ stores: { nodes: readonly unknown[] } }>('query ($sku: String!) { stores { nodes { name } } variant(sku: $sku) { sku } }', { sku: SKUS[0] });
    expect(partial).toMatchObject({ status: 200, data: { variant: null }, errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] });
    expect(partial.data?.stores.nodes).toHaveLength(3);
    // The sync subgraph sets stock, so it goes on changing while the catalog subgraph is away.
    for (const item of later) await setStock([item]);

    await hub.subgraphs.catalog.restart();
    while (seen.length < changes.length) seen.push(await nextWatched(events));
    expect(seen).toEqual(changes);
    expect((await variantOf(SKUS[0])).sku).toBe(SKUS[0]);
  }, 120_000);

  /** Events of a subscription that is known to be live: one variant has changed until an event came. */
  async function liveEvents(): Promise<AsyncIterator<StockEvent>> {
    const events = hub.client.subscribe<StockEvent>(STOCK, { skus: [nudged, ...watched] });
    const first = events.next().then(() => true);
    for (let onHand = 100; ; onHand += 1) {
      await setStock([{ sku: nudged, onHand }]);
      if (await Promise.race([first, pause(500, false)])) return events;
    }
  }

  async function nextWatched(events: AsyncIterator<StockEvent>): Promise<{ sku: string; onHand: number }> {
    for (;;) {
      const event = await events.next();
      if (event.done === true) throw new Error('the events ended');
      const { gap, variant } = event.value.stockChanged;
      expect(gap).toBeNull();
      expect(variant?.listings.filter(({ store, trendyol }) => store.name !== '' && trendyol?.barcode === variant.sku)).toHaveLength(TRENDYOL_SELLERS.length);
      if (variant && variant.sku !== nudged) return { sku: variant.sku, onHand: variant.stock.onHand };
    }
  }
});

describe('SIGTERM', () => {
  it('ends every process within 10 s, cleanly, in the middle of work', async () => {
    await setStock(SKUS.map((sku) => ({ sku, onHand: 500 })));
    const ends = await hub.terminateHub();
    expect(ends.filter(({ exitCode, tookMs }) => exitCode !== 0 || tookMs > 10_000)).toEqual([]);
  }, 30_000);
});

async function setStock(items: readonly { readonly sku: string; readonly onHand: number }[]): Promise<void> {
  const { stockSet } = await hub.client.data<{ stockSet: { userErrors: readonly unknown[] } }>('mutation ($input: StockSetInput!) { stockSet(input: $input) { userErrors { code } } }', { input: { items } });
  expect(stockSet.userErrors).toEqual([]);
}
