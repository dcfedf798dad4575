import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PackageAction, RemoteOrder } from '../../sync/connector/contract.js';
import { SELLER, startSandbox, type RunningSandbox } from '../testing/running-sandbox.js';
import { scriptedContext } from '../testing/scripted-context.js';
import { toOrderStatus } from './order-status.js';
import { orders } from './orders.js';

const SINCE = new Date('2026-11-20T00:00:00Z');

/** As getOrders answers it, with invented data. */
function wireOrder(change: object = {}): Record<string, unknown> {
  return {
    orderId: '11-00001-00002',
    legacyOrderId: '110000000001-20000000002',
    creationDate: '2026-11-20T09:15:22.000Z',
    lastModifiedDate: '2026-11-20T09:16:40.000Z',
    orderFulfillmentStatus: 'NOT_STARTED',
    orderPaymentStatus: 'PAID',
    buyer: { username: 'ornek_alici' },
    pricingSummary: { total: { value: '34.70', currency: 'EUR' }, deliveryCost: { value: '4.90', currency: 'EUR' } },
    cancelStatus: { cancelState: 'NONE_REQUESTED', cancelRequests: [] },
    paymentSummary: { payments: [], refunds: [] },
    fulfillmentStartInstructions: [{ shippingStep: { shipTo: { fullName: 'Ornek Alici', contactAddress: { addressLine1: 'Musterweg 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' }, primaryPhone: { phoneNumber: '5550001122' } }, shippingServiceCode: 'DE_Paket' } }],
    fulfillmentHrefs: [],
    lineItems: [
      { lineItemId: '10000000000001', legacyItemId: '110000000001', sku: 'KUPA-MAVI-01', title: 'Keramiktasse blau', quantity: 2, lineItemCost: { value: '29.80', currency: 'EUR' }, discountedLineItemCost: { value: '26.80', currency: 'EUR' }, lineItemFulfillmentStatus: 'NOT_STARTED', lineItemFulfillmentInstructions: { shipByDate: '2026-11-23T22:59:59.000Z' } },
    ],
    ...change,
  };
}

async function read(...rows: unknown[]) {
  const { context } = scriptedContext(() => ({ body: { total: rows.length, orders: rows } }));
  return orders.changedSince(context, SINCE, null);
}

