import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LANGUAGES_SPOKEN } from '../../../platform/language.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { houseApi } from '../../../test/support/house-api.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

const CANCEL = 'mutation ($input: OrderCancelLinesInput!) { orderCancelLines(input: $input) { operation { id } reasonTold { remoteCode isExact explanation { code language cause remedy } } userErrors { code } } }';

describe('the reason for which lines are given up', () => {
  let suite: LaneSuite;
  let orderId: string;
  beforeAll(async () => {
    suite = await startLaneSuite({ goods: 1, worker: false });
    const { sellerId, orders } = suite.house;
    const packages = [samplePackage({ status: 'ACCEPTED', lines: [sampleLine({ quantity: 2 })] })];
    orderId = (await orders.recordOrders({ store: { sellerId, storeId: suite.storeId, marketplace: 'EBAY' }, orders: [sampleOrder({ packages })] })).orderIds[0]!;
  });
  afterAll(() => suite.stop());

  async function cancel(input: object, language?: (typeof LANGUAGES_SPOKEN)[number]): Promise<unknown> {
    const { principal, sync } = suite.house;
    const { data, errors } = await createSubgraph(sync.subgraph).local().execute({ query: CANCEL, variables: { input: { orderId, lines: [{ lineId: '1', quantity: 1 }], ...input } }, principal, correlationId: 'corr-1', ...(language === undefined ? {} : { language }) });
    expect(errors).toBeUndefined();
    return (data as { orderCancelLines: unknown }).orderCancelLines;
  }

  it('is shown as the marketplace is told it, before anything is sent', async () => {
    expect(await cancel({ reason: 'BUYER_ASKED', dryRun: true })).toEqual({ operation: null, reasonTold: { remoteCode: '2', isExact: true, explanation: null }, userErrors: [] });
  });

  it.each(LANGUAGES_SPOKEN)('that the marketplace has no code for is never silently another: it is said so in %s', async (language) => {
    const told = { remoteCode: '9', isExact: false, explanation: { code: 'CANCEL_REASON_NEAREST', language, cause: expect.stringMatching(/./), remedy: expect.stringMatching(/./) } };
    expect(await cancel({ reason: 'ADDRESS', idempotencyKey: 'once' }, language)).toEqual({ operation: { id: expect.any(String) }, reasonTold: told, userErrors: [] });
  });

  it('stands on the action it was asked with, and on no action of another kind', async () => {
    const { house } = suite;
    await cancel({ reason: 'ADDRESS', idempotencyKey: 'once' });
    const api = houseApi(house);
    await api.ask('sync', 'mutation ($input: OrderShipInput!) { orderShip(input: $input) { userErrors { code } } }', { input: { orderId, trackingNumber: 'T-1' } });
    const { order } = await api.ask<{ order: { actions: { kind: string; reasonTold: unknown }[] } }>('orders', 'query ($id: ID!) { order(id: $id) { actions { kind reasonTold { remoteCode isExact explanation { code } } } } }', { id: orderId });
    expect(order.actions).toEqual([
      { kind: 'CANCEL_LINES', reasonTold: { remoteCode: '9', isExact: false, explanation: { code: 'CANCEL_REASON_NEAREST' } } },
      { kind: 'SHIP', reasonTold: null },
    ]);
  });

  it('is told of no order that is not there', async () => {
    expect(await cancel({ orderId: 'ord_none', reason: 'OTHER' })).toMatchObject({ reasonTold: null, userErrors: [{ code: 'ORDER_NOT_FOUND' }] });
  });
});
