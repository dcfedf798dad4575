import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { stepAction } from '../domain/order-action-states.js';
import type { OrdersDeps } from './orders-deps.js';
import { stepActions, type ActionsOfOperation, type SteppedActions } from './step-actions.js';

/**
 * Takes back the actions of an operation that still wait to be sent. Sender and this meet in the order's own document: an action is
 * sent or taken back, never both. Error: ALREADY_SENT for what the marketplace has been asked already.
 */
export function withdrawActions(deps: OrdersDeps, where: ActionsOfOperation): Promise<SteppedActions> {
  const at = deps.clock.now();
  return stepActions(deps, where, (order, { actionId, state, remotePackageId }) => {
    if (state === 'SENT' || state === 'UNKNOWN') return { userErrors: [alreadySent(remotePackageId)] };
    return state === 'QUEUED' ? stepAction(order, actionId, state, { state: 'CANCELLED', at }) : null;
  });
}

function alreadySent(remotePackageId: string): UserError {
  return userError({ code: 'ALREADY_SENT', itemRef: remotePackageId, message: `The marketplace has been asked about package ${remotePackageId} already; that is followed to its end.` });
}
