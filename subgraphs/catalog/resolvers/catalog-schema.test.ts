import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Sku } from '../../../platform/ids.js';
import { type CatalogSubgraph, startCatalogSubgraph } from '../../../test/support/catalog-subgraph.js';
import { lira } from '../../../test/support/test-catalog.js';

let { shop, relay, subgraph, principal, ask, stop: stopAll } = {} as CatalogSubgraph;

beforeAll(async () => {
  ({ shop, relay, subgraph, principal, ask, stop: stopAll } = await startCatalogSubgraph({ variants: 4 }));
});
afterAll(() => stopAll());


describe('reading the catalog', () => {
  it('walks from a product over variants to listings with what is wanted and what is there', async () => {
    const { data, errors } = await ask(`{ variant(sku: "SKU-0") { sku price { amount currency } stock { onHand reserved available changedBy { kind } } product { title handle variants { sku } }
      listings { marketplace store { id } remoteKey content { state desired { presence } } price { state desired { price { amount } } published { price { amount } } revision publishedRevision evidence sends } quantity { state desired published } } } }`);
    expect(errors).toBeUndefined();
    expect(data?.['variant']).toMatchObject({
      price: { amount: '100.00', currency: 'TRY' },
      stock: { onHand: 10, reserved: 0, available: 10, changedBy: null },
      product: { title: 'Kazak', handle: 'kazak', variants: shop.skus.map((sku) => ({ sku })) },
      listings: expect.arrayContaining([
        {
          marketplace: 'TRENDYOL',
          store: { id: shop.storeId },
          remoteKey: 'SKU-0',
          content: { state: 'VERIFIED', desired: { presence: 'LISTED' } },
          price: { state: 'APPLIED', desired: { price: { amount: '100.00' } }, published: { price: { amount: '100.00' } }, revision: 1, publishedRevision: 1, evidence: 'RECEIPT', sends: 1 },
          quantity: { state: 'APPLIED', desired: 10, published: 10 },
        },
      ]),
    });
  });

  it('pages and filters listings and products', async () => {
    const listings = 'query ($after: String, $filter: ListingFilter) { listings(first: 3, after: $after, filter: $filter) { nodes { sku } pageInfo { hasNextPage endCursor } } }';
    const page = async (variables: Record<string, unknown>) => (await ask(listings, variables)).data?.['listings'] as { nodes: { sku: Sku }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const first = await page({ filter: { storeIds: [shop.storeId] } });
    expect([first.nodes.length, first.pageInfo.hasNextPage]).toEqual([3, true]);
    expect((await page({ filter: { storeIds: [shop.storeId] }, after: first.pageInfo.endCursor })).nodes).toHaveLength(1);
    expect((await page({ filter: { states: ['REJECTED'] } })).nodes).toEqual([]);
    expect((await page({ filter: { states: ['VERIFIED'], fields: ['CONTENT'], skus: ['SKU-1'] } })).nodes).toHaveLength(2);
    expect((await page({ filter: { states: ['VERIFIED'], fields: ['PRICE'] } })).nodes).toEqual([]);
    const products = async (filter: object) => (await ask('query ($filter: ProductFilter) { products(filter: $filter) { nodes { handle } } }', { filter })).data;
    expect(await products({ titleContains: 'KAZ' })).toEqual({ products: { nodes: [{ handle: 'kazak' }] } });
    expect(await products({ titleContains: 'k.z' })).toEqual({ products: { nodes: [] } });
    expect(await products({ handles: ['none'] })).toEqual({ products: { nodes: [] } });
  });

  it('shows what was last seen of other sellers, and when', async () => {
    const at = new Date('2026-11-22T09:30:00.000Z');
    const shown = async () => (await ask('query ($storeId: ID!) { listings(filter: { storeIds: [$storeId], skus: ["SKU-3"] }) { nodes { rival { price { amount currency } ownRank seenAt } } } }', { storeId: shop.storeId })).data?.['listings'];
    expect(await shown()).toEqual({ nodes: [{ rival: null }] });
    await shop.catalog.noteRivals({ storeId: shop.storeId, currency: 'TRY', at, seen: [{ remoteKey: 'SKU-3', rival: { priceMinor: 9_990, ownRank: 2 } }, { remoteKey: 'NONE', rival: null }] });
    expect(await shown()).toEqual({ nodes: [{ rival: { price: { amount: '99.90', currency: 'TRY' }, ownRank: 2, seenAt: at.toISOString() } }] });
  });

  it('resolves entities by id and by SKU, null for what is not there', async () => {
    const { _id } = await shop.variant(shop.sku);
    const representations = [{ __typename: 'Variant', id: _id }, { __typename: 'Variant', sku: 'SKU-1' }, { __typename: 'Variant', sku: 'NONE' }, { __typename: 'Listing', id: 'lst_none' }, { __typename: 'Product', id: shop.product._id }];
    const { data } = await ask('query ($r: [_Any!]!) { _entities(representations: $r) { ... on Variant { sku } ... on Listing { id } ... on Product { handle } } }', { r: representations });
    expect(data).toEqual({ _entities: [{ sku: 'SKU-0' }, { sku: 'SKU-1' }, null, null, { handle: 'kazak' }] });
  });

  it('shows another seller nothing, and needs its scope', async () => {
    const other = principal({ sellerId: newId('seller') });
    const { _id } = await shop.variant(shop.sku);
    const { data } = await ask(`query ($r: [_Any!]!, $storeId: ID!) { variant(sku: "SKU-0") { id } products { nodes { id } } listings { nodes { id } } explainQuantity(sku: "SKU-0", storeId: $storeId) { quantity } _entities(representations: $r) { ... on Variant { sku } } }`, { r: [{ __typename: 'Variant', id: _id }], storeId: shop.storeId }, other);
    expect(data).toEqual({ variant: null, products: { nodes: [] }, listings: { nodes: [] }, explainQuantity: null, _entities: [null] });
    expect((await ask('{ products { nodes { id } } }', {}, principal({ scopes: ['orders:read'] }))).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'catalog:read' } }]);
  });
});

