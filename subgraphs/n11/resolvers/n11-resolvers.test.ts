import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { SCOPES, type Scope } from '../../../platform/principal.js';
import { sku } from '../sandbox/testing/running-sandbox.js';
import { createN11Connector } from '../index.js';
import { openN11Shop, type AskingAs, type N11Shop } from './testing/n11-shop.js';

const FIELDS = 'stockCode product { status saleStatus rejectReason price { amount currency } listPrice { amount } quantity commissionPercent shipmentTemplate preparingDays }';

let shop: N11Shop;
beforeAll(async () => {
  shop = await openN11Shop();
  await shop.n11.control('/products/bulk', { products: Array.from({ length: 30 }, (_, i) => sku(`SHOWN-${i}`, { quantity: 7 })) });
});
afterAll(() => shop.stop());

describe('a listing on N11', () => {
  async function ask(stockCodes: readonly string[], { marketplace = 'N11', scopes = SCOPES }: { marketplace?: string; scopes?: readonly Scope[] } = {}) {
    const r = stockCodes.map((remoteKey) => ({ __typename: 'Listing', id: `lst_${remoteKey}`, marketplace, remoteKey, remoteIds: [], store: { id: shop.storeId } }));
    const { data, errors } = await shop.ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on Listing { n11 { ${FIELDS} } } } }`, { r }, { scopes });
    return { shown: (data['_entities'] as { n11: { stockCode: string; product: Record<string, unknown> | null } | null }[] | undefined)?.map((listing) => listing.n11), errors };
  }
  const reads = async () => (await shop.n11.control<{ requests: unknown[] }>('/requests?path=/ms/product-query')).requests.length;

  it('shows what N11 shows of it', async () => {
    const { shown, errors } = await ask(['SHOWN-0']);
    expect(errors).toEqual([]);
    expect(shown).toEqual([{ stockCode: 'SHOWN-0', product: { status: 'Active', saleStatus: 'On_Sale', rejectReason: null, price: { amount: '999.90', currency: 'TRY' }, listPrice: { amount: '1299.90' }, quantity: 7, commissionPercent: expect.any(Number), shipmentTemplate: 'Standart Teslimat', preparingDays: 2 } }]);
  });

  it('is read with many others in one call, and not again within five minutes', async () => {
    const before = await reads();
    const codes = Array.from({ length: 30 }, (_, i) => `SHOWN-${i}`);
    expect((await ask(codes)).shown?.every((one) => one?.product?.['status'] === 'Active')).toBe(true);
    expect(await reads()).toBe(before + 1);
    await ask(codes);
    expect(await reads()).toBe(before + 1);
  });

  it('has no product there while N11 knows none', async () => {
    expect((await ask(['NOT-THERE'])).shown).toEqual([{ stockCode: 'NOT-THERE', product: null }]);
  });

  it('is nothing of N11 on another marketplace', async () => {
    expect((await ask(['SHOWN-0'], { marketplace: 'TRENDYOL' })).shown).toEqual([null]);
  });

  it('is shown to keys with catalog:read', async () => {
    expect((await ask(['SHOWN-0'], { scopes: ['stores:read'] })).errors[0]).toMatchObject({ code: 'FORBIDDEN', scope: 'catalog:read' });
  });
});

describe('an order on N11', () => {
  const connector = createN11Connector();
  async function shown(order: object): Promise<unknown> {
    const selection = 'campaignCode deliveryAddressType isMicroExport commissions { lineId commissionRatePercent campaignRatePercent marketingFeePercent marketplaceFeePercent taxDeductionPercent }';
    const { data } = await shop.ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on Order { n11 { ${selection} } } } }`, { r: [{ __typename: 'Order', id: 'ord_1', marketplace: 'N11', remoteDetails: {}, packages: [], ...order }] });
    return (data['_entities'] as { n11: unknown }[])[0]?.n11;
  }
  /** As the orders subgraph hands an order on. */
  async function handedOn(orderNumber: string): Promise<object> {
    const { extra, packages } = (await connector.orders.byNumber(shop.context, orderNumber))!;
    return { remoteDetails: extra, packages: packages.map(({ remoteStatus, lines }) => ({ remoteStatus, lines: lines.map(({ remoteLineId, extra: details = {} }) => ({ remoteLineId, remoteDetails: details })) })) };
  }

  it('says what N11 keeps of each line, once for each also after a split', async () => {
    const { orderNumber, lines } = await shop.n11.control<{ orderNumber: string; lines: { orderLineId: number; commissionRate: number }[] }>('/orders', { lines: ['SHOWN-28', 'SHOWN-29'].map((stockCode) => ({ stockCode, quantity: 1 })) });
    const commissions = lines.map(({ orderLineId, commissionRate }) => ({ lineId: String(orderLineId), commissionRatePercent: commissionRate, campaignRatePercent: 0, marketingFeePercent: 1.2, marketplaceFeePercent: 0.8, taxDeductionPercent: 1 }));
    expect(await shown(await handedOn(orderNumber))).toEqual({ campaignCode: expect.any(String), deliveryAddressType: null, isMicroExport: false, commissions });
    await shop.n11.send('PUT', '/rest/order/v1/update', { lines: lines.map(({ orderLineId }) => ({ lineId: orderLineId })), status: 'Picking' });
    await shop.n11.send('POST', '/rest/delivery/v1/splitCombinePackage', { splitGroups: [{ orderLineIds: [lines[0]!.orderLineId] }] });
    const after = await shown(await handedOn(orderNumber)) as { commissions: unknown[] };
    expect(after.commissions).toHaveLength(2);
    expect(after.commissions).toEqual(expect.arrayContaining(commissions));
  });

  it('says what N11 said of its delivery, and nothing where it said nothing', async () => {
    expect(await shown({ remoteDetails: { campaignCode: '3000', deliveryAddressType: 'PUP', isMicroExport: true } })).toEqual({ campaignCode: '3000', deliveryAddressType: 'PUP', isMicroExport: true, commissions: [] });
    expect(await shown({ packages: [{ remoteStatus: 'Created', lines: [{ remoteLineId: '1', remoteDetails: {} }] }] })).toEqual({ campaignCode: null, deliveryAddressType: null, isMicroExport: false, commissions: [] });
    expect(await shown({ marketplace: 'OZON' })).toBeNull();
  });
});

