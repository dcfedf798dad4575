import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { Order, OrderAction } from '../domain/order.js';
import { refusalsOfRetry } from '../domain/order-action.js';
import { stepAction } from '../domain/order-action-states.js';
import type { OrdersDeps } from './orders-deps.js';
import { stepActions, type ActionsOfOperation, type SteppedActions } from './step-actions.js';

export interface RetryActions extends ActionsOfOperation {
  /** Only what was refused with this code; null: all. */
  readonly issueCode: string | null;
  /** Only these; absent or null: all. */
  readonly actionIds?: readonly string[] | null;
}

/**
 * Has the refused actions of an operation tried again where that may help, and those of unknown outcome looked up now: such a
 * one is never sent again unseen. One that waits after trouble is tried now. Errors: NOT_RETRYABLE, and those of `planAction` for what cannot be done any more.
 */
export function retryActions(deps: OrdersDeps, { issueCode, actionIds = null, ...where }: RetryActions): Promise<SteppedActions> {
  const now = deps.clock.now();
  return stepActions(deps, where, (order, action) => {
    const { actionId, issue, state, dueAt } = action;
    if (actionIds !== null && !actionIds.includes(actionId)) return null;
    if (issueCode !== null && issue?.code !== issueCode) return null;
    if (state === 'UNKNOWN') return stepAction(order, actionId, state, { state, dueAt: now, issue });
    if (state === 'QUEUED' && issue !== null && dueAt !== null && dueAt > now) return stepAction(order, actionId, state, { state, dueAt: now, issue });
    if (state !== 'REJECTED') return null;
    const userErrors = refusalsToRetry(order, action);
    return userErrors.length > 0 ? { userErrors } : stepAction(order, actionId, state, { state: 'RETRIED', at: now });
  });
}

function refusalsToRetry(order: Order, action: OrderAction): readonly UserError[] {
  const { issue, remotePackageId } = action;
  if (issue?.retryable === true) return refusalsOfRetry(order, action);
  return [userError({ code: 'NOT_RETRYABLE', itemRef: remotePackageId, message: `Package ${remotePackageId} was refused for a reason that asking again does not change: ${issue?.message ?? 'none was given'}` })];
}