describe('an order of eBay', () => {
  it('is read with amounts per unit, buyer and address', async () => {
    const { items } = await read(wireOrder());
    expect(items).toEqual([
      {
        remoteOrderId: '11-00001-00002',
        orderedAt: new Date('2026-11-20T09:15:22.000Z'),
        currency: 'EUR',
        buyer: { name: 'Ornek Alici', email: null, phone: '5550001122', taxId: null, shippingAddress: { fullName: 'Ornek Alici', line: 'Musterweg 1', district: null, city: 'Berlin', postalCode: '10115', countryCode: 'DE' }, invoiceAddress: null },
        buyerIds: ['ornek_alici'],
        packages: [
          {
            remotePackageId: '11-00001-00002',
            status: 'CREATED',
            remoteStatus: 'NOT_STARTED, PAID',
            remoteRevision: Date.parse('2026-11-20T09:16:40.000Z'),
            trackingNumber: null,
            carrier: null,
            shipByAt: new Date('2026-11-23T22:59:59.000Z'),
            originPackageIds: [],
            lines: [{ remoteLineId: '10000000000001', remoteKey: 'KUPA-MAVI-01', sellerSku: 'KUPA-MAVI-01', title: 'Keramiktasse blau', quantity: 2, unitPriceMinor: 1_490, unitDiscountMinor: 150, vatRatePercent: null, status: 'CREATED', remoteStatus: 'NOT_STARTED' }],
          },
        ],
        extra: { legacyOrderId: '110000000001-20000000002', paymentStatus: 'PAID', cancelState: 'NONE_REQUESTED', shippingService: 'DE_Paket', deliveryCost: '4.90', total: '34.70' },
      },
    ] satisfies RemoteOrder[]);
  });

  it('keeps nothing personal beside the buyer', async () => {
    const { items } = await read(wireOrder());
    const { buyer: _buyer, buyerIds: _ids, ...rest } = items[0] ?? {};
    for (const personal of ['ornek_alici', 'Ornek Alici', 'Musterweg', '5550001122']) expect(JSON.stringify(rest)).not.toContain(personal);
  });

  it.each<[string, object, string]>([
    ['waits for its payment', { orderPaymentStatus: 'PENDING' }, 'AWAITING_PAYMENT'],
    ['is paid', {}, 'CREATED'],
    ['is paid and partly refunded', { orderPaymentStatus: 'PARTIALLY_REFUNDED' }, 'CREATED'],
    ['has left in part', { orderFulfillmentStatus: 'IN_PROGRESS' }, 'ACCEPTED'],
    ['has left', { orderFulfillmentStatus: 'FULFILLED' }, 'SHIPPED'],
    ['is cancelled', { cancelStatus: { cancelState: 'CANCELED' } }, 'CANCELLED'],
    ['could not be paid', { orderPaymentStatus: 'FAILED' }, 'CANCELLED'],
    ['was refunded before it left', { orderPaymentStatus: 'FULLY_REFUNDED' }, 'CANCELLED'],
    ['was refunded after it left', { orderPaymentStatus: 'FULLY_REFUNDED', orderFulfillmentStatus: 'FULFILLED' }, 'SHIPPED'],
    ['is asked to be cancelled', { cancelStatus: { cancelState: 'IN_PROGRESS' } }, 'CREATED'],
    ['has a word nobody knows for its shipping', { orderFulfillmentStatus: 'BEAMED' }, 'UNKNOWN'],
    ['has a word nobody knows for its payment', { orderPaymentStatus: 'OWED' }, 'UNKNOWN'],
    ['has a word nobody knows for its cancelling', { cancelStatus: { cancelState: 'PERHAPS' } }, 'UNKNOWN'],
  ])('that %s is told apart', async (_name, change, status) => {
    const { items } = await read(wireOrder(change));
    expect(items[0]?.packages[0]?.status).toBe(status);
  });

  it('keeps the words of eBay beside an unknown state', () => {
    expect(toOrderStatus({ fulfillment: 'BEAMED', payment: 'PAID', cancel: 'NONE_REQUESTED' })).toBe('UNKNOWN');
  });

  it('is read with numbers where text was, and text where numbers were', async () => {
    const line = { lineItemId: 10_000_000_000_001, quantity: '2', sku: 4711, title: 'x', lineItemCost: { value: 29.8, currency: 'EUR' } };
    const { items } = await read(wireOrder({ lineItems: [line] }));
    expect(items[0]?.packages[0]?.lines).toMatchObject([{ remoteLineId: '10000000000001', remoteKey: '4711', quantity: 2, unitPriceMinor: 1_490 }]);
  });

  it('that cannot be read is handed on as it came, and holds up no other', async () => {
    const { items, unreadable } = await read(wireOrder(), wireOrder({ lineItems: 'none' }), wireOrder({ orderId: '11-00001-00003', creationDate: 1_700_000_000 }));
    expect(items.map(({ remoteOrderId }) => remoteOrderId)).toEqual(['11-00001-00002']);
    expect(unreadable?.map(({ text }) => (JSON.parse(text) as { orderId: string }).orderId)).toEqual(['11-00001-00002', '11-00001-00003']);
  });

  it('named twice in a page is told once', async () => {
    expect((await read(wireOrder(), wireOrder())).items).toHaveLength(1);
  });
});

