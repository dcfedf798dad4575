import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SellerId } from '../../../platform/ids.js';
import { createTrendyolConnector } from '../index.js';
import { SELLER, type TestShop } from '../sandbox/test-shop.js';
import { startSubgraphOverShop, STORE, type SubgraphOverShop } from './testing/subgraph-over-shop.js';

const STORE_FIELDS = 'claimIssueReasons { id needsFile } addresses { id type city isShipment isReturning isDefault } cargoProviders { id code name }';

describe('the Trendyol subgraph', () => {
  let over: SubgraphOverShop;
  let shop: TestShop;
  let entity: SubgraphOverShop['entity'];

  beforeAll(async () => {
    over = await startSubgraphOverShop();
    ({ shop, entity } = over);
    await shop.seed(['RED-M', 'RED-L'].map((barcode) => ({ barcode, stockCode: `STK-${barcode}`, quantity: 100, salePrice: 100, listPrice: 120 })));
  });
  afterAll(() => over.stop());

  const listing = (change: object = {}) => ({ __typename: 'Listing', id: 'lst_1', marketplace: 'TRENDYOL', remoteKey: 'RED-M', remoteIds: [{ name: 'contentId', value: '880001' }, { name: 'archived', value: 'true' }], store: { id: STORE }, ...change });
  const store = { __typename: 'Store', id: STORE, marketplace: 'TRENDYOL' };
  const asked = async (path: string) => (await shop.control<{ requests: unknown[] }>('GET', `/requests?path=${path}&limit=1000`)).requests.length;

  describe('of a listing', () => {
    it('names barcode and page, and whether it is archived', async () => {
      const selection = '... on Listing { trendyol { barcode contentId archived } }';
      expect((await entity(listing(), selection)).found).toEqual({ trendyol: { barcode: 'RED-M', contentId: '880001', archived: true } });
      expect((await entity(listing({ remoteIds: [] }), selection)).found).toEqual({ trendyol: { barcode: 'RED-M', contentId: null, archived: false } });
      expect((await entity(listing({ marketplace: 'N11' }), selection)).found).toEqual({ trendyol: null });
    });

    it('shows who is shown first, asking once for two listings', async () => {
      await shop.control('PUT', '/competitors', { barcode: 'RED-M', prices: [95.5] });
      const before = await asked('/products/buybox-information');
      const QUERY = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Listing { trendyol { buybox { rank price { amount currency } hasRivals } } } } }';
      const { data } = await over.ask(QUERY, { r: [listing(), listing({ remoteKey: 'RED-L' })] });
      expect(data).toEqual({ _entities: [{ trendyol: { buybox: { rank: 2, price: { amount: '95.50', currency: 'TRY' }, hasRivals: true } } }, { trendyol: { buybox: { rank: 1, price: { amount: '100.00', currency: 'TRY' }, hasRivals: false } } }] });
      expect(await asked('/products/buybox-information')).toBe(before + 1);
    });

    it('has no buybox where Trendyol knows none, and asks for the scope', async () => {
      const selection = '... on Listing { trendyol { buybox { rank } } }';
      expect((await entity(listing({ remoteKey: 'NONE' }), selection)).found).toEqual({ trendyol: { buybox: null } });
      expect((await entity(listing(), selection, { scopes: ['orders:read'] })).codes).toEqual(['FORBIDDEN']);
    });
  });

  describe('of a listing that is sold', () => {
    it('tells what Trendyol keeps, asking once for two listings, and nothing where it knows none', async () => {
      const before = await asked('/products/approved');
      const QUERY = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Listing { trendyol { commissionPercent } } } }';
      const { data } = await over.ask(QUERY, { r: [listing(), listing({ remoteKey: 'NONE' })] });
      expect(data).toEqual({ _entities: [{ trendyol: { commissionPercent: 17 } }, { trendyol: { commissionPercent: null } }] });
      expect(await asked('/products/approved')).toBe(before + 1);
      expect((await entity(listing(), '... on Listing { trendyol { commissionPercent } }', { scopes: ['orders:read'] })).codes).toEqual(['FORBIDDEN']);
    });
  });

  describe('of an order', () => {
    const FIELDS = 'shipmentNumber deliveryType deliveryAddressType fastDelivery micro commercial giftBoxRequested invoiceStatus createdBy commissions { lineId commissionRatePercent }';

    it('shows what Trendyol says of it, and what it keeps of each line', async () => {
      const { orderNumber } = await shop.control<{ orderNumber: string }>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ barcode: 'RED-M', quantity: 2 }, { barcode: 'RED-L', quantity: 1 }] });
      const order = (await createTrendyolConnector().orders.byNumber(over.context, orderNumber))!;
      const packages = order.packages.map(({ remoteStatus, lines }) => ({ remoteStatus, lines: lines.map(({ remoteLineId, extra = {} }) => ({ remoteLineId, remoteDetails: extra })) }));
      const { found } = await entity({ __typename: 'Order', id: 'ord_1', marketplace: 'TRENDYOL', remoteDetails: order.extra, packages }, `... on Order { trendyol { ${FIELDS} } }`);
      const commissions = packages[0]!.lines.map(({ remoteLineId }) => ({ lineId: remoteLineId, commissionRatePercent: 17 }));
      expect(commissions).toHaveLength(2);
      expect(found).toEqual({ trendyol: { shipmentNumber: expect.stringMatching(/^\d+$/), deliveryType: 'normal', deliveryAddressType: 'Shipment', fastDelivery: false, micro: false, commercial: false, giftBoxRequested: false, invoiceStatus: 'NotInvoiced', createdBy: 'order-creation', commissions } });
    });

    it('says each flag that is set, and each line of all its packages once', async () => {
      const line = (remoteLineId: string, remoteDetails: object = { commissionRatePercent: 12.5 }) => ({ remoteLineId, remoteDetails });
      const packages = [{ remoteStatus: 'UnPacked', lines: [line('0')] }, { remoteStatus: 'Picking', lines: [line('1'), line('2', {})] }, { remoteStatus: 'Created', lines: [line('1')] }];
      const remoteDetails = { fastDelivery: true, micro: true, commercial: true, giftBoxRequested: true };
      const { found } = await entity({ __typename: 'Order', id: 'ord_1', marketplace: 'TRENDYOL', remoteDetails, packages }, `... on Order { trendyol { ${FIELDS} } }`);
      expect(found).toEqual({ trendyol: { shipmentNumber: null, deliveryType: null, deliveryAddressType: null, invoiceStatus: null, createdBy: null, ...remoteDetails, commissions: [{ lineId: '1', commissionRatePercent: 12.5 }] } });
      expect((await entity({ __typename: 'Order', id: 'ord_1', marketplace: 'OZON', remoteDetails, packages }, '... on Order { trendyol { micro } }')).found).toEqual({ trendyol: null });
    });
  });

  describe('of a store', () => {
    it('lists reasons for a dispute, addresses and carriers, and remembers them', async () => {
      const read = async () => ((await entity(store, `... on Store { trendyol { ${STORE_FIELDS} } }`)).found as { trendyol: Record<string, readonly object[]> }).trendyol;
      const shown = await read();
      expect(shown['claimIssueReasons']).toEqual(expect.arrayContaining([{ id: 451, needsFile: false }, { id: 1651, needsFile: false }, { id: 2101, needsFile: false }, { id: 2077, needsFile: true }]));
      expect(shown['addresses']).toEqual([{ id: `${SELLER.sellerId}1`, type: 'Shipment', city: 'İstanbul', isShipment: true, isReturning: false, isDefault: true }, { id: `${SELLER.sellerId}2`, type: 'Returning', city: 'İstanbul', isShipment: false, isReturning: true, isDefault: true }]);
      expect(shown['cargoProviders']).toContainEqual({ id: '17', code: 'TEXMP', name: 'Trendyol Express Marketplace' });
      expect(await read()).toEqual(shown);
      for (const path of ['/claim-issue-reasons', '/addresses', '/lookup/cargo-providers']) expect([path, await asked(path)]).toEqual([path, 1]);
    });

    it.each([['claimIssueReasons { id }', 'orders:read'], ['addresses { id }', 'stores:read'], ['cargoProviders { id }', 'stores:read']] as const)('tells %s to whom has %s, and to no other seller', async (field, scope) => {
      const selection = `... on Store { trendyol { ${field} } }`;
      expect((await entity(store, selection, { scopes: [scope] })).codes).toEqual([]);
      expect((await entity(store, selection, { scopes: ['catalog:read'] })).codes).toEqual(['FORBIDDEN']);
      expect((await entity(store, selection, { sellerId: 'sel_2' as SellerId })).codes).toEqual(['NOT_FOUND']);
    });

    it('is silent on another marketplace', async () => {
      expect((await entity({ ...store, marketplace: 'N11' }, '... on Store { trendyol { addresses { id } } }')).found).toEqual({ trendyol: null });
    });
  });
});
