import { groupBy } from '../../../platform/group-by.js';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { troubleNameOf, type TroubleName } from '../../catalog/domain/trouble-of.js';
import { isAskedOfOrders, type SyncOperation } from '../domain/operation.js';
import type { SyncDeps } from './sync-deps.js';

/** One cause of trouble of an operation. */
export interface OperationTrouble {
  readonly code: ExplainedCode;
  readonly errorClass: TroubleName;
  /** The words of one of them. */
  readonly message: string;
  readonly retryable: boolean;
  /** Values, or packages of an order, that it stands in the way of. */
  readonly count: number;
  /** The most often that one of them was sent. */
  readonly attempts: number;
  /** When the first of them is tried next; null when none is by itself. */
  readonly nextAttemptAt: Date | null;
}

interface Met {
  readonly issue: { readonly code: ExplainedCode; readonly message: string; readonly retryable: boolean };
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
}

/** What stands in an operation's way now, cause by cause, the most frequent first. */
export async function troublesOfOperation(deps: Pick<SyncDeps, 'catalog' | 'orders' | 'operations'>, operation: SyncOperation): Promise<readonly OperationTrouble[]> {
  const met = isAskedOfOrders(operation.kind) ? await troublesOfActions(deps, operation) : await deps.catalog.troublesOfOperation(operation._id);
  const causes = [...groupBy(met, ({ issue }) => issue.code)].map(([code, all]) => summed(code, all));
  return causes.sort((a, b) => b.count - a.count);
}

async function troublesOfActions({ orders, operations }: Pick<SyncDeps, 'orders' | 'operations'>, { _id, sellerId }: SyncOperation): Promise<readonly Met[]> {
  const orderIds = (await operations.outcomeOf(_id))?.orderIds ?? [];
  const found = await Promise.all(orderIds.map((orderId) => orders.findOrder({ sellerId, orderId })));
  const actions = found.flatMap((order) => order?.actions ?? []).filter(({ operationId }) => operationId === _id);
  return actions.flatMap(({ issue, sends = 0, dueAt }) => (issue === null ? [] : [{ issue, attempts: sends, nextAttemptAt: dueAt }]));
}

function summed(code: ExplainedCode, met: readonly Met[]): OperationTrouble {
  const next = met.flatMap(({ nextAttemptAt }) => (nextAttemptAt ? [nextAttemptAt.getTime()] : []));
  return {
    code, errorClass: troubleNameOf(code), message: met[0]?.issue.message ?? '', retryable: met.some(({ issue }) => issue.retryable), count: met.length,
    attempts: Math.max(...met.map(({ attempts }) => attempts)), nextAttemptAt: next.length > 0 ? new Date(Math.min(...next)) : null,
  };
}