describe('paging through orders', () => {
  it('ends in trouble that shows when the next page is the same one for ever, with what was read kept', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => wireOrder({ orderId: `11-00001-${String(i).padStart(5, '0')}` }));
    const { context, requests } = scriptedContext(() => ({ body: { total: 1_000, next: 'https://api.ebay.invalid/same', orders: rows } }));
    const { items, next } = await orders.changedSince(context, SINCE, null);
    expect(items).toHaveLength(200);
    await expect(orders.changedSince(context, SINCE, next)).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'REFUSED', message: expect.stringContaining('page before') });
    expect(requests).toHaveLength(2);
  });

  it('begins each page before the end of the last, since the set moves meanwhile', async () => {
    const { context, requests } = scriptedContext(({ path }) => ({ body: { total: 300, orders: Array.from({ length: 200 }, () => wireOrder({ title: path })) } }));
    const { next } = await orders.changedSince(context, SINCE, null);
    expect(next).toMatch(/^180 /);
    await orders.changedSince(context, SINCE, next);
    expect(requests.at(-1)?.path).toContain('offset=180');
    expect(decodeURIComponent(requests.at(-1)?.path ?? '')).toContain('filter=lastmodifieddate:[2026-11-20T00:00:00.000Z..]');
  });

  it('ends at a page without orders, whatever the total says', async () => {
    const { context } = scriptedContext(() => ({ body: { total: '99999', orders: [] } }));
    expect(await orders.changedSince(context, SINCE, null)).toEqual({ items: [], unreadable: [], next: null });
  });

  it('never asks for the future, nor further back than eBay answers', async () => {
    const { context, requests } = scriptedContext(() => ({ body: { orders: [] } }));
    await orders.changedSince(context, new Date('2030-01-01T00:00:00Z'), null);
    await orders.changedSince(context, new Date('2001-01-01T00:00:00Z'), null);
    expect(requests.map(({ path }) => /lastmodifieddate:\[([^.]+)/.exec(decodeURIComponent(path))?.[1])).toEqual(['2026-11-22T12:00:00', '2024-11-23T12:00:00']);
  });
});