describe('a store on N11', () => {
  const ask = (selection: string, as: AskingAs = {}, marketplace = 'N11') => shop.ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { n11 { ${selection} } } } }`, { r: [{ __typename: 'Store', id: shop.storeId, marketplace }] }, as);
  const shownOf = async (selection: string): Promise<unknown> => ((await ask(selection)).data['_entities'] as { n11: unknown }[])[0]?.n11;

  it('lists the reasons and carriers that N11 has, asked for once an hour', async () => {
    const selection = 'returnDenyReasons { id name } returnPostponeReasons { id } cancelDenyReasons { id } shipmentCompanies { id name shortName }';
    const lists = { returnDenyReasons: expect.arrayContaining([{ id: '41', name: 'İade ürün mağazaya ulaşmadı' }]), returnPostponeReasons: [{ id: '1' }, { id: '2' }], cancelDenyReasons: [{ id: '1' }, { id: '2' }], shipmentCompanies: expect.arrayContaining([{ id: '342', name: 'Yurtiçi Kargo', shortName: 'YK' }]) };
    expect([await shownOf(selection), await shownOf(selection)]).toEqual([lists, lists]);
    expect(['ClaimReturnDenyReasonTypes', 'ClaimReturnPendingReasonTypes', 'ClaimCancelDenyReasonType', 'GetShipmentCompanies'].map(shop.sent)).toEqual([1, 1, 1, 1]);
  });

  it('says what products are published with that name nothing of their own', async () => {
    expect(await shownOf('publishingDefaults { shipmentTemplate preparingDays }')).toEqual({ publishingDefaults: { shipmentTemplate: 'Standart Teslimat', preparingDays: 2 } });
  });

  it('is nothing of N11 on another marketplace, and closed without scope, to other sellers and while paused', async () => {
    expect((await ask('shipmentCompanies { id }', {}, 'EBAY')).data).toEqual({ _entities: [{ n11: null }] });
    expect((await ask('returnDenyReasons { id }', { scopes: ['stores:read'] })).errors).toMatchObject([{ code: 'FORBIDDEN', scope: 'orders:read' }]);
    expect((await ask('publishingDefaults { preparingDays }', { scopes: ['orders:read'] })).errors).toMatchObject([{ code: 'FORBIDDEN', scope: 'stores:read' }]);
    expect((await ask('cancelDenyReasons { id }', { sellerId: newId('seller') })).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    shop.pause(true);
    expect((await ask('shipmentCompanies { id }')).errors).toMatchObject([{ code: 'STORE_PAUSED' }]);
    shop.pause(false);
  });
});
