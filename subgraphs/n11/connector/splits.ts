import { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { ActionOutcome, PackageAction, SplitAction, SplitPort } from '../../sync/connector/contract.js';
import { number } from '../../sync/connector/wire-values.js';
import { call, type N11Context, type N11Credentials } from './client.js';
import { issue } from './issues.js';
import { toOrderStatus } from './order-status.js';
import { readOrderPackages } from './packages.js';
import { packageIdOf, type N11Package } from './to-domain.js';

export const splits: SplitPort<N11Credentials> = { split };

/**
 * Only in `Picking`. N11 is told lines, not packages, and whole lines keep their ids: only a look at the package, taken
 * first, keeps a stale wish from dividing the part that an earlier split put them in.
 */
async function split(context: N11Context, action: SplitAction): Promise<ActionOutcome> {
  const pkg = await readPackage(context, action);
  if (!pkg) return refused(context, 'PACKAGE_NOT_FOUND', `N11 has no package ${action.remotePackageId} in order ${action.remoteOrderId}`);
  const status = toOrderStatus(pkg.shipmentPackageStatus);
  if (status === 'CREATED') return refused(context, 'SPLIT_BEFORE_ACCEPT', 'N11 splits a package only once it is accepted');
  if (status !== 'ACCEPTED') return refused(context, 'SPLIT_TOO_LATE', `the package is ${pkg.shipmentPackageStatus}`);
  const unknown = lineNotHeld(pkg, action);
  if (unknown) return refused(context, 'LINE_NOT_FOUND', `the package has no line ${unknown.remoteLineId} with ${unknown.quantity} pieces`);
  const isWhole = action.lines.every(({ remoteLineId, quantity }) => pkg.lines.some((held) => held.orderLineId === remoteLineId && held.quantity === quantity));
  return askForSplit(context, isWhole ? ofLines(action) : ofPieces(pkg, action));
}

function ofLines({ lines }: SplitAction): SplitCall {
  return { operation: 'orders.split', call: 'splitCombinePackage', body: { splitGroups: [{ orderLineIds: lines.map(({ remoteLineId }) => Number(remoteLineId)) }] } };
}

/** Both parts are named: whether N11 keeps pieces that nobody names together is not known. */
function ofPieces(pkg: N11Package, { lines }: SplitAction): SplitCall {
  const leaving = (orderLineId: string): number => lines.find(({ remoteLineId }) => remoteLineId === orderLineId)?.quantity ?? 0;
  const part = (count: (line: N11Package['lines'][number]) => number): object => ({
    packageDetails: pkg.lines.map((line) => ({ orderLineId: Number(line.orderLineId), quantities: count(line) })).filter(({ quantities }) => quantities > 0),
  });
  return { operation: 'orders.split', call: 'splitPackageByQuantity', body: { splitPackages: [part((line) => leaving(line.orderLineId)), part((line) => line.quantity - leaving(line.orderLineId))], cancelledItems: [] } };
}

export async function readPackage(context: N11Context, { remoteOrderId, remotePackageId }: PackageAction): Promise<N11Package | undefined> {
  return (await readOrderPackages(context, remoteOrderId)).find((row) => packageIdOf(row) === remotePackageId);
}

export function lineNotHeld(pkg: N11Package, { lines }: PackageAction): PackageAction['lines'][number] | undefined {
  return lines.find((line) => !pkg.lines.some((held) => held.orderLineId === line.remoteLineId && held.quantity >= line.quantity));
}

export interface SplitCall {
  readonly operation: string;
  readonly call: 'splitCombinePackage' | 'splitPackageByQuantity';
  readonly body: object;
}

const splitSchema = z.looseObject({ code: number, message: z.string().nullish() });

/** A refused split may come with HTTP 200 and another `code`. */
export async function askForSplit(context: N11Context, { operation, call: name, body }: SplitCall): Promise<ActionOutcome> {
  const answer = await call(context, { group: 'order-writes', operation, method: 'POST', path: `/rest/delivery/v1/${name}`, body: JSON.stringify(body) }, splitSchema);
  return answer.code === 200 ? { kind: 'APPLIED' } : refused(context, 'MARKETPLACE_REFUSED', answer.message ?? `N11 answered code ${answer.code}`);
}

function refused(context: N11Context, code: ExplainedCode, message: string): ActionOutcome {
  return { kind: 'REFUSED', issue: issue(code, message, context.now()) };
}
