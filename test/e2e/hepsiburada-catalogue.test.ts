import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import { createHepsiburadaConnector } from '../../subgraphs/hepsiburada/index.js';
import { demoSeller, startHepsiburadaSandbox } from '../../subgraphs/hepsiburada/sandbox/index.js';
import { eventually } from '../support/graphql-client.js';
import { houseApi, type HouseApi } from '../support/house-api.js';
import { openOneMarket, type OneMarket } from '../support/one-market.js';

/** Of one test, on a machine that does much else. */
const PATIENCE_MS = 240_000;
/** A step of the catalogue's people takes so long that only the sandbox's clock ends it. */
const STEP_MS = 3_600_000;
const { merchantId, serviceKey, integrator } = demoSeller;

interface ListingView {
  readonly content: { readonly state: string; readonly desired: { readonly presence: string }; readonly published: { readonly presence: string } | null };
  readonly quantity: { readonly state: string; readonly published: number | null };
}
interface Exchange {
  readonly operation: string;
  readonly status: number | null;
  readonly failure: { readonly kind: string } | null;
  readonly responseBody: string;
}
interface Shown {
  readonly price: number;
  readonly availableStock: number;
  readonly isSalable: boolean;
}

describe("goods on their way through Hepsiburada's catalogue", () => {
  let market: OneMarket;
  let api: HouseApi;
  let storeId: StoreId;
  let barcode = 8_690_000_300_000;

  beforeAll(async () => {
    const connector = createHepsiburadaConnector();
    market = await openOneMarket({ connector: { ...connector, limits: { ...connector.limits, settleMs: 1_000 } }, startSandbox: startHepsiburadaSandbox });
    await market.control.put('/settings', { dailyUploadsPerListing: 10_000, approvalDelayMs: STEP_MS });
    storeId = await market.house.connectStore({ marketplace: 'HEPSIBURADA', remoteSellerId: merchantId, credentials: { serviceKey, integrator }, baseUrl: market.url });
    api = houseApi(market.house);
    market.house.sync.worker.start();
  });
  afterAll(() => market.close());

  /** A jumper in some sizes, at 100 TRY with seven of each. */
  async function product(title: string, variants: readonly (readonly [sku: string, size: string])[]): Promise<void> {
    const { productUpsert } = await api.ask<{ productUpsert: { userErrors: unknown[] } }>('catalog', 'mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { userErrors { code message } } }', {
      input: { title, descriptionHtml: '<p>Yün</p>', language: 'TR', brand: 'Kuzey', images: ['https://example.invalid/1.jpg'], variants: variants.map(([sku, size]) => ({ sku, barcode: String((barcode += 1)), options: [{ name: 'Renk', value: 'Kırmızı' }, { name: 'Beden', value: size }], price: { amount: '100.00', currency: 'TRY' }, onHand: 7 })) },
    });
    expect(productUpsert.userErrors).toEqual([]);
  }
  async function write(field: string, type: string, input: object): Promise<void> {
    const answer = await api.ask<Record<string, { userErrors: unknown[] }>>('sync', `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code message } } }`, { input });
    expect(answer[field]?.userErrors).toEqual([]);
  }
  const publish = (...skus: string[]) => write('listingPublish', 'ListingPublishInput', { storeId, items: skus.map((sku) => ({ sku, mapping: { categoryId: '60000111', brandName: 'Kuzey', attributes: [{ attributeId: '00000MU', valueId: 'Kadın' }], vatRatePercent: 20 } })) });
  const setStock = (sku: string, onHand: number) => write('stockSet', 'StockSetInput', { items: [{ sku, onHand }] });
  const setPrice = (sku: string, amount: string) => write('priceSet', 'PriceSetInput', { items: [{ sku, price: { amount, currency: 'TRY' } }] });
  const listing = async (sku: string) => (await api.ask<{ variant: { listings: [ListingView] } }>('catalog', 'query ($sku: String!) { variant(sku: $sku) { listings { content { state desired { presence } published { presence } } quantity { state published } } } }', { sku })).variant.listings[0];
  const untilContent = (sku: string, state: string) => eventually(() => listing(sku), ({ content }) => content.state === state, PATIENCE_MS);
  const shown = async (sku: string): Promise<Shown | undefined> => (await market.control.get<{ listings: Shown[] }>(`/listings?merchantSku=${sku}`)).listings[0];
  const calls = async (path: string) => (await market.control.get<{ requests: { method: string; path: string }[] }>(`/requests?path=${path}&limit=10000`)).requests;
  async function archived(since: string): Promise<Exchange[]> {
    const { payloads } = await api.ask<{ payloads: { nodes: readonly (Omit<Exchange, 'responseBody'> & { id: string })[] } }>('sync', 'query ($filter: PayloadFilter) { payloads(filter: $filter, first: 250) { nodes { id operation status failure { kind } } } }', { filter: { storeId, since } });
    const ofCatalogue = payloads.nodes.filter(({ operation }) => operation.startsWith('content.'));
    const bodies = await Promise.all(ofCatalogue.map(({ id }) => api.ask<{ payload: { responseBody: { text: string | null } | null } }>('sync', 'query ($id: ID!) { payload(id: $id) { responseBody { text } } }', { id })));
    return ofCatalogue.map((exchange, place) => ({ ...exchange, responseBody: bodies[place]?.payload.responseBody?.text ?? '' }));
  }
  async function approve(): Promise<void> {
    for (let step = 0; step < 3; step += 1) await market.control.post('/clock', { advanceMs: STEP_MS });
  }

  it('go on sale with the price and the stock of that day, not of the day they were handed in', async () => {
    await product('Yün kazak', [['WAY-S', 'S'], ['WAY-M', 'M']]);
    await publish('WAY-S', 'WAY-M');
    await untilContent('WAY-S', 'ACCEPTED');
    await setStock('WAY-S', 3);
    await setPrice('WAY-S', '120.00');
    await approve();
    await eventually(() => shown('WAY-S'), (now) => now?.price === 120 && now.availableStock === 3, PATIENCE_MS);
    expect(await shown('WAY-M')).toMatchObject({ price: 100, availableStock: 7, isSalable: true });
    // A variant that comes later completes the group, and those on sale keep what they have.
    await product('Yün kazak, uzun', [['WAY-L', 'L']]);
    await publish('WAY-L');
    await untilContent('WAY-L', 'ACCEPTED');
    await approve();
    await eventually(() => shown('WAY-L'), (now) => now?.availableStock === 7, PATIENCE_MS);
    expect(await shown('WAY-S')).toMatchObject({ price: 120, availableStock: 3 });
  }, PATIENCE_MS);

  it('never go on sale once they were withdrawn, whatever the catalogue makes of them later', async () => {
    await product('Eksik görselli kazak', [['BACK-S', 'S']]);
    await publish('BACK-S');
    await untilContent('BACK-S', 'ACCEPTED');
    await approve();
    await untilContent('BACK-S', 'REJECTED');
    await write('listingWithdraw', 'ListingWithdrawInput', { storeId, skus: ['BACK-S'] });
    await eventually(() => calls('/products/delete-process'), (made) => made.some(({ method }) => method === 'POST'), PATIENCE_MS);
    await approve();
    expect((await untilContent('BACK-S', 'APPLIED')).content).toMatchObject({ desired: { presence: 'WITHDRAWN' }, published: { presence: 'WITHDRAWN' } });
    await expect(market.control.put('/products/BACK-S', { status: 'MATCHED' })).rejects.toThrow();
    expect(await shown('BACK-S')).toBeUndefined();
  }, PATIENCE_MS);

  it.each<[string, string, { method?: string; isSeen: (exchange: Exchange) => boolean; text?: string }, (sku: string) => object]>([
    ['HTML instead of JSON', 'HTML', { method: 'POST', isSeen: ({ status }) => status === 502 }, () => ({ kind: 'html', times: 1 })],
    ['half a JSON', 'HALF', { method: 'POST', isSeen: ({ failure }) => failure !== null }, () => ({ kind: 'truncate', times: 1 })],
    ['nothing to what was done', 'MUTE', { method: 'POST', isSeen: ({ failure }) => failure !== null }, () => ({ kind: 'drop-after', times: 1 })],
    ['an unknown word for a state', 'WORD', { isSeen: ({ operation }) => operation === 'content.status', text: 'Beklemede' }, () => ({ kind: 'replace', from: '"WAITING"', to: '"Beklemede"' })],
    ['a field of another type', 'ODD', { isSeen: ({ operation }) => operation === 'content.status', text: 'another shape' }, (sku) => ({ kind: 'odd-shape', of: sku })],
    ['each row twice', 'TWICE', { isSeen: ({ operation }) => operation === 'content.status' }, () => ({ kind: 'rows-twice' })],
    ['numbers as text', 'TEXT', { isSeen: ({ operation }) => operation === 'content.status', text: '"totalElements":"1"' }, () => ({ kind: 'numbers-as-text' })],
    ['pages without an end', 'ROUND', { isSeen: ({ operation }) => operation === 'content.status', text: '"totalPages":1000000' }, () => ({ kind: 'endless' })],
  ])('go on sale once and as they should, though the catalogue answers %s', async (_name, name, { method, isSeen, text }, faultOf) => {
    const sku = `BAD-${name}-S`;
    const since = new Date().toISOString();
    await product('Keten kazak', [[sku, 'S']]);
    await market.control.post('/faults', { ...faultOf(sku), match: { ...(method && { method }), path: method ? '/products/import' : '/products/status/' } });
    await publish(sku);
    await eventually(() => archived(since), (exchanges) => exchanges.some((exchange) => isSeen(exchange) && (text === undefined || exchange.responseBody.includes(text))), PATIENCE_MS);
    await untilContent(sku, 'ACCEPTED');
    await market.control.remove('/faults');
    await approve();
    expect((await untilContent(sku, 'APPLIED')).content.published).toEqual({ presence: 'LISTED' });
    expect((await market.control.get<{ listings: Shown[] }>(`/listings?merchantSku=${sku}`)).listings).toMatchObject([{ price: 100, availableStock: 7, isSalable: true }]);
    const { nodes } = (await api.ask<{ stores: { nodes: unknown[] } }>('stores', '{ stores(first: 5) { nodes { state pause { code } } } }')).stores;
    expect(nodes).toEqual([{ state: 'ACTIVE', pause: null }]);
  }, PATIENCE_MS);

  // The last of all: afterwards the catalogue is left alone.
  it('hold up no stock and no price when the catalogue says that it was asked too much, and are left alone for a minute', async () => {
    await product('Pamuk kazak', [['CALM-S', 'S'], ['CALM-M', 'M']]);
    await publish('CALM-S');
    await untilContent('CALM-S', 'ACCEPTED');
    await approve();
    await eventually(() => shown('CALM-S'), (now) => now?.isSalable === true, PATIENCE_MS);
    await untilContent('CALM-S', 'APPLIED');

    await market.control.post('/faults', { kind: 'status', status: 403, match: { path: '/mpop/' } });
    const before = (await calls('/mpop/')).length;
    const refusedAt = Date.now();
    await publish('CALM-M');
    await eventually(() => calls('/mpop/'), (made) => made.length > before, PATIENCE_MS);
    await setStock('CALM-S', 1);
    await eventually(() => shown('CALM-S'), (now) => now?.availableStock === 1, PATIENCE_MS);
    expect(Date.now() - refusedAt).toBeLessThan(50_000);
    expect((await calls('/mpop/')).length).toBe(before + 1);
    await market.control.remove('/faults');
  }, PATIENCE_MS);
});