describe('explaining', () => {
  it('a quantity goes from the shelf over the policy to what is confirmed', async () => {
    const sku = shop.skus[1]!;
    shop.setPolicy(0, { buffer: 1, cap: 3, percentage: 50 });
    await shop.catalog.propagatePending();
    const orderId = newId('order');
    await shop.catalog.reserveStock({ sellerId: shop.sellerId, orderId, storeId: shop.otherStoreId, lines: [{ lineKey: 'a', sku, quantity: 1 }] });
    const { data, errors } = await ask(
      'query ($sku: String!, $storeId: ID!) { explainQuantity(sku: $sku, storeId: $storeId) { onHand reserved available percentage share buffer afterBuffer cap quantity cause { kind order { id } operation { id } } listing { quantity { state desired published } } steps } }',
      { sku, storeId: shop.storeId },
    );
    expect(errors).toBeUndefined();
    expect(data?.['explainQuantity']).toMatchObject({ onHand: 10, reserved: 1, available: 9, percentage: 50, share: 4, buffer: 1, afterBuffer: 3, cap: 3, quantity: 3, cause: { kind: 'ORDER', order: { id: orderId }, operation: null }, listing: { quantity: { state: 'QUEUED', desired: 3, published: 10 } } });
    expect((data?.['explainQuantity'] as { steps: string[] }).steps.join('\n')).toMatch(/10 on hand.*\n− 1 reserved = 9 available\n50 % .* = 4\n− 1 buffer = 3\nat most 3: 3\ndesired: 3 .*\nconfirmed: 10 .* by RECEIPT\)\nstate: QUEUED/);
    await shop.settleAll(shop.storeId);
  });

  it('a price is the store’s own or the base price, with who set it', async () => {
    const operationId = shop.newOperation();
    await shop.catalog.setPrices({ sellerId: shop.sellerId, operationId, items: [{ sku: shop.skus[2]!, price: lira(8_000) }], storeIds: [shop.storeId] });
    const explain = async (storeId: string) => (await ask('query ($sku: String!, $storeId: ID!) { explainPrice(sku: $sku, storeId: $storeId) { base { price { amount } } own { price { amount } } ownSetBy { id } price { price { amount } } steps } }', { sku: shop.skus[2], storeId })).data?.['explainPrice'];
    expect(await explain(shop.storeId)).toMatchObject({ base: { price: { amount: '100.00' } }, own: { price: { amount: '80.00' } }, ownSetBy: { id: operationId }, price: { price: { amount: '80.00' } } });
    expect(await explain(shop.otherStoreId)).toMatchObject({ own: null, price: { price: { amount: '100.00' } } });
    await shop.settleAll(shop.storeId);
  });
});

