import { afterEach, describe, expect, it } from '@jest/globals';
import type { OrderId } from '../../../platform/ids.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

const SPLIT = 'mutation ($input: OrderSplitInput!) { orderSplit(input: $input) { order { id } operation { id kind total } userErrors { code field itemRef } } }';

describe('splitting a package through the API', () => {
  let suite: LaneSuite;
  afterEach(() => suite.stop());

  async function start(canSplit: boolean): Promise<OrderId> {
    suite = await startLaneSuite({ goods: 1, worker: false, canSplit });
    const { sellerId, orders } = suite.house;
    const packages = [samplePackage({ status: 'ACCEPTED', lines: [sampleLine({ quantity: 2 })] })];
    const { orderIds } = await orders.recordOrders({ store: { sellerId, storeId: suite.storeId, marketplace: 'EBAY' }, orders: [sampleOrder({ packages })] });
    return orderIds[0]!;
  }

  async function split(input: object): Promise<{ order: unknown; operation: { id: string } | null; userErrors: readonly { code: string }[] }> {
    const { principal, sync } = suite.house;
    const { data, errors } = await createSubgraph(sync.subgraph).local().execute({ query: SPLIT, variables: { input }, principal, correlationId: 'corr-1' });
    expect(errors).toBeUndefined();
    return (data as { orderSplit: Awaited<ReturnType<typeof split>> }).orderSplit;
  }

  const half = (orderId: OrderId) => ({ orderId, packageId: 'P1', lines: [{ lineId: '1', quantity: 1 }] });
  const actionsOf = async (orderId: OrderId) => (await suite.house.orders.findOrder({ sellerId: suite.house.sellerId, orderId }))?.actions;

  it('is refused with UNSUPPORTED where the marketplace cannot, and begins nothing', async () => {
    const orderId = await start(false);
    expect(await split(half(orderId))).toEqual({ order: null, operation: null, userErrors: [{ code: 'UNSUPPORTED', field: ['input', 'orderId'], itemRef: orderId }] });
    expect(await actionsOf(orderId)).toEqual([]);
  });

  it('begins one operation for calls with one key, and writes nothing in a dry run', async () => {
    const orderId = await start(true);
    expect(await split({ ...half(orderId), dryRun: true })).toEqual({ order: { id: orderId }, operation: null, userErrors: [] });
    expect(await actionsOf(orderId)).toEqual([]);
    const first = await split({ ...half(orderId), idempotencyKey: 'halves' });
    expect(first).toMatchObject({ order: { id: orderId }, operation: { kind: 'ORDER_SPLIT', total: 1 }, userErrors: [] });
    expect((await split({ ...half(orderId), idempotencyKey: 'halves' })).operation?.id).toBe(first.operation?.id);
    expect(await actionsOf(orderId)).toMatchObject([{ kind: 'SPLIT', remotePackageId: 'P1', state: 'QUEUED', lines: [{ remoteLineId: '1', quantity: 1 }] }]);
  });

  it('says in a dry run that something must stay in the package', async () => {
    const orderId = await start(true);
    const whole = { ...half(orderId), lines: [{ lineId: '1', quantity: 2 }], dryRun: true };
    expect((await split(whole)).userErrors.map(({ code }) => code)).toEqual(['NOTHING_STAYS']);
  });

  it('is refused with ORDER_NOT_FOUND for an order that is not there', async () => {
    await start(true);
    expect((await split(half('ord_none' as OrderId))).userErrors.map(({ code }) => code)).toEqual(['ORDER_NOT_FOUND']);
  });
});
