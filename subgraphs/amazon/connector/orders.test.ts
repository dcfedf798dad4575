import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { PackageAction, RemoteOrder } from '../../sync/connector/contract.js';
import { createMarketplaceClock } from '../../sync/connector/marketplace-clock.js';
import { createAmazonConnector } from './index.js';
import { openShop, scriptedHttp, SELLER, type Shop } from './testing/shop.js';

const { orders } = createAmazonConnector();
const MINUTE_MS = 60_000;

function actionOn(order: RemoteOrder, parameters: PackageAction['parameters'] = {}, lines?: PackageAction['lines']): PackageAction {
  const [pkg] = order.packages;
  return { remoteOrderId: order.remoteOrderId, remotePackageId: pkg!.remotePackageId, packageStatus: pkg!.status, lines: lines ?? pkg!.lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity })), parameters };
}

describe('orders of Amazon', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'ORD-1', quantity: 500, price: 249.9 }, { sku: 'ORD-2', quantity: 500, price: 10 }] });
  });
  afterEach(async () => shop.control('PUT', '/settings', { orderListLagMs: 0 }));
  afterAll(async () => shop.stop());

  const place = async (body: object = {}): Promise<string> => (await shop.control<{ orderId: string }>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ sku: 'ORD-1', quantity: 2 }], ...body })).orderId;
  const read = async (orderId: string): Promise<RemoteOrder> => (await orders.byNumber(shop.context, orderId))!;
  const changed = async (since: Date): Promise<string[]> => {
    const found: string[] = [];
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
      const page: Awaited<ReturnType<typeof orders.changedSince>> = await orders.changedSince(shop.context, since, cursor);
      found.push(...page.items.map(({ remoteOrderId }) => remoteOrderId));
      cursor = page.next;
    }
    return found;
  };
  const sandboxNow = (): Date => shop.context.now();

  it('are found by a later poll although Amazon lists them only after two minutes', async () => {
    await shop.control('PUT', '/settings', { orderListLagMs: 2 * MINUTE_MS });
    const orderId = await place();
    const polledAt = sandboxNow();
    expect(await changed(new Date(polledAt.getTime() - MINUTE_MS))).not.toContain(orderId);
    await shop.advance(3 * MINUTE_MS);
    expect(await changed(polledAt)).toContain(orderId);
  });

  it('come page by page, each once', async () => {
    const since = sandboxNow();
    const placed: string[] = [];
    for (let count = 0; count < 120; count += 1) placed.push(await place({ lines: [{ sku: 'ORD-2', quantity: 1 }] }));
    const found = await changed(since);
    expect(placed.filter((id) => found.filter((one) => one === id).length !== 1)).toEqual([]);
  });

  it('say price, discount, buyer, address and the wish for a company\'s invoice', async () => {
    const order = await read(await place({ lines: [{ sku: 'ORD-1', quantity: 2, discountMinor: 1_000 }], isCompany: true }));
    expect(order).toMatchObject({
      currency: 'TRY',
      buyer: { name: expect.stringContaining('Ltd.'), email: expect.stringContaining('@marketplace.amazon'), taxId: expect.stringMatching(/^\d{10}$/), shippingAddress: { city: expect.any(String), countryCode: 'TR' } },
      packages: [{ status: 'CREATED', remoteStatus: 'UNSHIPPED', shipByAt: expect.any(Date), lines: [{ remoteKey: 'ORD-1', quantity: 2, unitPriceMinor: 24_990, unitDiscountMinor: 500, vatRatePercent: null }] }],
      extra: { invoicePreference: 'BUSINESS', cancelRequested: false },
    });
  });

  it('keep every personal field out of what is stored unsealed', async () => {
    const { extra, buyer } = await read(await place({ isCompany: true }));
    for (const personal of [buyer.name, buyer.email, buyer.phone, buyer.taxId, buyer.shippingAddress?.line]) expect(JSON.stringify(extra)).not.toContain(personal);
  });

  it('stand without a buyer where the application lacks the role', async () => {
    await shop.control('POST', '/sellers', { ...SELLER, seesBuyers: false });
    const order = await read(await place());
    await shop.control('POST', '/sellers', { ...SELLER, seesBuyers: true });
    expect(order.buyer).toEqual({ name: '', email: null, phone: null, taxId: null, shippingAddress: null, invoiceAddress: null });
  });

  it('wait for payment while they are pending, and then show their price', async () => {
    const orderId = await place({ isPending: true });
    expect((await read(orderId)).packages[0]).toMatchObject({ status: 'AWAITING_PAYMENT', lines: [{ unitPriceMinor: 0 }] });
    await shop.control('POST', `/orders/${orderId}/pay`);
    expect((await read(orderId)).packages[0]).toMatchObject({ status: 'CREATED', lines: [{ unitPriceMinor: 24_990 }] });
  });

  it('are shipped parcel by parcel, and told twice change nothing', async () => {
    const orderId = await place({ lines: [{ sku: 'ORD-1', quantity: 1 }, { sku: 'ORD-2', quantity: 3 }] });
    const order = await read(orderId);
    const [first, second] = actionOn(order).lines;
    for (let time = 0; time < 2; time += 1) expect(await orders.ship(shop.context, actionOn(order, { trackingNumber: 'TR-1', carrier: 'Yurtiçi Kargo' }, [first!]))).toEqual({ kind: 'APPLIED' });
    expect((await read(orderId)).packages[0]).toMatchObject({ status: 'CREATED', remoteStatus: 'PARTIALLY_SHIPPED', lines: [{ status: 'SHIPPED' }, { status: 'CREATED' }] });
    expect(await orders.ship(shop.context, actionOn(order, { trackingNumber: 'TR-2', carrier: 'UPS' }, [second!]))).toEqual({ kind: 'APPLIED' });
    const shipped = await read(orderId);
    expect(shipped.packages[0]).toMatchObject({ status: 'SHIPPED', trackingNumber: 'TR-2', carrier: 'UPS' });
    expect(shipped.extra['packages']).toMatchObject([{ trackingNumber: 'TR-1', carrier: 'Yurtiçi Kargo' }, { trackingNumber: 'TR-2' }]);
    await shop.control('POST', `/orders/${orderId}/deliver`);
    const [delivered] = (await read(orderId)).packages;
    expect(delivered).toMatchObject({ status: 'DELIVERED', deliveredAt: new Date(delivered!.remoteRevision) });
  });

  it.each([10, -10])("are shipped by Amazon's own time, though ours is ahead of it by %i minutes", async (minutes) => {
    const ours = { now: () => new Date(sandboxNow().getTime() + minutes * MINUTE_MS) };
    const amazons = createMarketplaceClock(ours);
    const context = { ...shop.context, now: () => ours.now(), marketplaceNow: () => amazons.now(), http: amazons.listening(shop.context.http) };
    const order = await read(await place());
    expect(await orders.ship(context, actionOn(order, { trackingNumber: 'TR-CLOCK', carrier: 'UPS' }))).toEqual({ kind: 'APPLIED' });
    expect(await read(order.remoteOrderId)).toMatchObject({ packages: [{ status: 'SHIPPED' }] });
  });

  it('are not shipped without a tracking number, nor more of a line than was ordered', async () => {
    const order = await read(await place());
    expect(await orders.ship(shop.context, actionOn(order))).toMatchObject({ kind: 'REFUSED', issue: { code: 'TRACKING_REQUIRED' } });
    const [line] = actionOn(order).lines;
    expect(await orders.ship(shop.context, actionOn(order, { trackingNumber: 'TR-9', carrier: 'PTT' }, [{ ...line!, quantity: 3 }]))).toMatchObject({ kind: 'REFUSED', issue: { code: 'ACTION_REFUSED' } });
  });

  it('lose whole lines by a feed, which only the order tells of', async () => {
    const orderId = await place({ lines: [{ sku: 'ORD-1', quantity: 2 }, { sku: 'ORD-2', quantity: 1 }] });
    const order = await read(orderId);
    const [line] = actionOn(order).lines;
    expect(await orders.cancelLines(shop.context, actionOn(order, { reason: 'OUT_OF_STOCK' }, [{ ...line!, quantity: 1 }]))).toMatchObject({ kind: 'REFUSED', issue: { code: 'WHOLE_LINES_ONLY' } });
    expect(await orders.cancelLines(shop.context, actionOn(order, { reason: 'OUT_OF_STOCK' }, [line!]))).toEqual({ kind: 'TAKEN', receipt: expect.stringMatching(/^\d+$/) });
    await shop.advance(2_000);
    expect((await read(orderId)).packages[0]).toMatchObject({ status: 'CREATED', lines: [{ status: 'UNSUPPLIED', remoteStatus: 'CANCELLED' }, { status: 'CREATED' }] });
  });

  it('tell a cancel by the buyer from one by the seller, and a wish to cancel from both', async () => {
    const orderId = await place();
    await shop.control('POST', `/orders/${orderId}/cancel-request`, { reason: 'Yanlış beden' });
    expect((await read(orderId)).extra).toMatchObject({ cancelRequested: true, cancelReason: 'Yanlış beden' });
    await shop.control('POST', `/orders/${orderId}/cancel`, {});
    expect((await read(orderId)).packages[0]).toMatchObject({ status: 'CANCELLED', lines: [{ status: 'CANCELLED' }] });
  });

  it("are cancelled with the buyer's wish as the reason where the buyer has one, else with the seller's", async () => {
    const wished = await place();
    await shop.control('POST', `/orders/${wished}/cancel-request`, { reason: 'Yanlış beden' });
    const cases = [[wished, 'OUT_OF_STOCK', 'BuyerCanceled'], [await place(), 'OUT_OF_STOCK', 'NoInventory'], [await place(), 'BUYER_ASKED', 'BuyerCanceled'], [await place(), 'ADDRESS', 'ShippingAddressUndeliverable'], [await place(), 'FORCE_MAJEURE', 'GeneralAdjustment']] as const;
    for (const [orderId, reason, code] of cases) {
      expect(await orders.cancelLines(shop.context, actionOn(await read(orderId), { reason }))).toMatchObject({ kind: 'TAKEN' });
      await shop.advance(2_000);
      expect((await shop.control<{ items: { cancelReason: string }[] }>('GET', `/orders/${orderId}`)).items[0]?.cancelReason).toBe(code);
    }
  });

  it("that Amazon ships from its own warehouse take nothing of the seller's stock, and are neither shipped nor cancelled by the seller", async () => {
    const orderId = await place({ isFba: true });
    const order = await read(orderId);
    expect(order).toMatchObject({ extra: { fulfilledBy: 'AMAZON' }, packages: [{ status: 'CREATED', stockOf: 'MARKETPLACE' }] });
    expect((await read(await place())).packages[0]).not.toHaveProperty('stockOf');
    expect(await orders.ship(shop.context, actionOn(order, { trackingNumber: 'TR-F', carrier: 'PTT' }))).toMatchObject({ kind: 'REFUSED', issue: { code: 'ACTION_REFUSED', message: expect.stringContaining('fulfilled by Amazon') } });
    expect(await orders.cancelLines(shop.context, actionOn(order, { reason: 'OTHER' }))).toMatchObject({ kind: 'REFUSED', issue: { code: 'FULFILLED_BY_MARKETPLACE' } });
    await shop.control('POST', `/orders/${orderId}/ship-by-amazon`);
    expect((await read(orderId)).packages[0]).toMatchObject({ status: 'SHIPPED', stockOf: 'MARKETPLACE' });
  });

  it('of another marketplace of the same seller are refused, and never taken for ones of this store', async () => {
    const DE = 'A1PA6795UKMFR9';
    await shop.control('POST', '/sellers', { ...SELLER, marketplaceIds: ['A33AVAJ2PDY3EV', DE] });
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, marketplaceId: DE, items: [{ sku: 'ORD-1', quantity: 5, price: 10 }] });
    const orderId = await place({ marketplaceId: DE });
    await expect(orders.byNumber(shop.context, orderId)).rejects.toMatchObject({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: expect.stringContaining(DE) });
    expect(await orders.byNumber(shop.contextWith({ credentials: { marketplaceId: DE }, currency: 'EUR' }), orderId)).toMatchObject({ remoteOrderId: orderId, currency: 'EUR' });
  });

  it('are not taken for shipped when the answer is a success that carries an error, or a page of something else', async () => {
    const order = await read(await place());
    const ship = () => orders.ship(shop.context, actionOn(order, { trackingNumber: 'TR-200', carrier: 'PTT' }));
    const answer = (fault: object) => shop.control('POST', '/faults', { ...fault, match: { path: '/shipmentConfirmation' }, times: 1 });
    await answer({ kind: 'status', status: 200, body: { errors: [{ code: 'InvalidInput', message: 'The package is not known.' }] } });
    expect(await ship()).toMatchObject({ kind: 'REFUSED', issue: { code: 'ACTION_REFUSED', message: expect.stringContaining('The package is not known.') } });
    await answer({ kind: 'status', status: 200, body: { errors: [{ code: 'InternalFailure', message: 'We encountered an internal error.' }] } });
    await expect(ship()).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'UNKNOWN' });
    await answer({ kind: 'html', status: 200 });
    await expect(ship()).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'UNKNOWN' });
    expect((await read(order.remoteOrderId)).packages[0]?.status).toBe('CREATED');
    expect(await ship()).toEqual({ kind: 'APPLIED' });
  });

  it('cannot be cancelled once shipped', async () => {
    const order = await read(await place());
    await orders.ship(shop.context, actionOn(order, { trackingNumber: 'TR-S', carrier: 'PTT' }));
    expect(await orders.cancelLines(shop.context, actionOn(order, { reason: 'OTHER' }))).toMatchObject({ kind: 'REFUSED', issue: { code: 'ALREADY_SHIPPED' } });
  });
});

