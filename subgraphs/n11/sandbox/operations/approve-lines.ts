import { reasons } from '../domain/reasons.js';
import { moved, type ShipmentPackage } from '../domain/shipment-package.js';
import type { Market } from '../market.js';
import { packageOfLine, savePackage } from '../packages-store.js';

export interface LineAnswer {
  readonly lineId: unknown;
  readonly status: 'SUCCESS' | 'FAIL';
  readonly reasons: string;
}

/** PUT /rest/order/v1/update: takes lines on one by one; bad ones are reported, good ones proceed. */
export function approveLines(market: Market, { sellerId, lineIds }: { sellerId: number; lineIds: readonly unknown[] }): LineAnswer[] {
  return lineIds.map((lineId) => approveLine(market, sellerId, lineId));
}

function approveLine(market: Market, sellerId: number, lineId: unknown): LineAnswer {
  const pkg = packageOfLine(market, sellerId, Number(lineId));
  if (!pkg) return { lineId, status: 'FAIL', reasons: reasons.lineNotFound };
  if (pkg.status !== 'Created') return { lineId, status: 'FAIL', reasons: reasons.lineNotCreated(pkg.status) };
  savePackage(market, withApproval(pkg, Number(lineId), market.nowMs()));
  return { lineId, status: 'SUCCESS', reasons: reasons.done };
}

function withApproval(pkg: ShipmentPackage, orderLineId: number, nowMs: number): ShipmentPackage {
  const lines = pkg.lines.map((line) => (line.orderLineId === orderLineId ? { ...line, isApproved: true } : line));
  const approved = { ...pkg, lines, modifiedAtMs: nowMs };
  return lines.every((line) => line.isApproved) ? moved(approved, 'Picking', nowMs) : approved;
}
