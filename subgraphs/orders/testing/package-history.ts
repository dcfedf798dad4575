import fc from 'fast-check';
import type { OrderStatus, RemoteOrderLine, RemotePackage } from '../domain/order.js';
import { ORDER_TRANSITIONS } from '../domain/order-status.js';
import { sampleLine, samplePackage } from './sample-orders.js';

const SPLITTABLE: readonly OrderStatus[] = ['CREATED', 'ACCEPTED', 'INVOICED'];

/**
 * Everything a marketplace says about one order, oldest first: packages move along the transition table, are split, or
 * lose a line, whose rest reappears in a new package. Revisions grow with every message.
 */
export const packageHistories: fc.Arbitrary<readonly RemotePackage[]> = fc
  .record({
    quantities: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
    choices: fc.array(fc.record({ which: fc.nat(), what: fc.nat(99), where: fc.nat() }), { maxLength: 14 }),
  })
  .map(({ quantities, choices }) => play(quantities, choices));

function play(quantities: readonly number[], choices: readonly { which: number; what: number; where: number }[]): readonly RemotePackage[] {
  const told: RemotePackage[] = [];
  const present = new Map<string, RemotePackage>();
  let revision = 0;
  function tell(one: RemotePackage): void {
    const stamped = { ...one, remoteRevision: ++revision };
    present.set(one.remotePackageId, stamped);
    told.push(stamped);
  }
  tell(samplePackage({ remotePackageId: 'P0', lines: quantities.map((quantity, index) => sampleLine({ remoteLineId: `P0-${index}`, remoteKey: `goods-${index}`, quantity })) }));
  for (const { which, what, where } of choices) {
    const open = [...present.values()].filter((one) => nextStatuses(one.status).length > 0);
    const one = open[which % Math.max(1, open.length)];
    if (one === undefined) break;
    if (what < 30 && SPLITTABLE.includes(one.status)) split(one, where, tell, `P${revision}`);
    else tell(withStatus(one, pick(nextStatuses(one.status), where)));
  }
  return told;
}

/** SPLIT is told by `split` alone, together with the parts. */
function nextStatuses(status: OrderStatus): readonly OrderStatus[] {
  return ORDER_TRANSITIONS[status === 'UNKNOWN' ? 'CREATED' : status].filter((next) => next !== 'SPLIT' && (status !== 'UNKNOWN' || next !== 'UNKNOWN') && (next !== 'UNKNOWN' || SPLITTABLE.includes(status)));
}

function split(parent: RemotePackage, where: number, tell: (one: RemotePackage) => void, id: string): void {
  const halves = parent.lines.map((line, index) => cut(line, (where >> index) % (line.quantity + 1)));
  const parts = [halves.flatMap((half) => half.first), halves.flatMap((half) => half.rest)].filter((lines) => lines.length > 0);
  tell(withStatus(parent, 'SPLIT'));
  for (const [index, lines] of parts.entries()) {
    const remotePackageId = `${id}.${index}`;
    const renamed = lines.map((line, position) => ({ ...line, remoteLineId: `${remotePackageId}-${position}` }));
    const status = index === 0 && where % 5 === 0 ? 'UNSUPPLIED' : parent.status;
    tell(withStatus({ ...parent, remotePackageId, lines: renamed, originPackageIds: [parent.remotePackageId] }, status));
  }
}

function cut(line: RemoteOrderLine, quantity: number): { first: RemoteOrderLine[]; rest: RemoteOrderLine[] } {
  const rest = line.quantity - quantity;
  return { first: quantity > 0 ? [{ ...line, quantity }] : [], rest: rest > 0 ? [{ ...line, quantity: rest }] : [] };
}

function withStatus(one: RemotePackage, status: OrderStatus): RemotePackage {
  return { ...one, status, remoteStatus: status, lines: one.lines.map((line) => ({ ...line, status, remoteStatus: status })) };
}

function pick(from: readonly OrderStatus[], where: number): OrderStatus {
  return from[where % from.length] ?? 'UNKNOWN';
}