describe('bad answers of Amazon to orders', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(async () => shop.stop());
  const order = (change: object = {}) => ({ orderId: '405-1000001-2000002', createdTime: '2026-11-20T08:12:31Z', lastUpdatedTime: '2026-11-20T08:45:02Z', fulfillment: { fulfillmentStatus: 'UNSHIPPED' }, orderItems: [{ orderItemId: '1', quantityOrdered: 2, product: { sellerSku: 'S', price: { unitPrice: { amount: '249.90', currencyCode: 'TRY' } } } }], ...change });
  const page = (body: object) => shop.contextWith({ http: scriptedHttp(() => ({ body: JSON.stringify(body) })) });
  const changedSince = (body: object) => orders.changedSince(page(body), new Date('2026-11-20T00:00:00Z'), null);

  it('set a row aside that cannot be read, and keep the others', async () => {
    const { items, unreadable } = await changedSince({ orders: [order({ orderItems: 'many' }), order()] });
    expect([items.length, unreadable?.length, unreadable?.[0]?.text.includes('many')]).toEqual([1, 1, true]);
  });

  it('set an order in an unknown currency aside, instead of taking its amounts for others', async () => {
    const items = [{ orderItemId: '1', quantityOrdered: 1, product: { sellerSku: 'S', price: { unitPrice: { amount: '249.90', currencyCode: 'DKK' } } } }];
    const { items: read, unreadable } = await changedSince({ orders: [order({ orderItems: items }), order({ orderId: '405-1000001-2000003' })] });
    expect([read.map(({ remoteOrderId }) => remoteOrderId), unreadable?.length]).toEqual([['405-1000001-2000003'], 1]);
  });

  it('keep an unknown status beside UNKNOWN', async () => {
    const { items } = await changedSince({ orders: [order({ fulfillment: { fulfillmentStatus: 'ON_THE_MOON' } })] });
    expect(items[0]?.packages[0]).toMatchObject({ status: 'UNKNOWN', remoteStatus: 'ON_THE_MOON' });
  });

  it('read amounts and quantities that change between number and text', async () => {
    const items = [{ orderItemId: 1, quantityOrdered: '2', product: { sellerSku: 'S', price: { unitPrice: { amount: 249.9, currencyCode: 'TRY' } } } }];
    expect((await changedSince({ orders: [order({ orderItems: items })] })).items[0]?.packages[0]?.lines).toMatchObject([{ remoteLineId: '1', quantity: 2, unitPriceMinor: 24_990 }]);
  });

  it('give an order that comes twice in a page once', async () => {
    expect((await changedSince({ orders: [order(), order()] })).items).toHaveLength(1);
  });

  it('end a walk whose paging token leads in a circle', async () => {
    const circle = { orders: [order()], pagination: { nextToken: 'again' } };
    const first = await changedSince(circle);
    await expect(orders.changedSince(page(circle), new Date(), first.next)).rejects.toMatchObject({ errorClass: 'SERVER' });
  });

  it('report a page of another shape as SERVER', async () => {
    await expect(changedSince({ hello: 'world' })).rejects.toMatchObject({ errorClass: 'SERVER' });
  });
});
