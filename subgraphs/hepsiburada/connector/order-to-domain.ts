import type { Buyer, BuyerAddress, OrderStatus, RemoteOrder, RemoteOrderLine, RemotePackage } from '../../sync/connector/contract.js';
import { fromPayloadDate } from './istanbul-time.js';
import { lineStatus, packageStatus, progressRank } from './order-status.js';
import type { WireAddress, WireLine, WireOrder, WireTracking } from './wire-orders.js';

/** What else is known of an order's packages: where each is, and which numbers the order once had. */
export interface PackageFacts {
  readonly tracking: ReadonlyMap<string, WireTracking>;
  readonly knownNumbers: readonly string[];
}

/**
 * The hub's order. Its packages are the boxes of the order by their numbers, and, under the order's own number, what is
 * not packed. A box that was taken apart, and the unpacked rest when nothing is left of it, are shown as SPLIT without
 * lines: they stand elsewhere in the same order. What stands comes first.
 */
export function toRemoteOrder(order: WireOrder, facts: PackageFacts): RemoteOrder {
  const lines = distinctLines(order.items);
  const numbers = [...new Set(lines.flatMap(({ packageNumber }) => packageNumber ?? []))];
  const boxes = numbers.map((packageNumber) => toBox(order, { packageNumber, lines: lines.filter((line) => line.packageNumber === packageNumber), tracking: facts.tracking.get(packageNumber) }));
  const loose = lines.filter(({ packageNumber }) => packageNumber === null);
  const endedAt = lastChangeMs(order, lines);
  const gone = facts.knownNumbers.filter((packageNumber) => !numbers.includes(packageNumber)).map((id) => ended(id, 'Unpacked', endedAt));
  const standing = loose.length > 0 ? [...boxes, toLoosePackage(order, loose)] : boxes;
  return {
    remoteOrderId: order.orderNumber,
    orderedAt: fromPayloadDate(order.orderDate) ?? new Date(lastChangeMs(order, lines)),
    currency: 'TRY',
    buyer: toBuyer(order),
    packages: [...standing, ...(loose.length === 0 && numbers.length > 0 ? [ended(order.orderNumber, 'Packed', endedAt)] : []), ...gone],
    extra: toExtra(order, lines, facts),
  };
}

/** The same line told twice of the same box counts once. */
function distinctLines(lines: readonly WireLine[]): WireLine[] {
  const keyOf = ({ id, packageNumber }: WireLine): string => `${id} ${packageNumber ?? ''}`;
  const first = new Map(lines.toReversed().map((line) => [keyOf(line), line]));
  return lines.filter((line) => first.get(keyOf(line)) === line);
}

function toBox(order: WireOrder, { packageNumber, lines, tracking }: { packageNumber: string; lines: readonly WireLine[]; tracking: WireTracking | undefined }): RemotePackage {
  const statuses = lines.map((line) => lineStatus(line.status, true));
  const status = statuses.every(isVoid) ? 'CANCELLED' : (packageStatus(tracking?.status ?? null) ?? leastAdvanced(statuses.filter((one) => !isVoid(one))));
  return {
    remotePackageId: packageNumber,
    status,
    remoteStatus: tracking?.status ?? lines[0]?.status ?? '',
    remoteRevision: revisionOf(lastChangeMs(order, lines), status),
    trackingNumber: tracking?.trackingInfoCode ?? null,
    carrier: tracking?.cargoCompany ?? lines[0]?.cargoCompany ?? null,
    shipByAt: shipByAt(lines),
    lines: lines.map((line) => toLine(line, true)),
    originPackageIds: [],
  };
}

function toLoosePackage(order: WireOrder, lines: readonly WireLine[]): RemotePackage {
  const statuses = lines.map((line) => lineStatus(line.status, false));
  const isUnpaid = /await/i.test(order.paymentStatus ?? '');
  const standing = leastAdvanced(statuses.filter((one) => !isVoid(one)));
  const status = statuses.every(isVoid) ? 'CANCELLED' : isUnpaid && standing === 'CREATED' ? 'AWAITING_PAYMENT' : standing;
  return {
    remotePackageId: order.orderNumber,
    status,
    remoteStatus: isUnpaid ? (order.paymentStatus ?? '') : (lines.find((_, index) => statuses[index] === standing) ?? lines[0])?.status ?? '',
    remoteRevision: revisionOf(lastChangeMs(order, order.items), status),
    trackingNumber: null,
    carrier: lines[0]?.cargoCompany ?? null,
    shipByAt: shipByAt(lines),
    lines: lines.map((line) => toLine(line, false)),
    originPackageIds: [],
  };
}

