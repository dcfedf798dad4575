import { isDeepStrictEqual } from 'node:util';
import type { OrderLine, OrderPackage, RemotePackage } from './order.js';
import { progressOf, stockEffectOf } from './order-status.js';

export type PackageNews = 'NEW' | 'NEWER' | 'SAME' | 'STALE';

/** The hub's goods behind a marketplace's key; null where the catalogue has none. */
export type GoodsLookup = (line: { readonly remoteKey: string; readonly sellerSku: string | null }) => Pick<OrderLine, 'sku' | 'variantId'>;

/** REVISION: as it arrived. REPLAY: bytes that arrived before, mapped anew, which tell the same revision better. */
export type PackageReading = 'REVISION' | 'REPLAY';

/**
 * Puts one package revision into an order's packages. The newest revision's content wins whatever the order of arrival,
 * and "it has left the shelf" is remembered from all of them, so any sequence of the same revisions ends the same.
 */
export function mergePackage(packages: readonly OrderPackage[], incoming: RemotePackage, goodsOf: GoodsLookup, reading: PackageReading = 'REVISION'): { news: PackageNews; packages: readonly OrderPackage[] } {
  const known = packages.find((one) => one.remotePackageId === incoming.remotePackageId);
  const arriving = toOrderPackage(incoming, known, goodsOf);
  if (known === undefined) return { news: 'NEW', packages: [...packages, arriving].sort(byPackageId) };
  const order = reading === 'REPLAY' && isSameRevision(arriving, known) ? Number(!isEqualReading(arriving, known)) : compareRevisions(arriving, known);
  const winner = order > 0 ? arriving : known;
  const leftShelf = known.leftShelf || arriving.leftShelf;
  if (order <= 0 && leftShelf === known.leftShelf) return { news: order === 0 ? 'SAME' : 'STALE', packages };
  const merged = packages.map((one) => (one === known ? { ...winner, leftShelf } : one));
  return { news: order > 0 ? 'NEWER' : 'STALE', packages: merged };
}

/** The packages with every line looked up again that had no goods before; the same array when nothing was found. */
export function mapUnmappedLines(packages: readonly OrderPackage[], goodsOf: GoodsLookup): readonly OrderPackage[] {
  const isFound = packages.some((one) => one.lines.some((line) => line.sku === null && goodsOf(line).sku !== null));
  if (!isFound) return packages;
  return packages.map((one) => ({ ...one, lines: one.lines.map((line) => (line.sku === null ? { ...line, ...goodsOf(line) } : line)) }));
}

function toOrderPackage(incoming: RemotePackage, known: OrderPackage | undefined, goodsOf: GoodsLookup): OrderPackage {
  const mappedBefore = new Map(known?.lines.filter((line) => line.sku !== null).map((line) => [line.remoteKey, { sku: line.sku, variantId: line.variantId }]));
  return {
    ...incoming,
    lines: incoming.lines.map((line) => ({ ...line, ...(mappedBefore.get(line.remoteKey) ?? goodsOf(line)) })),
    leftShelf: stockEffectOf(incoming.status) === 'CONSUMED',
  };
}

/**
 * Marketplaces stamp revisions in milliseconds, so two may share one: then the more advanced status is the later, and
 * between equals the text decides, so that both orders of arrival choose the same.
 */
function compareRevisions(a: OrderPackage, b: OrderPackage): number {
  return a.remoteRevision - b.remoteRevision || progressOf(a.status) - progressOf(b.status) || compareContent(a, b);
}

/** The marketplace's own word tells apart what shares a stamp, and does not depend on what the hub made of it. */
function isSameRevision(a: OrderPackage, b: OrderPackage): boolean {
  return a.remoteRevision === b.remoteRevision && a.remoteStatus === b.remoteStatus;
}

function isEqualReading(a: OrderPackage, b: OrderPackage): boolean {
  return isDeepStrictEqual({ ...a, leftShelf: false }, { ...b, leftShelf: false });
}

function compareContent(a: OrderPackage, b: OrderPackage): number {
  const [left, right] = [contentOf(a), contentOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function contentOf(one: OrderPackage): string {
  const lines = one.lines.map((line) => [line.remoteLineId, line.remoteKey, line.sellerSku, line.title, line.quantity, line.unitPriceMinor, line.unitDiscountMinor, line.vatRatePercent, line.remoteStatus]);
  return JSON.stringify([one.remoteStatus, one.trackingNumber, one.carrier, one.shipByAt, one.originPackageIds, lines]);
}

function byPackageId(a: OrderPackage, b: OrderPackage): number {
  return a.remotePackageId < b.remotePackageId ? -1 : 1;
}
