import type { ShipmentPackage } from './packages/package.js';
import { SELLER, type Reply, type TestShop } from './test-shop.js';

/** What order tests do over and over, against the shop of the running test. */
export interface TestOrders {
  readonly buy: (lines?: readonly object[], more?: object) => Promise<ShipmentPackage>;
  /** All packages of an order, dead ones included. */
  readonly packagesOf: (orderNumber: string) => Promise<ShipmentPackage[]>;
  /** A seller's action on a package; `path` is what follows the package's id. */
  readonly act: (one: ShipmentPackage, path: string, body: unknown, method?: string) => Promise<Reply<{ message: string }>>;
  readonly setStatus: (one: ShipmentPackage, status: string, params?: object) => Promise<Reply<{ message: string }>>;
  readonly stockOf: (barcode: string) => Promise<number>;
}

export const SHIRTS = [
  { barcode: 'RED-M', title: 'Kırmızı tişört', quantity: 10, salePrice: 100, listPrice: 120 },
  { barcode: 'RED-L', title: 'Kırmızı tişört', quantity: 10, salePrice: 50, listPrice: 60 },
];

export function testOrders(shop: () => TestShop): TestOrders {
  const act: TestOrders['act'] = (one, path, body, method = 'PUT') => shop().api(method, `/order/sellers/:id/shipment-packages/${one.shipmentPackageId}${path}`, body);
  return {
    buy: (lines = [{ barcode: 'RED-M', quantity: 2 }], more = {}) => shop().control('POST', '/orders', { sellerId: SELLER.sellerId, lines, ...more }),
    packagesOf: async (orderNumber) => (await shop().control<{ packages: ShipmentPackage[] }>('GET', `/orders/${orderNumber}`)).packages,
    act,
    setStatus: (one, status, params = {}) => act(one, '', { lines: linesOf(one), params, status }),
    stockOf: async (barcode) => (await shop().control<{ listings: { quantity: number }[] }>('GET', `/listings?sellerId=${SELLER.sellerId}&barcode=${barcode}`)).listings[0]?.quantity ?? NaN,
  };
}

export const linesOf = ({ lines }: ShipmentPackage) => lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
