import { exactly, nearest, type ActionOutcome, type CancelReason, type CancelReasonTold, type PackageAction } from '../../sync/connector/contract.js';
import { isOpen } from './accept-lines.js';
import { APPLIED, outcomeOf, refused } from './action-outcome.js';
import { send, type HepsiburadaContext } from './client.js';
import { lineStatus } from './order-status.js';
import { packagePath, readWireOrder } from './whole-orders.js';
import type { WireLine, WireOrder } from './wire-orders.js';

/** "Could not supply the product": the only reason id that is documented, so every reason of the hub's becomes this one. */
const CANNOT_SUPPLY = 83;
const told = nearest(String(CANNOT_SUPPLY));
export const cancelReasons: Readonly<Record<CancelReason, CancelReasonTold>> = { OUT_OF_STOCK: exactly(told.remoteCode), DEFECTIVE: told, WRONG_PRICE: told, BUYER_ASKED: told, ADDRESS: told, FORCE_MAJEURE: told, OTHER: told };

/**
 * The seller cannot supply some units. Open lines are cancelled whole, one by one. Of a box, some units are given up by a
 * split, in one call with what stays; all of them by taking the box apart first, since Hepsiburada cancels nothing that
 * is packed. Each step looks at where the lines are now, so one cut off half-way goes on where it stopped.
 */
export async function cancelLines(context: HepsiburadaContext, action: PackageAction): Promise<ActionOutcome> {
  const order = await readWireOrder(context, action.remoteOrderId);
  const lines = action.lines.map(({ remoteLineId }) => order?.items.find(({ id }) => id === remoteLineId));
  if (!order) return refused(context, 'PACKAGE_NOT_FOUND', `Hepsiburada has no order ${action.remoteOrderId}`);
  const missing = action.lines.find((_, index) => lines[index] === undefined);
  if (missing) return refused(context, 'LINE_NOT_FOUND', `the order has no line ${missing.remoteLineId}`);
  const wanted = lines.filter((line) => line !== undefined).filter((line) => !isGivenUp(line));
  if (wanted.length === 0) return APPLIED;
  const tooLate = wanted.find((line) => !['CREATED', 'ACCEPTED'].includes(lineStatus(line.status, line.packageNumber !== null)));
  if (tooLate) return refused(context, 'CANCEL_TOO_LATE', `line ${tooLate.id} is ${tooLate.status}`);
  const [packageNumber, ...others] = [...new Set(wanted.map((line) => line.packageNumber))];
  if (others.length > 0 || packageNumber === undefined) return refused(context, 'LINES_APART', 'the lines are in different packages; cancel those of one package at a time');
  return packageNumber === null ? cancelOpen(context, action, wanted) : cancelPacked(context, order, { action, wanted, packageNumber });
}

function isGivenUp(line: WireLine): boolean {
  return ['CANCELLED', 'UNSUPPLIED'].includes(lineStatus(line.status, false));
}

async function cancelOpen(context: HepsiburadaContext, action: PackageAction, lines: readonly WireLine[]): Promise<ActionOutcome> {
  const partial = lines.find((line) => quantityOf(action, line) < line.quantity);
  if (partial) return refused(context, 'WHOLE_LINES_ONLY', `Hepsiburada cancels line ${partial.id} whole (${partial.quantity} units) while it is not packed; accept the order to give up some of them`);
  for (const line of lines) {
    const outcome = await outcomeOf(context, cancelLine(context, line.id));
    if (outcome.kind === 'REFUSED') return outcome;
  }
  return APPLIED;
}

async function cancelPacked(context: HepsiburadaContext, order: WireOrder, o: { action: PackageAction; wanted: readonly WireLine[]; packageNumber: string }): Promise<ActionOutcome> {
  const { action, wanted, packageNumber } = o;
  const inside = order.items.filter((line) => line.packageNumber === packageNumber && !isGivenUp(line));
  const kept = inside.map((line) => ({ orderLineId: line.id, quantity: line.quantity - (wanted.includes(line) ? quantityOf(action, line) : 0) })).filter(({ quantity }) => quantity > 0);
  if (kept.length > 0) {
    const cancelledItems = wanted.map((line) => ({ orderLineId: line.id, quantity: quantityOf(action, line), cancelReasonId: CANNOT_SUPPLY }));
    return outcomeOf(context, send(context, { group: 'oms', operation: 'orders.cancelUnits', method: 'POST', path: `${packagePath(context, packageNumber)}/split`, json: { packageDetails: [{ parcelQuantity: 1, lines: kept }], cancelledItems } }));
  }
  const unpacked = await outcomeOf(context, send(context, { group: 'oms', operation: 'orders.unpack', method: 'POST', path: `${packagePath(context, packageNumber)}/unpack`, json: {} }));
  if (unpacked.kind === 'REFUSED') return unpacked;
  const opened = (await readWireOrder(context, action.remoteOrderId))?.items.filter((line) => wanted.some(({ id }) => id === line.id) && isOpen(line)) ?? [];
  return cancelOpen(context, action, opened);
}

function quantityOf({ lines }: PackageAction, { id, quantity }: WireLine): number {
  return Math.min(quantity, lines.filter((line) => line.remoteLineId === id).reduce((sum, line) => sum + line.quantity, 0));
}

function cancelLine(context: HepsiburadaContext, lineId: string): Promise<void> {
  const path = `/lineitems/merchantid/${context.store.remoteSellerId}/id/${encodeURIComponent(lineId)}/cancelbymerchant`;
  return send(context, { group: 'oms', operation: 'orders.cancel', method: 'POST', path, json: { reasonId: CANNOT_SUPPLY } });
}
