import type { SplitAction, SplitOutcome, SplitPort } from '../../sync/connector/contract.js';
import { outcomeOf, refused } from './action-outcome.js';
import { send, type HepsiburadaContext, type HepsiburadaCredentials } from './client.js';
import { packagePath, readWireOrder } from './whole-orders.js';

export const splits: SplitPort<HepsiburadaCredentials> = { split: splitPackage };

/** Divides a box in two. The box must still hold exactly what leaves and what stays: one divided before is not divided again. */
async function splitPackage(context: HepsiburadaContext, action: SplitAction): Promise<SplitOutcome> {
  const { remoteOrderId, remotePackageId, lines, rest } = action;
  if (remotePackageId === remoteOrderId) return refused(context, 'SPLIT_BEFORE_ACCEPT', 'Hepsiburada divides packed boxes only; accept the order first');
  const order = await readWireOrder(context, remoteOrderId);
  const inside = order?.items.filter((line) => line.packageNumber === remotePackageId) ?? [];
  const sums = new Map<string, number>();
  for (const { remoteLineId, quantity } of [...lines, ...rest]) sums.set(remoteLineId, (sums.get(remoteLineId) ?? 0) + quantity);
  const isWhole = inside.length === sums.size && inside.every((line) => sums.get(line.id) === line.quantity);
  if (!isWhole) return refused(context, 'SPLIT_TOO_LATE', `package ${remotePackageId} no longer holds these lines`);
  const boxOf = (parts: SplitAction['lines']): object => ({ parcelQuantity: 1, lines: parts.map(({ remoteLineId, quantity }) => ({ orderLineId: remoteLineId, quantity })) });
  const json = { packageDetails: [boxOf(lines), boxOf(rest)], cancelledItems: [] };
  return outcomeOf(context, send(context, { group: 'oms', operation: 'orders.split', method: 'POST', path: `${packagePath(context, remotePackageId)}/split`, json }));
}
