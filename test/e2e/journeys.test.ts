import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { explain } from '../../platform/explanations/explain.js';
import { eventually, graphqlClient } from '../support/graphql-client.js';
import { startRunningHub, type RunningHub } from '../support/running-hub.js';
import { sandboxControl } from '../support/sandbox-control.js';
import { allPublished, demoGoods } from './demo-goods.js';

const PRODUCTS = 20;

let hub: RunningHub;
beforeAll(async () => {
  // No buyers come by themselves: the stock is the test's own.
  hub = await startRunningHub({ products: PRODUCTS, readyWithinMs: 150_000, env: { HUB_DEMO_MARKETPLACES: 'trendyol,n11', HUB_DEMO_BUYERS: '0' } });
}, 170_000);
afterAll(() => hub.stop(), 60_000);

const { variantAt, variantOf, setStock, placeInLog } = demoGoods({ products: PRODUCTS, client: () => hub.client });

describe('a question', () => {
  it('of an exchange rate is answered by the day of a central bank, which the worker has read', async () => {
    const ask = () => hub.client.data<{ exchangeRate: { rate: string; source: string; date: string; isStale: boolean } | null }>('{ exchangeRate(from: "TRY", to: "EUR") { rate source date isStale } }', {});
    const { exchangeRate } = await eventually(ask, (answer) => answer.exchangeRate !== null, 60_000);
    expect(exchangeRate).toMatchObject({ source: 'TCMB', isStale: false, date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    expect(Number(exchangeRate?.rate)).toBeGreaterThan(0.01);
  });

  it('is answered from five subgraphs in one query', async () => {
    const { sku } = variantAt(0);
    const { variant, stores, operations } = await hub.client.data<{
      variant: { product: { title: string }; listings: readonly { marketplace: string; store: { name: string; quotas: readonly unknown[] }; trendyol: { barcode: string } | null; n11: { stockCode: string } | null }[] };
      stores: { nodes: readonly unknown[] };
      operations: { nodes: readonly unknown[] };
    }>(
      'query ($sku: String!) { variant(sku: $sku) { product { title } listings { marketplace store { name quotas { group limit } } trendyol { barcode contentId } n11 { stockCode productId } } } stores { nodes { id } } operations(first: 5) { nodes { id stores { name } } } orders(first: 5) { nodes { id trendyol { deliveryType } } } }',
      { sku },
    );
    expect(variant.product.title).not.toBe('');
    expect(stores.nodes).toHaveLength(3);
    expect(operations.nodes.length).toBeGreaterThan(0);
    const onTrendyol = variant.listings.find(({ marketplace }) => marketplace === 'TRENDYOL');
    expect(onTrendyol).toMatchObject({ trendyol: { barcode: variantAt(0).barcode }, n11: null });
    expect(onTrendyol?.store.quotas.length).toBeGreaterThan(0);
  });
});

describe('what only a marketplace knows', () => {
  let orderNumber: string;

  /** Trendyol has delivered it, the buyer gives it back, and the hub knows it. */
  beforeAll(async () => {
    const trendyol = sandboxControl(hub.sandboxes.trendyol);
    ({ orderNumber } = (await trendyol.post('/orders', { sellerId: 2738001, lines: [{ barcode: variantAt(5).barcode, quantity: 1 }] })) as { orderNumber: string });
    for (const move of ['ship', 'deliver', 'return']) await trendyol.post(`/orders/${orderNumber}/${move}`, {});
    await eventually(() => hub.client.data<{ orders: { nodes: readonly { remoteOrderId: string }[] } }>('{ orders(first: 20) { nodes { remoteOrderId } } }'), ({ orders }) => orders.nodes.some(({ remoteOrderId }) => remoteOrderId === orderNumber), 60_000);
  }, 90_000);

  it('is asked of each store in one query: its categories, its returns, and what it shows of a listing', async () => {
    const { sku } = variantAt(5);
    const { stores, variant } = await hub.client.data<{
      stores: { nodes: readonly { marketplace: string; capabilities: readonly string[]; categories: { nodes: readonly { path: readonly string[] }[] }; returns: { nodes: readonly { remoteOrderId: string; state: string; order: { remoteOrderId: string; status: string } | null }[] } }[] };
      variant: { listings: readonly { marketplace: string; n11: { product: { status: string; saleStatus: string } } | null }[] };
    }>(
      'query ($sku: String!, $since: DateTime!) { stores { nodes { marketplace capabilities categories(search: "kazak", first: 2) { nodes { path } } returns(since: $since) { nodes { remoteOrderId state order { remoteOrderId status } } } } } variant(sku: $sku) { listings { marketplace n11 { product { status saleStatus } } } } }',
      { sku, since: new Date(Date.now() - 86_400_000).toISOString() },
    );
    const of = (marketplace: string) => stores.nodes.filter((store) => store.marketplace === marketplace);
    for (const store of [...of('TRENDYOL'), ...of('N11')]) expect(store.categories.nodes.map(({ path }) => path.join(' ').toLocaleLowerCase('tr'))).toContainEqual(expect.stringContaining('kazak'));
    expect(of('TRENDYOL').flatMap(({ returns }) => returns.nodes)).toContainEqual({ remoteOrderId: orderNumber, state: 'AWAITING_SELLER', order: { remoteOrderId: orderNumber, status: expect.any(String) } });
    expect(variant.listings.find((listing) => listing.marketplace === 'N11')?.n11).toEqual({ product: { status: 'Active', saleStatus: 'On_Sale' } });
  });

  it('is told of a return and its order, and the return is answered', async () => {
    const { stores } = await hub.client.data<{ stores: { nodes: readonly { id: string; trendyol: { claimIssueReasons: readonly { id: number }[] } | null; returns: { nodes: readonly { id: string; remoteOrderId: string; order: { trendyol: { commissions: readonly object[] } | null } | null }[] } }[] } }>(
      'query ($since: DateTime!) { stores { nodes { id trendyol { claimIssueReasons { id } } returns(since: $since) { nodes { id remoteOrderId order { trendyol { commissions { commissionRatePercent } } } } } } } }',
      { since: new Date(Date.now() - 86_400_000).toISOString() },
    );
    const store = stores.nodes.find(({ returns }) => returns.nodes.some(({ remoteOrderId }) => remoteOrderId === orderNumber))!;
    const { id: claimId, order } = store.returns.nodes.find(({ remoteOrderId }) => remoteOrderId === orderNumber)!;
    expect([order, store.trendyol]).toEqual([{ trendyol: { commissions: [{ commissionRatePercent: 17 }] } }, { claimIssueReasons: expect.arrayContaining([{ id: 1651 }]) }]);
    const { trendyolClaim } = await hub.client.data<{ trendyolClaim: { units: readonly { id: string }[] } }>('query ($s: ID!, $c: ID!) { trendyolClaim(storeId: $s, claimId: $c) { units { id } } }', { s: store.id, c: claimId });
    const input = { storeId: store.id, claimId, unitIds: trendyolClaim.units.map(({ id }) => id), answer: 'APPROVE', idempotencyKey: `approve-${claimId}` };
    const ANSWER = 'mutation ($input: TrendyolClaimAnswerInput!) { trendyolClaimAnswer(input: $input) { isAnswered claim { units { state } } userErrors { code } } }';
    expect(await hub.client.data(ANSWER, { input })).toEqual({ trendyolClaimAnswer: { isAnswered: true, claim: { units: [{ state: 'REFUNDED' }] }, userErrors: [] } });
  });
});

describe('a price', () => {
  it('reaches every store and is proven there, seen live step by step', async () => {
    const { sku, barcode } = variantAt(1);
    const states: string[] = [];
    const heard = new Set<string>();
    const live = hub.client.subscribe<{ listingChanged: { field: string; state: string } }>('subscription ($skus: [String!]) { listingChanged(skus: $skus) { cursor field state listing { sku store { name } } } }', { skus: [sku] });
    const watching = (async () => {
      for await (const { listingChanged } of live) {
        heard.add(listingChanged.field);
        if (listingChanged.field === 'PRICE') states.push(listingChanged.state);
        if (states.filter((state) => state === 'APPLIED').length >= 3) break;
      }
    })();
    // A subscription hears what happens once it has begun: other changes tell when.
    for (let onHand = 30; heard.size === 0; onHand += 1) {
      await setStock(sku, onHand);
      await eventually(async () => heard.size, (fields) => fields > 0, 2_000).catch(() => undefined);
    }
    const { priceSet } = await hub.client.data<{ priceSet: { operation: { id: string }; userErrors: readonly unknown[] } }>(
      'mutation ($input: PriceSetInput!) { priceSet(input: $input) { operation { id state } userErrors { code } } }',
      { input: { items: [{ sku, price: { amount: '1234.56', currency: 'TRY' }, listPrice: { amount: '1500.00', currency: 'TRY' } }] } },
    );
    expect(priceSet.userErrors).toEqual([]);
    const { listings } = await eventually(() => variantOf(sku), ({ listings: all }) => all.length === 3 && all.every(({ price }) => price.state === 'APPLIED' || price.state === 'VERIFIED'), 40_000);
    expect(listings.map(({ price }) => price.published?.price.amount)).toEqual(['1234.56', '1234.56', '1234.56']);
    expect(listings.every(({ price }) => price.receipt !== null)).toBe(true);
    await watching;
    expect(states).toEqual(expect.arrayContaining(['QUEUED', 'SENT', 'ACCEPTED', 'APPLIED']));

    const { listings: believed } = await sandboxControl(hub.sandboxes.trendyol).get<{ listings: readonly { salePrice: number }[] }>(`/listings?sellerId=2738001&barcode=${barcode}`);
    expect(believed[0]?.salePrice).toBe(1234.56);
    const { payloads } = await hub.client.data<{ payloads: { nodes: readonly { operation: string; status: number }[] } }>('{ payloads(filter: { operation: "offers.push" }, first: 10) { nodes { operation status url } } }');
    expect(payloads.nodes.length).toBeGreaterThan(0);
  }, 120_000);
});

describe('an order', () => {
  it('placed on one marketplace lowers the stock on the others, and never pushes back what the first has lowered itself', async () => {
    const { sku, barcode } = variantAt(2);
    await setStock(sku, 9);
    await eventually(() => variantOf(sku), allPublished(9), 40_000);
    const trendyol = sandboxControl(hub.sandboxes.trendyol);
    await trendyol.post('/orders', { sellerId: 2738001, lines: [{ barcode, quantity: 2 }] });

    const { stock, listings } = await eventually(() => variantOf(sku), allPublished(7), 40_000);
    expect(stock).toEqual({ onHand: 9, reserved: 2, available: 7 });
    expect(listings.map(({ quantity }) => quantity.published)).toEqual([7, 7, 7]);
    const pushed = (await trendyol.effects('stock')).filter(({ key, requestId, new: value }) => key === `2738001/${barcode}` && requestId !== null && value === 7);
    expect(pushed).toEqual([]);

    const { orders } = await hub.client.data<{ orders: { nodes: readonly { status: string; packages: readonly { lines: readonly { unmapped: boolean; variant: { sku: string } | null }[] }[] }[] } }>(
      '{ orders(first: 1) { nodes { status total { amount } store { name } packages { lines { unmapped quantity variant { sku product { title } } } } } } }',
    );
    expect(orders.nodes[0]).toMatchObject({ status: 'CREATED', packages: [{ lines: [{ unmapped: false, variant: { sku } }] }] });
  }, 120_000);

  it('is taken on through the hub and moves to ACCEPTED once the marketplace agrees', async () => {
    const { sku, barcode } = variantAt(3);
    await setStock(sku, 5);
    await eventually(() => variantOf(sku), allPublished(5), 40_000);
    const { orderNumber } = (await sandboxControl(hub.sandboxes.trendyol).post('/orders', { sellerId: 2738001, lines: [{ barcode, quantity: 1 }] })) as { orderNumber: string };
    const find = async () => (await hub.client.data<{ orders: { nodes: readonly { id: string; remoteOrderId: string; status: string }[] } }>('{ orders(first: 20) { nodes { id remoteOrderId status } } }')).orders.nodes.find((order) => order.remoteOrderId === orderNumber);
    const order = await eventually(find, (found) => found !== undefined, 40_000);
    const { orderAccept } = await hub.client.data<{ orderAccept: { userErrors: readonly unknown[] } }>('mutation ($input: OrderAcceptInput!) { orderAccept(input: $input) { operation { id } userErrors { code message } } }', { input: { orderId: order?.id } });
    expect(orderAccept.userErrors).toEqual([]);
    await eventually(find, (found) => found?.status === 'ACCEPTED', 40_000);
  }, 120_000);
});

describe('a package', () => {
  it('is split through the hub in two, and its stock is held once', async () => {
    const { sku, barcode } = variantAt(4);
    await setStock(sku, 8);
    await eventually(() => variantOf(sku), allPublished(8), 15_000);
    const { orderNumber } = (await sandboxControl(hub.sandboxes.trendyol).post('/orders', { sellerId: 2738001, lines: [{ barcode, quantity: 3 }] })) as { orderNumber: string };
    interface Split { readonly id: string; readonly remoteOrderId: string; readonly packages: readonly { readonly remotePackageId: string; readonly status: string; readonly lines: readonly { readonly remoteLineId: string; readonly quantity: number }[] }[] }
    const find = async () => (await hub.client.data<{ orders: { nodes: readonly Split[] } }>('{ orders(first: 20) { nodes { id remoteOrderId packages { remotePackageId status lines { remoteLineId quantity } } } } }')).orders.nodes.find((order) => order.remoteOrderId === orderNumber);
    const [parent] = (await eventually(find, (found) => found !== undefined, 10_000))!.packages;
    const input = { orderId: (await find())?.id, packageId: parent?.remotePackageId, lines: [{ lineId: parent?.lines[0]?.remoteLineId, quantity: 1 }] };
    const { orderSplit } = await hub.client.data<{ orderSplit: { operation: { id: string }; userErrors: readonly unknown[] } }>('mutation ($input: OrderSplitInput!) { orderSplit(input: $input) { operation { id } userErrors { code message } } }', { input });
    expect(orderSplit.userErrors).toEqual([]);
    const state = async () => (await hub.client.data<{ operation: { state: string } }>('query ($id: ID!) { operation(id: $id) { state } }', { id: orderSplit.operation.id })).operation.state;
    await eventually(state, (now) => now === 'DONE', 20_000);
    const after = await eventually(find, (found) => found?.packages.length === 3, 10_000);
    expect(after?.packages.map(({ status, lines }) => [status, lines[0]?.quantity]).sort()).toEqual([['CREATED', 1], ['CREATED', 2], ['SPLIT', 3]]);
    expect((await variantOf(sku)).stock).toEqual({ onHand: 8, reserved: 3, available: 5 });
  }, 60_000);
});

describe('an explanation', () => {
  const EXPLAINED = '{ code cause remedy turn language }';
  /** What browsers in these languages send; the last one sends nothing. */
  const callers = [['tr-TR,tr;q=0.9,en;q=0.8', 'tr'], ['ru', 'ru'], ['de-DE,de;q=0.9', 'en'], [undefined, 'en']] as const;
  const clientIn = (language: string | undefined) => graphqlClient({ url: hub.url, key: hub.key, ...(language !== undefined && { language }) });

  it("of a refused quantity is in the caller's language, beside the marketplace's own words", async () => {
    const { sku } = variantAt(9);
    await setStock(sku, 30_000);
    type Refused = { readonly listings: readonly { readonly marketplace: string; readonly quantity: { readonly issue: { readonly code: string; readonly message: string; readonly explanation: unknown } | null } }[] };
    const find = async (client = hub.client) => (await client.data<{ variant: Refused }>(`query ($sku: String!) { variant(sku: $sku) { listings { marketplace quantity { issue { code message explanation ${EXPLAINED} } } } } }`, { sku })).variant.listings.find(({ marketplace }) => marketplace === 'TRENDYOL')?.quantity.issue;
    await eventually(find, (issue) => issue?.code === 'QUANTITY_REFUSED', 40_000);
    for (const [header, language] of callers) {
      const client = clientIn(header);
      const issue = await find(client);
      await client.close();
      expect(issue?.explanation).toEqual(explain('QUANTITY_REFUSED', language));
      expect(issue?.message).toContain('30000');
    }
    await setStock(sku, 5);
  }, 120_000);

  it("of an order's status is in the language of whoever watches, each watcher in its own", async () => {
    const { sku, barcode } = variantAt(10);
    const after = await placeInLog(sku);
    const { orderNumber } = (await sandboxControl(hub.sandboxes.trendyol).post('/orders', { sellerId: 2738001, lines: [{ barcode, quantity: 1 }] })) as { orderNumber: string };
    type Seen = { readonly orderChanged: { readonly order: { readonly remoteOrderId: string; readonly status: 'CREATED'; readonly statusExplanation: unknown; readonly packages: readonly { readonly statusExplanation: unknown }[] } | null } };
    const SEEN = `subscription ($after: String) { orderChanged(after: $after) { order { remoteOrderId status statusExplanation ${EXPLAINED} packages { statusExplanation ${EXPLAINED} } } } }`;
    const seenIn = async (header: string | undefined) => {
      const client = clientIn(header);
      for await (const { orderChanged } of client.subscribe<Seen>(SEEN, { after })) {
        if (orderChanged.order?.remoteOrderId !== orderNumber) continue;
        await client.close();
        return orderChanged.order;
      }
      throw new Error('the subscription ended before the order came');
    };
    const orders = await Promise.all(callers.map(([header]) => seenIn(header)));
    for (const [index, [, language]] of callers.entries()) {
      const explanation = explain('CREATED', language, 'ORDER_STATUS');
      expect(orders[index]).toMatchObject({ status: 'CREATED', statusExplanation: explanation, packages: [{ statusExplanation: explanation }] });
    }
  }, 120_000);
});

describe('bad input', () => {
  const priceSet = async (items: readonly unknown[]) =>
    (await hub.client.data<{ priceSet: { operation: unknown; userErrors: readonly { code: string; field: readonly string[]; itemRef: string | null }[] } }>('mutation ($input: PriceSetInput!) { priceSet(input: $input) { operation { id total } userErrors { code field itemRef message } } }', { input: { items } })).priceSet;
  const price = (amount: string, currency = 'TRY') => ({ amount, currency });

  it('is refused item by item, and the good items of the batch go through', async () => {
    const { sku } = variantAt(4);
    const { operation, userErrors } = await priceSet([
      { sku, price: price('99.90') },
      { sku: 'YOK-0001', price: price('10.00') },
      { sku: variantAt(5).sku, price: price('10.00', 'USD') },
    ]);
    expect(operation).not.toBeNull();
    expect(userErrors.map(({ code, itemRef }) => [code, itemRef])).toEqual(expect.arrayContaining([['UNKNOWN_SKU', 'YOK-0001'], ['WRONG_CURRENCY', variantAt(5).sku]]));
    expect(userErrors.every(({ field }) => field[0] === 'input' && field[1] === 'items')).toBe(true);
  });

  it('of more than 10,000 items is refused as a whole', async () => {
    const { operation, userErrors } = await priceSet(Array.from({ length: 10_001 }, (_, i) => ({ sku: `SKU-${i}`, price: price('1.00') })));
    expect(operation).toBeNull();
    expect(userErrors.map(({ code }) => code)).toEqual(['TOO_MANY_ITEMS']);
  });

  it('of a stale expectedOnHand or a negative stock changes nothing', async () => {
    const { sku } = variantAt(6);
    const before = (await variantOf(sku)).stock;
    const { stockSet } = await hub.client.data<{ stockSet: { userErrors: readonly { code: string }[] } }>('mutation ($input: StockSetInput!) { stockSet(input: $input) { userErrors { code message field } } }', {
      input: { items: [{ sku, onHand: 3, expectedOnHand: before.onHand + 1 }, { sku: variantAt(7).sku, onHand: -1 }] },
    });
    expect(stockSet.userErrors.map(({ code }) => code).toSorted()).toEqual(['NEGATIVE_STOCK', 'STALE_ON_HAND']);
    expect((await variantOf(sku)).stock).toEqual(before);
  });

  it('under a used idempotency key is refused, and the same call again has one effect', async () => {
    const { sku } = variantAt(8);
    const { onHand } = (await variantOf(sku)).stock;
    const adjust = async (delta: number) =>
      (await hub.client.data<{ stockAdjust: { operation: { id: string } | null; userErrors: readonly { code: string }[] } }>('mutation ($input: StockAdjustInput!) { stockAdjust(input: $input) { operation { id } userErrors { code } } }', { input: { items: [{ sku, delta }], idempotencyKey: 'once' } })).stockAdjust;
    const answers = await Promise.all(Array.from({ length: 10 }, () => adjust(3)));
    expect(new Set(answers.map(({ operation }) => operation?.id)).size).toBe(1);
    expect((await variantOf(sku)).stock.onHand).toBe(onHand + 3);
    expect((await adjust(4)).userErrors.map(({ code }) => code)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('without a key, or with a made-up one, is 401, over HTTP and WebSocket', async () => {
    const stranger = graphqlClient({ url: hub.url, key: 'hub_nobody_nothing' });
    expect(await stranger.ask('{ stores { nodes { id } } }')).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    await expect(stranger.subscribe('subscription { orderChanged { cursor } }').next()).rejects.toBeDefined();
    await stranger.close();
  });

  it('sent as a forged webhook is refused and stores nothing', async () => {
    const { stores } = await hub.client.data<{ stores: { nodes: readonly { id: string; marketplace: string }[] } }>('{ stores { nodes { id marketplace } } }');
    const store = stores.nodes.find(({ marketplace }) => marketplace === 'TRENDYOL');
    const origin = new URL(hub.url).origin;
    const forged = await fetch(`${origin}/webhooks/ty/${store?.id}`, { method: 'POST', headers: { 'x-api-key': 'guessed', 'content-type': 'application/json' }, body: '{"content":[]}' });
    expect(forged.status).toBe(401);
    const unknown = await fetch(`${origin}/webhooks/ty/sto_000000000000000000000000`, { method: 'POST', body: '{}' });
    expect(unknown.status).toBe(404);
  });
});
