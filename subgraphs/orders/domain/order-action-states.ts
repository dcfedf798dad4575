import type { Order, OrderAction } from './order.js';

type ActionState = OrderAction['state'];

/**
 * How an action moves. SENT is written before the marketplace is called; UNKNOWN means that nobody heard the answer, and
 * only a look at the order decides whether it was APPLIED or may be asked again. SENT stays SENT while the marketplace has
 * taken an action but not yet done it. CANCELLED was taken back before it was sent. A REJECTED one moves on only when the
 * seller wants it tried again, and its issue says that this may help.
 */
const ACTION_TRANSITIONS: Readonly<Record<ActionState, readonly ActionStep['state'][]>> = {
  QUEUED: ['SENT', 'REJECTED', 'CANCELLED', 'QUEUED'],
  SENT: ['SENT', 'APPLIED', 'REJECTED', 'UNKNOWN', 'QUEUED'],
  UNKNOWN: ['APPLIED', 'REJECTED', 'UNKNOWN', 'QUEUED'],
  APPLIED: [],
  REJECTED: ['RETRIED'],
  CANCELLED: [],
};

/** `dueAt`: when it has to be looked at again; null once it is settled. */
export type ActionStep =
  /** `receipt`: what the marketplace gave for it, one given before stays. `issue`: what is in the way of learning how it ended; absent: nothing new. */
  | { readonly state: 'SENT'; readonly at: Date; readonly dueAt: Date; readonly receipt?: string; readonly issue?: OrderAction['issue'] }
  | { readonly state: 'UNKNOWN'; readonly dueAt: Date; readonly issue: OrderAction['issue'] }
  | { readonly state: 'QUEUED'; readonly dueAt: Date; readonly issue: OrderAction['issue'] }
  | { readonly state: 'APPLIED'; readonly at: Date }
  | { readonly state: 'CANCELLED'; readonly at: Date }
  /** The seller wants a refused one tried again. */
  | { readonly state: 'RETRIED'; readonly at: Date }
  | { readonly state: 'REJECTED'; readonly at: Date; readonly issue: NonNullable<OrderAction['issue']> };

/** The order with its action moved on; null when the action is not there, or not where it can move on from. */
export function stepAction(order: Order, actionId: string, from: ActionState, step: ActionStep): Order | null {
  const action = order.actions.find((one) => one.actionId === actionId);
  if (action?.state !== from || !ACTION_TRANSITIONS[from].includes(step.state)) return null;
  if (step.state === 'RETRIED' && action.issue?.retryable !== true) return null;
  return withActions(order, order.actions.map((one) => (one === action ? moved(one, step) : one)));
}

export function withActions(order: Order, actions: readonly OrderAction[]): Order {
  const { actionPending: _, ...rest } = order;
  const actionDueAt = firstDue(actions);
  return { ...rest, actions, actionDueAt, ...(actionDueAt === null ? {} : { actionPending: true }), version: order.version + 1 };
}

function moved(action: OrderAction, step: ActionStep): OrderAction {
  switch (step.state) {
    case 'SENT':
      return sent(action, step);
    case 'UNKNOWN':
    case 'QUEUED':
      return { ...action, state: step.state, dueAt: step.dueAt, issue: step.issue };
    case 'APPLIED':
      return { ...action, state: 'APPLIED', settledAt: step.at, dueAt: null, issue: null };
    case 'CANCELLED':
      return { ...action, state: 'CANCELLED', settledAt: step.at, dueAt: null, issue: null };
    case 'RETRIED':
      // A split may have been done since it was given up: it is looked up before anybody sends it again.
      return { ...action, state: action.kind === 'SPLIT' ? 'UNKNOWN' : 'QUEUED', settledAt: null, retriedAt: step.at, dueAt: step.at };
    case 'REJECTED':
      return { ...action, state: 'REJECTED', settledAt: step.at, dueAt: null, issue: step.issue };
    default:
      return step satisfies never;
  }
}

/** One that the marketplace has taken and not yet done is SENT once more without being asked once more, and keeps its receipt. */
function sent({ retriedAt: _, receipt: former, ...action }: OrderAction, { at, dueAt, receipt, issue }: Extract<ActionStep, { state: 'SENT' }>): OrderAction {
  const isAsked = action.state === 'QUEUED';
  const kept = receipt ?? (isAsked ? undefined : former);
  return { ...action, state: 'SENT', sentAt: at, dueAt, sends: (action.sends ?? 0) + (isAsked ? 1 : 0), ...(kept === undefined ? {} : { receipt: kept }), ...(issue === undefined ? {} : { issue }) };
}

/** What was asked first is done first, so that what waits behind it is not due before it, whatever its own moment. */
function firstDue(actions: readonly OrderAction[]): Date | null {
  return actions.find(({ dueAt }) => dueAt !== null)?.dueAt ?? null;
}