describe('upserting a product', () => {
  const UPSERT = 'mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { result product { id handle title contentRevision variants { sku barcode price { amount } listPrice { amount } stock { onHand } } } userErrors { code field itemRef } } }';
  const upsert = async (input: object) => (await ask(UPSERT, { input })).data?.['productUpsert'] as { result: string; product: { id: string; title: string; contentRevision: number; variants: object[] } | null; userErrors: { code: string; field: string[] }[] };
  const price = { amount: '50', currency: 'TRY' };

  it('makes it with its variants, then changes only what is said', async () => {
    const made = await upsert({ handle: 'atki', title: 'Atkı', variants: [{ sku: 'ATK-1', price, listPrice: { amount: '60', currency: 'TRY' }, onHand: 4 }, { sku: 'ATK-2', price }] });
    expect(made).toMatchObject({ result: 'CREATED', userErrors: [], product: { title: 'Atkı', contentRevision: 1, variants: [{ sku: 'ATK-1', listPrice: { amount: '60.00' }, stock: { onHand: 4 } }, { sku: 'ATK-2', listPrice: { amount: '50.00' } }] } });
    const same = await upsert({ handle: 'atki', title: 'Atkı', variants: [{ sku: 'ATK-1', price, onHand: 4 }] });
    expect(same).toMatchObject({ result: 'UNCHANGED', product: { contentRevision: 1 } });
    const changed = await upsert({ id: made.product?.id, title: 'Yün Atkı', variants: [{ sku: 'ATK-2', barcode: '869', onHand: 9 }] });
    expect(changed).toMatchObject({ result: 'UPDATED', product: { title: 'Yün Atkı', contentRevision: 2, variants: [{ sku: 'ATK-1', stock: { onHand: 4 } }, { sku: 'ATK-2', barcode: '869', stock: { onHand: 9 }, price: { amount: '50.00' } }] } });
  });

  it('leaves out bad variants by name and does the rest', async () => {
    const outcome = await upsert({ handle: 'bere', title: 'Bere', variants: [{ sku: 'BER-1', price }, { sku: ' x', price }, { sku: 'BER-2' }, { sku: 'BER-3', price, onHand: -1 }, { sku: 'SKU-0', price }, { sku: 'BER-1', price }] });
    expect(outcome.userErrors.map(({ code, field }) => [code, field.join('.')])).toEqual([
      ['INVALID_SKU', 'input.variants.1.sku'],
      ['PRICE_MISSING', 'input.variants.2.price'],
      ['NEGATIVE_STOCK', 'input.variants.3.onHand'],
      ['SKU_OF_OTHER_PRODUCT', 'input.variants.4.sku'],
      ['DUPLICATE_SKU', 'input.variants.5.sku'],
    ]);
    expect(outcome).toMatchObject({ result: 'CREATED', product: { variants: [{ sku: 'BER-1' }] } });
  });

  it('refuses what cannot be a product, and one that is not there', async () => {
    expect(await upsert({ handle: 'bos', variants: [{ sku: 'BOS-1', price }] })).toMatchObject({ result: 'REFUSED', product: null, userErrors: [{ code: 'INVALID_PRODUCT', field: ['input', 'title'] }] });
    expect(await upsert({ id: 'pro_none', title: 'x', variants: [] })).toMatchObject({ result: 'REFUSED', userErrors: [{ code: 'UNKNOWN_PRODUCT', field: ['input', 'id'] }] });
    expect((await ask(UPSERT, { input: { title: 'x', variants: [{ sku: 'X', price: { amount: '1.005', currency: 'TRY' } }] } })).errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field: ['input', 'variants', '0', 'price', 'amount'] } }]);
  });

  it('answers the same under the same key, and refuses the key for another payload', async () => {
    const call = { handle: 'eldiven', title: 'Eldiven', idempotencyKey: 'k-1', variants: [{ sku: 'ELD-1', price, onHand: 1 }] };
    const first = await upsert(call);
    await shop.catalog.setStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: 'ELD-1' as Sku, onHand: 5 }] });
    expect(await upsert(call)).toMatchObject({ result: 'CREATED', product: { id: first.product?.id, variants: [{ stock: { onHand: 5 } }] } });
    expect(await upsert({ ...call, title: 'Başka' })).toMatchObject({ result: 'REFUSED', userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }] });
  });

  it('writes nothing in a dry run', async () => {
    expect(await upsert({ handle: 'kemer', title: 'Kemer', dryRun: true, variants: [{ sku: 'KEM-1', price }] })).toMatchObject({ result: 'CREATED', product: null });
    expect((await ask('{ variant(sku: "KEM-1") { id } }')).data).toEqual({ variant: null });
  });

  it('makes one product of many calls at the same time', async () => {
    const calls = Array.from({ length: 5 }, () => upsert({ handle: 'corap', title: 'Çorap', variants: [{ sku: 'COR-1', price, onHand: 3 }] }));
    const ids = new Set((await Promise.all(calls)).map(({ product }) => product?.id));
    expect(ids.size).toBe(1);
  });
});

