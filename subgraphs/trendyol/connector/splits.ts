import type { SplitAction, SplitOutcome, SplitPort } from '../../sync/connector/contract.js';
import type { TrendyolContext, TrendyolCredentials } from './client.js';
import { act } from './orders.js';

export const splits: SplitPort<TrendyolCredentials> = { split };

/**
 * Whole lines by their ids, parts of lines by their quantities: `/quantity-split` would make a package of each line, so it
 * is `/split-packages` that keeps them together. Both are answered at once and done later.
 */
async function split(context: TrendyolContext, action: SplitAction): Promise<SplitOutcome> {
  const staying = new Set(action.rest.map(({ remoteLineId }) => remoteLineId));
  const isWhole = action.lines.every(({ remoteLineId }) => !staying.has(remoteLineId));
  const request = isWhole ? { rest: '/split', body: ofLines(action) } : { rest: '/split-packages', body: ofUnits(action) };
  const outcome = await act(context, action, { endpoint: 'split', operation: 'orders.split', method: 'POST', ...request });
  return outcome.kind === 'APPLIED' ? { kind: 'TAKEN' } : outcome;
}

function ofLines({ lines }: SplitAction): object {
  return { orderLineIds: lines.map(({ remoteLineId }) => Number(remoteLineId)) };
}

function ofUnits({ lines }: SplitAction): object {
  return { splitPackages: [{ packageDetails: lines.map(({ remoteLineId, quantity }) => ({ orderLineId: Number(remoteLineId), quantities: quantity })) }] };
}
