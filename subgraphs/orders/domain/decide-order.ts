import { isDeepStrictEqual } from 'node:util';
import type { OrderId, PayloadId, SellerId, StoreId } from '../../../platform/ids.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';
import { buyerIdleSince } from './buyer-need.js';
import { buyerKeysOf } from './erase-buyer.js';
import { mapUnmappedLines, mergePackage, type GoodsLookup, type PackageNews, type PackageReading } from './merge-packages.js';
import type { Buyer, HeaderRevision, Order, OrderPackage, RemoteOrder } from './order.js';
import { orderStatusOf, stockEffectOf } from './order-status.js';
import { planHoldings } from './stock-holdings.js';

/** RECORDED: something new was in it. UNCHANGED: all of it was known. STALE: older than what is known. */
export type RecordNews = 'RECORDED' | 'UNCHANGED' | 'STALE';

export interface Decision {
  readonly news: RecordNews;
  /** The order to write; null when nothing has changed. */
  readonly order: Order | null;
}

export interface OrderOrigin {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly marketplace: Marketplace;
}

/** Seals a buyer for the order it belongs to. */
export type SealBuyer = (buyer: Buyer, orderId: OrderId) => string;

/** What becomes of an order when the marketplace tells of it; `known` is null for the first time. */
export function decideOrder(o: {
  known: Order | null;
  remote: RemoteOrder;
  payloadId: PayloadId | null;
  heardAt: Date;
  origin: OrderOrigin;
  newId: OrderId;
  goodsOf: GoodsLookup;
  seal: SealBuyer;
  now: Date;
  /** Bytes that arrived before, mapped anew: what they tell replaces what was made of the same revision, never a newer one. */
  replay?: { readonly isBuyerOf: (order: Order, buyer: Buyer) => boolean };
}): Decision {
  const base = o.known ?? emptyOrder(o);
  const merged = mergeAll(base.packages, o.remote, o.goodsOf, o.replay ? 'REPLAY' : 'REVISION');
  const header = newerHeader(base, o.remote, o.known === null) ?? (o.replay ? correctedHeader(base, o.remote, o.replay) : null);
  if (o.known !== null && merged.packages === base.packages && header === null) return { news: newsOf(merged.news), order: null };
  const withHeader = header === null ? base : { ...base, ...headerOf(o, base), headerRevision: header };
  const payloadIds = o.payloadId === null || base.payloadIds.includes(o.payloadId) ? base.payloadIds : [...base.payloadIds, o.payloadId].slice(-20);
  const heardAt = o.replay && o.known ? o.known.heardAt : o.heardAt;
  return { news: newsOf(merged.news), order: withPackages({ ...withHeader, payloadIds, heardAt, changedAt: o.now }, merged.packages) };
}

/** The order once lines that had no goods have been looked up again; null when none was found. */
export function decideMapping(order: Order, goodsOf: GoodsLookup, now: Date): Order | null {
  const packages = mapUnmappedLines(order.packages, goodsOf);
  return packages === order.packages ? null : withPackages({ ...order, changedAt: now }, packages);
}

function withPackages({ buyerIdleSince: idleBefore, ...order }: Order, packages: readonly OrderPackage[]): Order {
  const holdings = planHoldings(order.holdings, packages);
  const idleSince = buyerIdleSince({ ...order, packages, ...(idleBefore && { buyerIdleSince: idleBefore }) });
  return {
    ...order,
    ...(idleSince && { buyerIdleSince: idleSince }),
    ...orderStatusOf(packages),
    packages,
    holdings,
    totalMinor: totalOf(packages),
    hasUnmappedLines: packages.some((one) => one.lines.some((line) => line.sku === null)),
    ...(holdings === order.holdings ? {} : { stockPending: true }),
    version: order.version + 1,
  };
}