it('imports a product export through the schema', async () => {
  const IMPORT = 'mutation ($csv: String!, $currency: String) { productsImport(input: { csv: $csv, currency: $currency }) { rows products { created updated unchanged refused } variants { created } faults userErrors { code field message } } }';
  const csv = 'Handle,Title,Variant SKU,Variant Price\nsapka,Şapka,SAP-1,75\nsapka,,SAP-2,7x\n';
  expect((await ask(IMPORT, { csv })).data).toEqual({
    productsImport: { rows: 2, products: { created: 1, updated: 0, unchanged: 0, refused: 0 }, variants: { created: 1 }, faults: 1, userErrors: [{ code: 'INVALID_CELL', field: ['csv', '3', 'Variant Price'], message: "line 3, column 'Variant Price': '7x' is not a decimal amount with at most two decimals" }] },
  });
  expect((await ask(IMPORT, { csv, currency: 'XXX' })).data).toMatchObject({ productsImport: { rows: 0, userErrors: [{ code: 'WRONG_CURRENCY', field: ['input', 'currency'] }] } });
});

describe('subscriptions', () => {
  const listen = (query: string, variables: Record<string, unknown>, signal: AbortSignal, as = principal()) => subgraph.subscribe({ query, variables, principal: as, correlationId: 'c', signal })[Symbol.asyncIterator]();

  it('tell of stock and listings as they change, and resume after a cursor', async () => {
    const stop = new AbortController();
    relay.poke();
    await relay.idle();
    const stock = listen('subscription ($skus: [String!]) { stockChanged(skus: $skus) { cursor gap { reason } variant { sku stock { onHand } } } }', { skus: ['SKU-3'] }, stop.signal);
    const heard = stock.next();
    const write = (sku: Sku, onHand: number) => shop.catalog.setStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku, onHand }] });
    await write(shop.skus[0]!, 6);
    await write(shop.skus[3]!, 7);
    relay.poke();
    const first = (await heard).value as { data: { stockChanged: { cursor: string; variant: unknown } } };
    expect(first.data.stockChanged.variant).toEqual({ sku: 'SKU-3', stock: { onHand: 7 } });
    const listings = listen('subscription ($after: String, $storeId: ID) { listingChanged(after: $after, storeId: $storeId) { field state listing { sku store { id } } } }', { after: first.data.stockChanged.cursor, storeId: shop.storeId }, stop.signal);
    const step = listings.next();
    await shop.settleAll(shop.storeId);
    relay.poke();
    const changed = (await step).value as { data: { listingChanged: { field: string; listing: { store: { id: string } } } } };
    expect(changed.data.listingChanged).toMatchObject({ field: 'QUANTITY', listing: { store: { id: shop.storeId } } });
    stop.abort();
  });

  it('are refused without the scope, and for an after that is no cursor', async () => {
    const { signal } = new AbortController();
    const query = 'subscription ($after: String) { stockChanged(after: $after) { cursor } }';
    await expect(listen(query, {}, signal, principal({ scopes: [] })).next()).rejects.toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    await expect(listen(query, { after: 'nonsense' }, signal).next()).rejects.toMatchObject({ errors: [{ extensions: { code: 'BAD_INPUT', field: ['after'] } }] });
  });
});