describe('acting on orders', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.control('POST', '/products', { seller: SELLER.username, items: [{ sku: 'A' }, { sku: 'B' }] });
  });
  afterAll(() => sandbox.stop());

  async function buy(...lines: { sku: string; quantity: number }[]): Promise<PackageAction> {
    const order = await sandbox.control<{ orderId: string; lines: { lineItemId: string; quantity: number }[] }>('POST', '/orders', { seller: SELLER.username, lines });
    return { remoteOrderId: order.orderId, remotePackageId: order.orderId, packageStatus: 'CREATED', lines: order.lines.map(({ lineItemId, quantity }) => ({ remoteLineId: lineItemId, quantity })), parameters: {} };
  }
  const packageOf = async ({ remoteOrderId }: PackageAction) => (await orders.byNumber(sandbox.context, remoteOrderId))?.packages[0];

  it('ships lines one by one, with a tracking number stripped of what eBay does not take', async () => {
    const action = await buy({ sku: 'A', quantity: 1 }, { sku: 'B', quantity: 2 });
    await expect(orders.ship(sandbox.context, { ...action, lines: action.lines.slice(0, 1), parameters: { trackingNumber: 'TR 000-111-222', carrier: 'DHL' } })).resolves.toEqual({ kind: 'APPLIED' });
    expect(await packageOf(action)).toMatchObject({ status: 'ACCEPTED', trackingNumber: 'TR000111222', lines: [{ status: 'SHIPPED' }, { status: 'ACCEPTED' }] });
    await orders.ship(sandbox.context, { ...action, lines: action.lines.slice(1) });
    expect((await packageOf(action))?.status).toBe('SHIPPED');
  });

  it('refuses a tracking number eBay would refuse, and shipping twice', async () => {
    const action = await buy({ sku: 'A', quantity: 1 });
    expect(await orders.ship(sandbox.context, { ...action, parameters: { trackingNumber: 'TR#1' } })).toMatchObject({ kind: 'REFUSED', issue: { code: 'TRACKING_REFUSED' } });
    await orders.ship(sandbox.context, action);
    expect(await orders.ship(sandbox.context, action)).toMatchObject({ kind: 'REFUSED', issue: { code: 'ACTION_REFUSED' } });
  });

  it('cancels whole orders only, and says what to do instead', async () => {
    const action = await buy({ sku: 'A', quantity: 1 }, { sku: 'B', quantity: 2 });
    expect(await orders.cancelLines(sandbox.context, { ...action, lines: action.lines.slice(0, 1) })).toMatchObject({ kind: 'REFUSED', issue: { code: 'WHOLE_ORDER_ONLY', message: expect.stringContaining('refund') } });
    expect(await orders.cancelLines(sandbox.context, action)).toEqual({ kind: 'APPLIED' });
    expect((await packageOf(action))?.status).toBe('CANCELLED');
    expect(await orders.cancelLines(sandbox.context, action)).toMatchObject({ kind: 'REFUSED', issue: { message: expect.stringContaining('already') } });
  });

  it.each([['OUT_OF_STOCK', 'OUT_OF_STOCK_OR_CANNOT_FULFILL'], ['BUYER_ASKED', 'BUYER_ASKED_CANCEL'], ['ADDRESS', 'ADDRESS_ISSUES'], ['WRONG_PRICE', 'OUT_OF_STOCK_OR_CANNOT_FULFILL']] as const)('is told %s as %s', async (reason, cancelReason) => {
    const action = await buy({ sku: 'A', quantity: 1 });
    await orders.cancelLines(sandbox.context, { ...action, parameters: { reason } });
    expect(await sandbox.control('GET', `/orders/${action.remoteOrderId}`)).toMatchObject({ cancels: [{ initiator: 'SELLER', reason: cancelReason }] });
    expect(orders.cancelReasons[reason]).toEqual({ remoteCode: cancelReason, isExact: reason !== 'WRONG_PRICE' });
  });

  describe('whose cancellation eBay takes its time with', () => {
    const cancelsOf = async (orderId: string) => (await sandbox.control<{ cancels: { cancelId: string; initiator: string; state: string }[] }>('GET', `/orders/${orderId}`)).cancels;
    const setDelay = (cancelDelayMs: number) => sandbox.control('PUT', '/settings', { cancelDelayMs });
    beforeEach(() => setDelay(3_600_000));
    afterEach(() => setDelay(0));

    it('is followed until it is carried out, and asked for once', async () => {
      const action = await buy({ sku: 'A', quantity: 1 });
      const taken = await orders.cancelLines(sandbox.context, action);
      const [cancel] = await cancelsOf(action.remoteOrderId);
      expect(taken).toEqual({ kind: 'TAKEN', receipt: cancel?.cancelId });
      expect([(await packageOf(action))?.status, (await orders.byNumber(sandbox.context, action.remoteOrderId))?.extra['cancelState']]).toEqual(['CREATED', 'IN_PROGRESS']);
      expect(await orders.followUp!(sandbox.context, cancel?.cancelId ?? '')).toEqual({ kind: 'PENDING' });
      expect(await orders.cancelLines(sandbox.context, action)).toEqual(taken);
      expect(await cancelsOf(action.remoteOrderId)).toHaveLength(1);
      await sandbox.control('POST', '/clock', { advanceMs: 3_600_001 });
      expect(await orders.followUp!(sandbox.context, cancel?.cancelId ?? '')).toEqual({ kind: 'DONE' });
      expect((await packageOf(action))?.status).toBe('CANCELLED');
    });

    it('is told as refused when it comes to nothing', async () => {
      const action = await buy({ sku: 'A', quantity: 1 });
      await orders.cancelLines(sandbox.context, action);
      const [cancel] = await cancelsOf(action.remoteOrderId);
      await sandbox.control('POST', `/orders/${action.remoteOrderId}/cancels/${cancel?.cancelId ?? ''}/reject`);
      expect(await orders.followUp!(sandbox.context, cancel?.cancelId ?? '')).toMatchObject({ kind: 'REFUSED', issue: { code: 'ACTION_REFUSED', message: expect.stringContaining('rejected') } });
      expect((await packageOf(action))?.status).toBe('CREATED');
    });

    it("is the buyer's where the buyer asked for it: no other is opened beside", async () => {
      const action = await buy({ sku: 'A', quantity: 1 });
      const { cancelId } = await sandbox.control<{ cancelId: string }>('POST', `/orders/${action.remoteOrderId}/cancel-request`);
      expect(await orders.cancelLines(sandbox.context, action)).toEqual({ kind: 'TAKEN', receipt: cancelId });
      expect(await cancelsOf(action.remoteOrderId)).toMatchObject([{ cancelId, initiator: 'BUYER' }]);
    });
  });

  it('is polled with the wish of its buyer to cancel it, which the list of orders leaves out', async () => {
    const [wished, other] = [await buy({ sku: 'A', quantity: 1 }), await buy({ sku: 'B', quantity: 1 })];
    const { cancelId } = await sandbox.control<{ cancelId: string }>('POST', `/orders/${wished.remoteOrderId}/cancel-request`);
    const polled = async () => (await orders.changedSince(sandbox.context, new Date(Date.now() - 3_600_000), null)).items.filter(({ remoteOrderId }) => [wished, other].some((one) => one.remoteOrderId === remoteOrderId));
    expect((await polled()).map(({ remoteOrderId, extra }) => [remoteOrderId, extra['cancelState'], extra['cancelRequestId']]).toSorted()).toEqual([[wished.remoteOrderId, 'IN_PROGRESS', cancelId], [other.remoteOrderId, 'NONE_REQUESTED', undefined]].toSorted());
    await sandbox.control('POST', '/faults', { kind: 'status', status: 500, match: { method: 'GET', path: `/order/${wished.remoteOrderId}` } });
    expect((await polled()).find(({ remoteOrderId }) => remoteOrderId === wished.remoteOrderId)?.extra).toMatchObject({ cancelState: 'IN_PROGRESS' });
    await sandbox.control('DELETE', '/faults');
  });

  it("approves the buyer's own request to cancel instead of opening another", async () => {
    const action = await buy({ sku: 'A', quantity: 1 });
    const { cancelId } = await sandbox.control<{ cancelId: string }>('POST', `/orders/${action.remoteOrderId}/cancel-request`);
    expect((await orders.byNumber(sandbox.context, action.remoteOrderId))?.extra['cancelRequestId']).toBe(cancelId);
    await orders.cancelLines(sandbox.context, action);
    const order = await sandbox.control<{ cancels: { cancelId: string; state: string }[] }>('GET', `/orders/${action.remoteOrderId}`);
    expect(order.cancels).toMatchObject([{ cancelId, state: 'COMPLETED' }]);
  });

  it('is read for the account, of whichever site and whichever site it was bought through, in the currency of its listings', async () => {
    const at = { seller: SELLER.username };
    for (const marketplaceId of ['EBAY_DE', 'EBAY_GB']) await sandbox.control('POST', '/products', { ...at, marketplaceId, items: [{ sku: 'TWO-SITES', quantity: 9 }] });
    const place = (sites: object) => sandbox.control<{ orderId: string }>('POST', '/orders', { ...at, ...sites, lines: [{ sku: 'TWO-SITES', quantity: 1 }] }).then(({ orderId }) => orderId);
    const placed = [await place({ marketplaceId: 'EBAY_DE', purchaseMarketplaceId: 'EBAY_AT' }), await place({ marketplaceId: 'EBAY_GB' })];
    const { items } = await orders.changedSince(sandbox.context, SINCE, null);
    const read = placed.map((orderId) => items.filter(({ remoteOrderId }) => remoteOrderId === orderId).map(({ currency, packages }) => [currency, packages[0]?.lines[0]?.remoteKey]));
    expect(read).toEqual([[['EUR', 'TWO-SITES']], [['GBP', 'TWO-SITES']]]);
  });

  it('waits with an order that is not paid', async () => {
    const { orderId } = await sandbox.control<{ orderId: string }>('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'A', quantity: 1 }], isPaid: false });
    expect((await orders.byNumber(sandbox.context, orderId))?.packages[0]?.status).toBe('AWAITING_PAYMENT');
    await sandbox.control('POST', `/orders/${orderId}/pay`);
    expect((await orders.byNumber(sandbox.context, orderId))?.packages[0]?.status).toBe('CREATED');
  });
});
