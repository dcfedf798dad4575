import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PackageAction, RemoteOrder } from '../../sync/connector/contract.js';
import { createAmazonConnector } from './index.js';
import { openShop, scriptedHttp, SELLER, type Shop } from './testing/shop.js';

const connector = createAmazonConnector();

describe('what Amazon tells beside listings and orders', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ isStanding: false });
    await shop.control('PUT', '/settings', { batchDelayMs: 20 });
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'SRV-1', productType: 'SHOES', quantity: 50, price: 200 }, { sku: 'SRV-2', quantity: 50, price: 100 }] });
  });
  afterAll(async () => shop.stop());

  const shipped = async (): Promise<RemoteOrder> => {
    const { orderId } = await shop.control<{ orderId: string }>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ sku: 'SRV-1', quantity: 2 }] });
    const order = (await connector.orders.byNumber(shop.context, orderId))!;
    const [pkg] = order.packages;
    const action: PackageAction = { remoteOrderId: orderId, remotePackageId: orderId, packageStatus: 'CREATED', lines: pkg!.lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity })), parameters: { trackingNumber: `T-${orderId}`, carrier: 'Yurtiçi Kargo' } };
    expect(await connector.orders.ship(shop.context, action)).toEqual({ kind: 'APPLIED' });
    return order;
  };

  it('shows returns from a report, with the state and the word of Amazon', async () => {
    const { remoteOrderId } = await shipped();
    const { rmaId } = await shop.control<{ rmaId: string }>('POST', `/orders/${remoteOrderId}/return`, { quantity: 1 });
    const since = new Date(Date.now() - 86_400_000);
    const { items, next } = await connector.claims!.list(shop.contextWith({}), since, null);
    expect(next).toBeNull();
    expect(items).toMatchObject([{ remoteClaimId: rmaId, remoteOrderId, kind: 'RETURN', state: 'AWAITING_SELLER', status: 'Pending', lines: [{ remoteKey: 'SRV-1', quantity: 1, reason: 'CR-UNWANTED_ITEM' }] }]);
    await shop.control('POST', `/returns/${rmaId}`, { status: 'Completed' });
    expect((await connector.claims!.list(shop.contextWith({}), since, null)).items).toMatchObject([{ state: 'REFUNDED', kind: 'RETURN', remoteKind: 'StandardRefund', refund: { amountMinor: expect.any(Number), currency: expect.any(String) } }]);
  });

  it('tells an exchange as one, and adds up what the lines of a return were refunded', async () => {
    const heads = ['Order ID', 'Return request status', 'Amazon RMA ID', 'Merchant SKU', 'Resolution', 'Currency code', 'Refunded Amount'];
    const rows = [['1', 'Completed', 'R-1', 'A', 'StandardRefund', 'TRY', '10.50'], ['1', 'Completed', 'R-1', 'B', 'StandardRefund', 'TRY', '4'], ['2', 'Pending', 'R-2', 'A', 'Replacement', 'TRY', ''], ['3', 'Pending', 'R-3', 'A', '', '', 'ten']];
    const text = [heads, ...rows].map((row) => row.join('\t')).join('\r\n');
    const answers = scriptedHttp(({ path }) => ({ body: path.startsWith('/file') ? text : path.includes('/documents/') ? '{"reportDocumentId":"d2","url":"http://127.0.0.1:9/file"}' : '{"reportId":"2","processingStatus":"DONE","reportDocumentId":"d2"}' }));
    const { items } = await connector.claims!.list(shop.contextWith({ http: answers }), new Date(), 'R');
    expect(items).toMatchObject([{ refund: { amountMinor: 1_450, currency: 'TRY' }, lines: [{}, {}] }, { kind: 'EXCHANGE', remoteKind: 'Replacement', refund: null, respondBy: null }, { kind: 'RETURN', remoteKind: null, refund: null }]);
  });

  it('asks for one report when returns are asked for again soon', async () => {
    const context = shop.contextWith({});
    const created = async (): Promise<number> => (await shop.requests('/reports/2021-06-30/reports')).filter(({ method }) => method === 'POST').length;
    const before = await created();
    for (let time = 0; time < 3; time += 1) await connector.claims!.list(context, new Date(Date.now() - 86_400_000), null);
    expect(await created()).toBe(before + 1);
  });

  it('shows no returns where there are none, for which Amazon cancels the report', async () => {
    const other = 'A1NORETURNS';
    const keys = { clientId: 'amzn1.application-oa2-client.none', clientSecret: 'amzn1.oa2-cs.v1.none', refreshToken: 'Atzr|none' };
    await shop.control('POST', '/sellers', { sellerId: other, ...keys });
    const context = shop.contextWith({ credentials: keys });
    const own = { ...context, store: { ...context.store, remoteSellerId: other } };
    let page = await connector.claims!.list(own, new Date(Date.now() - 86_400_000), null);
    while (page.next !== null) page = await connector.claims!.list(own, new Date(), page.next);
    expect(page.items).toEqual([]);
  });

  it.each([
    ['HTML', '<html>\n<p>no</p>\n</html>'],
    ['other columns', 'Order\tState\n1\tPending\n'],
    ['nothing', ''],
  ])('reports a report of returns that holds %s as SERVER, and invents no return', async (_name, text) => {
    const answers = scriptedHttp(({ path }) => ({ body: path.startsWith('/file') ? text : path.includes('/documents/') ? '{"reportDocumentId":"d","url":"http://127.0.0.1:9/file"}' : '{"reportId":"1","processingStatus":"DONE","reportDocumentId":"d"}' }));
    await expect(connector.claims!.list(shop.contextWith({ http: answers }), new Date(), 'R')).rejects.toMatchObject({ errorClass: 'SERVER' });
  });

  it('reads a return in a status nobody knows as UNKNOWN, beside its word, and one of nobody knows how many as unreadable', async () => {
    const text = 'Order ID\tReturn request status\tMerchant SKU\tAmazon RMA ID\tReturn quantity\n405-1\tTeleported\tS\tR-1\t\n405-2\tPending\tS\tR-2\tmany\n\tPending\tS\t\t1\n';
    const answers = scriptedHttp(({ path }) => ({ body: path.startsWith('/file') ? text : path.includes('/documents/') ? '{"reportDocumentId":"d","url":"http://127.0.0.1:9/file"}' : '{"reportId":"1","processingStatus":"DONE","reportDocumentId":"d"}' }));
    expect((await connector.claims!.list(shop.contextWith({ http: answers }), new Date(), 'R')).items).toMatchObject([{ remoteClaimId: 'R-1', state: 'UNKNOWN', status: 'Teleported', lines: [{ quantity: 1 }] }, { remoteClaimId: 'R-2', remoteOrderId: '405-2', lines: [], unreadable: "'return quantity' cannot be read" }]);
  });

  it('reports a report that Amazon gave up as SERVER', async () => {
    const context = shop.contextWith({ http: scriptedHttp(() => ({ body: '{"reportId":"1","processingStatus":"FATAL"}' })) });
    await expect(connector.claims!.list(context, new Date(), 'R')).rejects.toMatchObject({ errorClass: 'SERVER' });
  });

  it('tells the place among the sellers of an ASIN, and leaves out a SKU it does not know', async () => {
    await shop.control('PUT', '/rivals', { sellerId: SELLER.sellerId, sku: 'SRV-1', rivals: [{ price: 189.9 }, { price: 250 }] });
    expect(await connector.buybox!.read(shop.context, ['SRV-1', 'SRV-2', 'NO-SUCH'])).toEqual([
      { remoteKey: 'SRV-1', rank: 2, priceMinor: 18_990, rivalMinor: 18_990, hasRivals: true },
      { remoteKey: 'SRV-2', rank: 1, priceMinor: 10_000, rivalMinor: null, hasRivals: false },
    ]);
  });

  it('estimates the fees of prices that are not sent yet', async () => {
    const price = { saleMinor: 20_000, listMinor: 20_000, currency: 'TRY' as const };
    expect(await connector.fees!.estimate(shop.context, [{ remoteKey: 'SRV-1', price }, { remoteKey: 'NO-SUCH', price }])).toEqual([{ remoteKey: 'SRV-1', totalMinor: 3_550, commissionPercent: 17 }]);
  });
});