describe('texts in several languages', () => {
  const UPSERT = 'mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { result product { language contentRevision translations { language title descriptionHtml } } userErrors { code field message } } }';
  const upsert = async (input: object) => (await ask(UPSERT, { input })).data?.['productUpsert'];
  const product = { handle: 'diller', title: 'Hırka', variants: [{ sku: 'DIL-1', price: { amount: '100.00', currency: 'TRY' } }] };

  it('stay beside the product’s own, language by language', async () => {
    expect(await upsert({ ...product, translations: [{ language: 'RU', title: 'Кардиган', descriptionHtml: '<p>Шерсть</p>' }, { language: 'EN', title: 'Cardigan' }] })).toMatchObject({
      result: 'CREATED', product: { language: 'TR', translations: [{ language: 'EN', title: 'Cardigan', descriptionHtml: '' }, { language: 'RU', title: 'Кардиган', descriptionHtml: '<p>Шерсть</p>' }] },
    });
    expect(await upsert({ ...product, translations: [{ language: 'RU', title: 'Кардиган' }] })).toMatchObject({ result: 'UNCHANGED', product: { contentRevision: 1 } });
    expect(await upsert({ ...product, translations: [{ language: 'DE', title: 'Strickjacke' }, { language: 'EN', title: null }] })).toMatchObject({
      result: 'UPDATED', product: { contentRevision: 2, translations: [{ language: 'RU' }, { language: 'DE', title: 'Strickjacke' }] },
    });
    expect(await upsert(product)).toMatchObject({ result: 'UNCHANGED', product: { contentRevision: 2 } });
  });

  it('are refused in the product’s own language, or without a title', async () => {
    expect(await upsert({ ...product, translations: [{ language: 'TR', title: 'Ceket' }] })).toMatchObject({ result: 'REFUSED', userErrors: [{ code: 'INVALID_PRODUCT', field: ['input', 'translations'] }] });
    expect(await upsert({ ...product, translations: [{ language: 'EN', title: ' ' }] })).toMatchObject({ result: 'REFUSED', userErrors: [{ code: 'INVALID_PRODUCT', message: expect.stringContaining('EN title') }] });
  });

  it('leave a product imported without any as it was', async () => {
    const csv = 'Handle,Title,Variant Price,Variant SKU\nsade,Sade,10.00,SADE-1\n';
    const IMPORT = 'mutation ($input: ProductsImportInput!) { productsImport(input: $input) { products { created unchanged } } }';
    expect((await ask(IMPORT, { input: { csv } })).data).toMatchObject({ productsImport: { products: { created: 1 } } });
    expect((await ask(IMPORT, { input: { csv } })).data).toMatchObject({ productsImport: { products: { unchanged: 1 } } });
  });

  it('show which language a listing was sent in', async () => {
    const { storeId } = shop;
    const [listing] = await shop.catalog.findListings({ sellerId: shop.sellerId, storeId, skus: [shop.sku] });
    const language = async () => (await ask('query ($skus: [String!]) { listings(filter: { skus: $skus }) { nodes { store { id } contentLanguage } } }', { skus: [shop.sku] })).data?.['listings'];
    expect(await language()).toMatchObject({ nodes: [{ contentLanguage: 'TR' }, { contentLanguage: 'TR' }] });
    await shop.mongo.db.collection('listings').updateOne({ _id: listing!._id }, { $set: { 'remoteIds.contentLanguage': 'RU' } });
    expect(await language()).toMatchObject({ nodes: expect.arrayContaining([{ store: { id: storeId }, contentLanguage: 'RU' }]) });
  });
});
