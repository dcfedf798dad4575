import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SellerId } from '../../../platform/ids.js';
import { createTrendyolConnector } from '../index.js';
import { SELLER, type TestShop } from '../sandbox/test-shop.js';
import { startSubgraphOverShop, STORE, type SubgraphOverShop } from './testing/subgraph-over-shop.js';

const REPORT = 'mutation ($input: TrendyolDeliveryReportInput!) { trendyolDeliveryReport(input: $input) { isReported preview userErrors { code field itemRef retryable } } }';
const PATHS = { DELIVERED: 'manual-deliver', RETURNED: 'manual-return' } as const;

interface Sent {
  readonly orderNumber: string;
  readonly packageId: string;
}

describe('a Trendyol package that the seller delivers', () => {
  const { orders } = createTrendyolConnector();
  let over: SubgraphOverShop;
  let shop: TestShop;

  beforeAll(async () => {
    over = await startSubgraphOverShop();
    ({ shop } = over);
    await shop.seed([{ barcode: 'RED-M', stockCode: 'STK-RED-M', quantity: 1_000, salePrice: 100, listPrice: 120 }]);
  });
  afterAll(() => over.stop());

  const report = async (packageId: string, outcome: keyof typeof PATHS, more: object = {}) => {
    const { data, codes } = await over.ask(REPORT, { input: { storeId: STORE, packageId, outcome, ...more } });
    expect(codes).toEqual([]);
    return data!['trendyolDeliveryReport'];
  };
  const read = async (orderNumber: string) => (await orders.byNumber(over.context, orderNumber))!.packages[0]!;
  const statusOf = async ({ orderNumber }: Sent) => (await read(orderNumber)).status;
  const sent = async ({ packageId }: Sent, outcome: keyof typeof PATHS) => (await shop.control<{ requests: unknown[] }>('GET', `/requests?path=/${packageId}/${PATHS[outcome]}&limit=1000`)).requests.length;
  const fault = (kind: string, outcome: keyof typeof PATHS) => shop.control('POST', '/faults', { kind, match: { path: `/${PATHS[outcome]}` }, times: 1 });
  const ordered = async (): Promise<Sent> => {
    const { orderNumber } = await shop.control<{ orderNumber: string }>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ barcode: 'RED-M', quantity: 1 }] });
    return { orderNumber, packageId: (await read(orderNumber)).remotePackageId };
  };
  const shipped = async (): Promise<Sent> => {
    const one = await ordered();
    const { status, lines } = await read(one.orderNumber);
    const action = { remoteOrderId: one.orderNumber, remotePackageId: one.packageId, packageStatus: status, lines: lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity })), parameters: { trackingNumber: 'https://kurye.example/1' } };
    expect(await orders.ship(over.context, action)).toEqual({ kind: 'APPLIED' });
    return one;
  };
  const done = { isReported: true, preview: null, userErrors: [] };

  it.each(['DELIVERED', 'RETURNED'] as const)('is reported %s once, however often that is said', async (outcome) => {
    const one = await shipped();
    expect([await report(one.packageId, outcome), await report(one.packageId, outcome)]).toEqual([done, done]);
    expect([await statusOf(one), await sent(one, outcome)]).toEqual([outcome, 1]);
  });

  it.each(['DELIVERED', 'RETURNED'] as const)('whose report of %s got no answer is looked at: reported where Trendyol did it', async (outcome) => {
    const one = await shipped();
    await fault('drop-after', outcome);
    expect(await report(one.packageId, outcome)).toEqual(done);
    expect(await sent(one, outcome)).toBe(1);
  });

  it('whose report never arrived is not taken for reported, and the same call again brings it there', async () => {
    const one = await shipped();
    await fault('drop-before', 'DELIVERED');
    expect(await report(one.packageId, 'DELIVERED')).toMatchObject({ isReported: false, userErrors: [{ retryable: true }] });
    expect(await statusOf(one)).toBe('SHIPPED');
    expect(await report(one.packageId, 'DELIVERED')).toEqual(done);
  });

  it('shows in a dry run what would be sent, and sends nothing', async () => {
    const one = await shipped();
    expect(await report(one.packageId, 'DELIVERED', { dryRun: true })).toEqual({ isReported: false, preview: { method: 'PUT', path: `/order/sellers/${SELLER.sellerId}/shipment-packages/${one.packageId}/manual-deliver`, body: null }, userErrors: [] });
    expect(await sent(one, 'DELIVERED')).toBe(0);
  });

  it("cannot be reported on before it is shipped, after it ended otherwise, where Trendyol's carrier has it, nor under another id", async () => {
    const [waiting, back, carried] = [await ordered(), await shipped(), await ordered()];
    await report(back.packageId, 'RETURNED');
    await shop.control('POST', `/orders/${carried.orderNumber}/ship`);
    const refusals = [];
    for (const packageId of [waiting.packageId, back.packageId, carried.packageId, '1']) refusals.push(await report(packageId, 'DELIVERED'));
    expect(refusals).toMatchObject([
      { isReported: false, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED', field: ['input', 'packageId'], itemRef: waiting.packageId }] },
      { isReported: false, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED' }] },
      { isReported: false, userErrors: [{ code: 'ACTION_REFUSED', retryable: false }] },
      { isReported: false, userErrors: [{ code: 'PACKAGE_NOT_FOUND', itemRef: '1' }] },
    ]);
    expect([await sent(waiting, 'DELIVERED'), await sent(back, 'DELIVERED'), await statusOf(carried)]).toEqual([0, 0, 'SHIPPED']);
  });

  it('asks for the scope, and knows no store of another seller', async () => {
    const input = { storeId: STORE, packageId: '1', outcome: 'DELIVERED' };
    expect((await over.ask(REPORT, { input }, { scopes: ['orders:read'] })).codes).toEqual(['FORBIDDEN']);
    expect((await over.ask(REPORT, { input }, { sellerId: 'sel_2' as SellerId })).codes).toEqual(['NOT_FOUND']);
  });
});
