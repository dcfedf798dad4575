import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { cancelReasonOf, exactly, nearest, type ActionOutcome, type CancelReason, type CancelReasonTold, type PackageAction } from '../../sync/connector/contract.js';
import { callSoap, type N11Context } from './client.js';
import { SoapRefusal } from './errors.js';
import { issue } from './issues.js';
import { toOrderStatus } from './order-status.js';
import { readOrderPackages } from './packages.js';
import { askForSplit, lineNotHeld, readPackage } from './splits.js';
import type { N11Package } from './to-domain.js';

/** N11's reason ids, the same for the split by quantity and for ClaimCancelPartial. What it has no word for becomes its "other". */
export const cancelReasons: Readonly<Record<CancelReason, CancelReasonTold>> = {
  OUT_OF_STOCK: exactly('61'),
  DEFECTIVE: exactly('62'),
  WRONG_PRICE: exactly('63'),
  BUYER_ASKED: nearest('65'),
  ADDRESS: nearest('65'),
  FORCE_MAJEURE: exactly('64'),
  OTHER: exactly('65'),
};

interface Pieces {
  readonly orderLineId: string;
  readonly stockCode: string;
  readonly quantity: number;
}

/**
 * The seller cannot supply some pieces of a package. Some of them: the split by quantity, which cancels only beside
 * something that stays. All of them: ClaimCancelPartial, line by line. Only in `Picking`; in `Created` N11 allows it in
 * its panel alone. The package is read first, because earlier splits renew line ids.
 */
export async function cancelLines(context: N11Context, action: PackageAction): Promise<ActionOutcome> {
  const pkg = await readPackage(context, action);
  if (!pkg) return refused(context, 'PACKAGE_NOT_FOUND', `N11 has no package ${action.remotePackageId} in order ${action.remoteOrderId}`);
  if (toOrderStatus(pkg.shipmentPackageStatus) === 'CREATED') return refused(context, 'CANCEL_IN_PANEL', 'N11 lets a seller refuse a new order in its panel only; accept it first, or cancel there');
  if (toOrderStatus(pkg.shipmentPackageStatus) !== 'ACCEPTED') return refused(context, 'CANCEL_TOO_LATE', `the package is ${pkg.shipmentPackageStatus}`);
  const unknown = lineNotHeld(pkg, action);
  if (unknown) return refused(context, 'LINE_NOT_FOUND', `the package has no line ${unknown.remoteLineId} with ${unknown.quantity} pieces`);
  const { cancelled, kept } = divide(pkg, action);
  const reasonId = Number(cancelReasons[cancelReasonOf(action)].remoteCode);
  return kept.length > 0 ? splitOff(context, { cancelled, kept, reasonId }) : cancelAll(context, { action, cancelled, reasonId });
}

function divide(pkg: N11Package, { lines }: PackageAction): { cancelled: Pieces[]; kept: Pieces[] } {
  const wanted = (orderLineId: string): number => lines.filter((line) => line.remoteLineId === orderLineId).reduce((sum, line) => sum + line.quantity, 0);
  const pieces = (count: (line: N11Package['lines'][number]) => number): Pieces[] =>
    pkg.lines.map((line) => ({ orderLineId: line.orderLineId, stockCode: line.stockCode, quantity: count(line) })).filter(({ quantity }) => quantity > 0);
  return { cancelled: pieces((line) => wanted(line.orderLineId)), kept: pieces((line) => line.quantity - wanted(line.orderLineId)) };
}

async function splitOff(context: N11Context, { cancelled, kept, reasonId }: { cancelled: readonly Pieces[]; kept: readonly Pieces[]; reasonId: number }): Promise<ActionOutcome> {
  const body = {
    splitPackages: [{ packageDetails: kept.map(({ orderLineId, quantity }) => ({ orderLineId: Number(orderLineId), quantities: quantity })) }],
    cancelledItems: cancelled.map(({ orderLineId, quantity }) => ({ orderLineId: Number(orderLineId), quantity, cancelReasonId: reasonId })),
  };
  return askForSplit(context, { operation: 'orders.cancelLines', call: 'splitPackageByQuantity', body });
}

async function cancelAll(context: N11Context, { action, cancelled, reasonId }: { action: PackageAction; cancelled: readonly Pieces[]; reasonId: number }): Promise<ActionOutcome> {
  for (const [index, pieces] of cancelled.entries()) {
    // Each cancel makes a new package with new line ids out of what is left.
    const orderLineId = index === 0 ? pieces.orderLineId : await lineIdNow(context, action.remoteOrderId, pieces);
    if (orderLineId === null) continue;
    const problem = await cancelPieces(context, { orderLineId, quantity: pieces.quantity, reasonId });
    if (problem !== null) return problem;
  }
  return { kind: 'APPLIED' };
}

async function cancelPieces(context: N11Context, { orderLineId, quantity, reasonId }: { orderLineId: string; quantity: number; reasonId: number }): Promise<ActionOutcome | null> {
  try {
    await callSoap(context, { service: 'claimCancelService', operation: 'ClaimCancelPartial', fields: { orderItemId: orderLineId, cancelQuantity: quantity, cancelReasonTypeId: reasonId }, reads: false });
    return null;
  } catch (error) {
    if (error instanceof SoapRefusal) return refused(context, 'MARKETPLACE_REFUSED', error.message);
    throw error;
  }
}

/** The line of a package in `Picking` that holds these goods now: order number and stock code outlive every split. */
async function lineIdNow(context: N11Context, orderNumber: string, { stockCode, quantity }: Pieces): Promise<string | null> {
  const open = (await readOrderPackages(context, orderNumber)).filter((pkg) => toOrderStatus(pkg.shipmentPackageStatus) === 'ACCEPTED');
  return open.flatMap((pkg) => pkg.lines).find((line) => line.stockCode === stockCode && line.quantity === quantity)?.orderLineId ?? null;
}

function refused(context: N11Context, code: ExplainedCode, message: string): ActionOutcome {
  return { kind: 'REFUSED', issue: issue(code, message, context.now()) };
}
