import type { Sku, VariantId } from '../../../platform/ids.js';
import type { GoodsLookup } from '../domain/merge-packages.js';
import type { Buyer, OrderStatus, RemoteOrder, RemoteOrderLine, RemotePackage } from '../domain/order.js';

export const sampleBuyer: Buyer = {
  name: 'Ayşe Yılmaz',
  email: 'ayse@example.invalid',
  phone: '5550000000',
  taxId: null,
  shippingAddress: { fullName: 'Ayşe Yılmaz', line: 'Örnek Mah. 1', district: 'Kadıköy', city: 'İstanbul', postalCode: '34000', countryCode: 'TR' },
  invoiceAddress: null,
};

export function sampleLine(change: Partial<RemoteOrderLine> = {}): RemoteOrderLine {
  const status: OrderStatus = change.status ?? 'CREATED';
  return { remoteLineId: '1', remoteKey: '8690000000012', sellerSku: 'TSHIRT-RED-M', title: 'Pamuklu tişört, M', quantity: 1, unitPriceMinor: 24990, unitDiscountMinor: 2500, vatRatePercent: 10, status, remoteStatus: status, ...change };
}

export function samplePackage(change: Partial<RemotePackage> = {}): RemotePackage {
  const status = change.status ?? 'CREATED';
  const lines = (change.lines ?? [sampleLine()]).map((line) => (line.status === 'CREATED' ? { ...line, status, remoteStatus: status } : line));
  return { remotePackageId: 'P1', remoteStatus: status, remoteRevision: 1, trackingNumber: null, carrier: null, shipByAt: null, originPackageIds: [], ...change, status, lines };
}

export function sampleOrder(change: Partial<RemoteOrder> = {}): RemoteOrder {
  return { remoteOrderId: 'O-1', orderedAt: new Date('2026-11-22T09:00:00Z'), currency: 'TRY', buyer: sampleBuyer, packages: [samplePackage()], extra: {}, ...change };
}

/** Every key is known, under a SKU of the same name, except those that start with `unknown`. */
export const everyGoods: GoodsLookup = ({ remoteKey }) =>
  remoteKey.startsWith('unknown') ? { sku: null, variantId: null } : { sku: `sku-${remoteKey}` as Sku, variantId: `var_${remoteKey}` as VariantId };