function emptyOrder(o: { remote: RemoteOrder; origin: OrderOrigin; newId: OrderId; seal: SealBuyer; heardAt: Date; now: Date }): Order {
  return {
    _id: o.newId,
    ...o.origin,
    remoteOrderId: o.remote.remoteOrderId,
    status: 'UNKNOWN',
    remoteStatus: '',
    currency: o.remote.currency,
    totalMinor: 0,
    orderedAt: o.remote.orderedAt,
    changedAt: o.now,
    heardAt: o.heardAt,
    packages: [],
    hasUnmappedLines: false,
    buyerSealed: '',
    extra: {},
    headerRevision: { revision: 0, remotePackageId: '' },
    actions: [],
    actionDueAt: null,
    holdings: [],
    version: 0,
    payloadIds: [],
  };
}

function mergeAll(known: readonly OrderPackage[], remote: RemoteOrder, goodsOf: GoodsLookup, reading: PackageReading): { news: readonly PackageNews[]; packages: readonly OrderPackage[] } {
  const news: PackageNews[] = [];
  let packages = known;
  for (const incoming of remote.packages) {
    const merged = mergePackage(packages, incoming, goodsOf, reading);
    news.push(merged.news);
    packages = merged.packages;
  }
  return { news, packages };
}

function newsOf(news: readonly PackageNews[]): RecordNews {
  if (news.some((one) => one === 'NEW' || one === 'NEWER')) return 'RECORDED';
  return news.includes('STALE') ? 'STALE' : 'UNCHANGED';
}

/** Buyer, dates and the marketplace's own details come from the newest package; the package id breaks a tie the same way each time. */
function newerHeader(known: Pick<Order, 'headerRevision'>, remote: RemoteOrder, isFirst: boolean): HeaderRevision | null {
  const newest = remote.packages
    .map((one): HeaderRevision => ({ revision: one.remoteRevision, remotePackageId: one.remotePackageId }))
    .sort(compareHeaders)
    .at(-1);
  if (newest === undefined) return isFirst ? known.headerRevision : null;
  return compareHeaders(newest, known.headerRevision) > 0 ? newest : null;
}

/** The header's own revision, where today's reading of it differs from what is kept. */
function correctedHeader(known: Order, remote: RemoteOrder, { isBuyerOf }: { isBuyerOf: (order: Order, buyer: Buyer) => boolean }): HeaderRevision | null {
  const { headerRevision } = known;
  if (!remote.packages.some((one) => one.remoteRevision === headerRevision.revision && one.remotePackageId === headerRevision.remotePackageId)) return null;
  const told = [remote.currency, remote.orderedAt, remote.extra];
  const isSame = isDeepStrictEqual(told, [known.currency, known.orderedAt, known.extra]) && (known.buyerErasedAt !== undefined || isBuyerOf(known, remote.buyer));
  return isSame ? null : headerRevision;
}

function compareHeaders(a: HeaderRevision, b: HeaderRevision): number {
  return a.revision - b.revision || (a.remotePackageId < b.remotePackageId ? -1 : a.remotePackageId > b.remotePackageId ? 1 : 0);
}

function headerOf({ remote, seal, origin }: { remote: RemoteOrder; seal: SealBuyer; origin: OrderOrigin }, base: Order): Pick<Order, 'currency' | 'orderedAt' | 'buyerSealed' | 'extra' | 'buyerKeys'> {
  const { currency, orderedAt, extra, buyerIds = [] } = remote;
  const buyerSealed = base.buyerErasedAt === undefined ? seal(remote.buyer, base._id) : base.buyerSealed;
  return { currency, orderedAt, extra, buyerSealed, ...(buyerIds.length > 0 ? { buyerKeys: buyerKeysOf(origin.storeId, buyerIds) } : {}) };
}

function totalOf(packages: readonly OrderPackage[]): number {
  const standing = packages.filter((one) => one.leftShelf || stockEffectOf(one.status) !== 'NOTHING').flatMap((one) => one.lines);
  const paid = standing.filter((line) => stockEffectOf(line.status) !== 'NOTHING');
  return paid.reduce((sum, line) => sum + line.quantity * (line.unitPriceMinor - line.unitDiscountMinor), 0);
}