function ended(remotePackageId: string, remoteStatus: string, atMs: number): RemotePackage {
  return { remotePackageId, status: 'SPLIT', remoteStatus, remoteRevision: revisionOf(atMs, 'SPLIT'), trackingNumber: null, carrier: null, shipByAt: null, lines: [], originPackageIds: [] };
}

function toLine(line: WireLine, isPacked: boolean): RemoteOrderLine {
  return {
    remoteLineId: line.id,
    remoteKey: line.merchantSKU,
    sellerSku: line.merchantSKU,
    title: line.name ?? '',
    quantity: line.quantity,
    unitPriceMinor: toMinor(line.unitPrice),
    unitDiscountMinor: toMinor(line.merchantDiscount?.unitPrice ?? 0),
    vatRatePercent: line.vatRate ?? null,
    status: lineStatus(line.status, isPacked),
    remoteStatus: line.status,
  };
}

/** Milliseconds of the last change, with a digit for the status behind them. */
function revisionOf(changedMs: number, status: OrderStatus): number {
  return changedMs * 10 + progressRank(status);
}

function lastChangeMs(order: WireOrder, lines: readonly WireLine[]): number {
  const moments = lines.map(({ lastStatusUpdateDate, orderDate }) => (fromPayloadDate(lastStatusUpdateDate) ?? fromPayloadDate(orderDate))?.getTime() ?? 0);
  return Math.max(fromPayloadDate(order.orderDate)?.getTime() ?? 0, ...moments);
}

function shipByAt(lines: readonly WireLine[]): Date | null {
  const due = lines.flatMap(({ dueDate }) => fromPayloadDate(dueDate)?.getTime() ?? []);
  return due.length > 0 ? new Date(Math.min(...due)) : null;
}

function leastAdvanced(statuses: readonly OrderStatus[]): OrderStatus {
  return statuses.toSorted((a, b) => progressRank(a) - progressRank(b))[0] ?? 'UNKNOWN';
}

function isVoid(status: OrderStatus): boolean {
  return status === 'CANCELLED' || status === 'UNSUPPLIED';
}

function toBuyer({ customer, deliveryAddress, invoice }: WireOrder): Buyer {
  return {
    name: customer?.name ?? deliveryAddress?.name ?? '',
    email: deliveryAddress?.email ?? null,
    phone: deliveryAddress?.phoneNumber ?? null,
    taxId: invoice?.taxNumber ?? invoice?.turkishIdentityNumber ?? null,
    shippingAddress: toAddress(deliveryAddress),
    invoiceAddress: toAddress(invoice?.address),
  };
}

function toAddress(address: WireAddress | null | undefined): BuyerAddress | null {
  if (!address) return null;
  return {
    fullName: address.name ?? '',
    line: [address.district, address.address].filter((part) => part !== null).join(' '),
    district: address.town,
    city: address.city ?? '',
    postalCode: address.postalCode,
    countryCode: address.countryCode ?? 'TR',
  };
}

/** No personal fields: numbers and flags only. */
function toExtra(order: WireOrder, lines: readonly WireLine[], { tracking }: PackageFacts): Record<string, unknown> {
  const packages = [...tracking.values()].map((one) => ({
    packageNumber: one.packageNumber,
    barcode: one.barcode,
    cargoCompany: one.cargoCompany,
    trackingUrl: one.trackingInfoUrl,
    estimatedArrivalAt: fromPayloadDate(one.estimatedArrivalDate)?.toISOString() ?? null,
  }));
  return {
    paymentStatus: order.paymentStatus,
    deliveryType: lines[0]?.deliveryType ?? null,
    isJetDelivery: lines.some((line) => line.isJetDelivery === true),
    isMicroExport: lines.some((line) => line.isMicroExport === true),
    commissions: lines.flatMap(({ id, commissionRate }) => (typeof commissionRate === 'number' ? [{ lineId: id, commissionRatePercent: commissionRate }] : [])),
    packages,
  };
}

function toMinor(lira: number): number {
  return Math.round(lira * 100);
}
