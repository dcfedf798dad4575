import { istanbulText } from '../domain/istanbul-time.js';
import type { LineStatus, Package } from '../domain/order.js';
import type { Market } from '../market.js';
import { changeLines, orderOf, savePackage } from '../orders-store.js';
import type { PackRefusal } from './pack-lines.js';

export type Movement = 'InTransit' | 'Delivered' | 'UnDelivered';

export interface MovementFacts {
  readonly atMs: number;
  readonly trackingInfoCode?: string | undefined;
  readonly trackingInfoUrl?: string | undefined;
  readonly undeliveredReason?: string | undefined;
}

const FROM: Readonly<Record<Movement, readonly Package['status'][]>> = { InTransit: ['Open'], Delivered: ['InTransit', 'UnDelivered'], UnDelivered: ['InTransit'] };
const PATHS: Readonly<Record<Movement, string>> = { InTransit: 'intransit', Delivered: 'deliver', UnDelivered: 'undeliver' };

/** A parcel goes its way, told by the carrier or by a seller with a carrier of its own. */
export function movePackage(market: Market, pkg: Package, to: Movement, o: MovementFacts & { isTold: boolean }): Package | PackRefusal {
  if (!FROM[to].includes(pkg.status)) return { status: 400, problem: `Package is ${pkg.status}` };
  const moved: Package = {
    ...pkg,
    status: to,
    movedAtMs: Math.max(market.nowMs(), pkg.movedAtMs + 1),
    reportedAtMs: o.atMs,
    trackingInfoCode: o.trackingInfoCode ?? pkg.trackingInfoCode,
    trackingInfoUrl: o.trackingInfoUrl ?? pkg.trackingInfoUrl,
    undeliveredReason: o.undeliveredReason ?? pkg.undeliveredReason,
  };
  const status: LineStatus = to;
  changeLines(market, orderOf(market, pkg), (line) => (line.packageNumber === pkg.packageNumber && line.status !== 'Cancelled' ? { status } : null));
  savePackage(market, moved);
  if (o.isTold) market.announce({ merchantId: pkg.merchantId, method: 'PUT', path: `/packages/${pkg.packageNumber}/${PATHS[to]}`, body: newsOf(moved, to, o.atMs) });
  return moved;
}

function newsOf(pkg: Package, to: Movement, atMs: number): object {
  const base = { merchantId: pkg.merchantId, packageNumber: String(pkg.packageNumber), barcode: pkg.barcode, trackingInfoCode: pkg.trackingInfoCode, trackingInfoUrl: pkg.trackingInfoUrl, deci: pkg.deci };
  const at = istanbulText(atMs);
  if (to === 'Delivered') return { ...base, receivedDate: at, receivedBy: 'Alıcı' };
  if (to === 'UnDelivered') return { ...base, undeliveredDate: at, undeliveredReason: pkg.undeliveredReason };
  return { ...base, shippedDate: at };
}
