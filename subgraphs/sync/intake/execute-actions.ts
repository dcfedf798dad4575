import { evidenceOf, linesLeft, type ActionEvidence } from '../../orders/domain/order-action.js';
import type { Order, OrderAction, OrderActionIssue, RemoteOrder } from '../../orders/domain/order.js';
import type { DueAction } from '../../orders/operations/due-actions.js';
import { ConnectorError, whileHolding, type PackageAction, type SplitOutcome, type TakenOutcome, type TogetherOutcome } from '../connector/contract.js';
import type { OpenStore } from '../connector/store-access.js';
import { jitteredDelayMs } from '../domain/error-policies.js';
import { nextLookAt } from '../domain/look-up.js';
import { refusalOf } from '../domain/refusal.js';
import { allEnded } from '../lanes/all-ended.js';
import type { IntakeDeps } from './intake-deps.js';
import { followTaken } from './follow-taken.js';
import { mark, settle } from './move-action.js';
import { isStillActive } from './open-active.js';
import { recordNews } from './record-news.js';

const ACTIONS_PER_TURN = 20;
/** How many orders are seen to side by side: enough for one slow answer not to hold up the rest, few enough for a marketplace's limits. */
const SIDE_BY_SIDE = 4;
/** No further action is begun after this: orders that were sold meanwhile are read before the rest, however slow the marketplace is. */
const TURN_MS = 5_000;
/** Longer than any call can take: an action still SENT after it was sent by a process that died. */
const SENT_LEASE_MS = 90_000;
/** What has not left by then does not leave any more: a process that was frozen meanwhile must not ask after another has. */
const LEAVES_WITHIN_MS = 60_000;
/** Sooner, a process that died is not missed by the others; whoever looks may find that it was done. */
const LOOK_AFTER_SENT_MS = 10_000;
const LOOK_AFTER_MS = 2_000;
const LOOK_AGAIN_AFTER_MS = 15_000;
/** A marketplace that takes splits does them within seconds; one not done by then was lost. */
const SPLIT_DONE_WITHIN_MS = 600_000;

/**
 * Does what sellers asked a marketplace to do with orders, some orders side by side, each order's actions one after the other: notes that it is being sent, asks, notes the answer. One whose
 * answer nobody heard is looked up in the order itself, and asked again only when it surely was not done; a split never, nor what the
 * marketplace has taken and given a receipt for: that is followed until it is done or refused. Ends when somebody pauses the store: what is left waits until it is resumed.
 */
export async function executeActions(deps: IntakeDeps, open: OpenStore, signal: AbortSignal): Promise<void> {
  const due = await deps.orders.dueActions({ storeId: open.store._id, limit: ACTIONS_PER_TURN });
  const endsAt = after(deps.clock.now(), TURN_MS);
  const together = waitingTogether(open, due);
  if (together.length > 0) {
    if (signal.aborted || !(await isStillActive(deps, open.store._id))) return;
    if (isInTheWay(await sendTogether(deps, open, together))) return;
  }
  const alone = due.filter((each) => !together.includes(each)).values();
  let isOver = false;
  // What others met is asked for last: it may have become so while the store was looked at.
  const mayGoOn = async (): Promise<boolean> => !signal.aborted && deps.clock.now() < endsAt && (await isStillActive(deps, open.store._id)) && !isOver;
  const oneByOne = async (): Promise<void> => {
    for (const one of alone) {
      if (!(await mayGoOn())) return;
      const trouble = await (one.action.state === 'QUEUED' ? sendAction(deps, open, one) : lookUpAction(deps, open, one));
      if (isInTheWay(trouble)) isOver = true;
    }
  };
  const giveUp = (error: unknown): never => {
    isOver = true;
    throw error;
  };
  await allEnded(Array.from({ length: SIDE_BY_SIDE }, () => oneByOne().catch(giveUp)));
}

/** Where each of them would wait for its own timeout, orders that were sold meanwhile are read first. */
function isInTheWay(trouble: unknown): boolean {
  return trouble instanceof ConnectorError && trouble.errorClass !== 'VALIDATION';
}

/** Cancels of several orders, where the marketplace takes them in one call; none when there is but one. */
function waitingTogether({ connector }: OpenStore, due: readonly DueAction[]): readonly DueAction[] {
  const cancels = connector.orders.cancelTogether === undefined ? [] : due.filter(({ action }) => action.state === 'QUEUED' && action.kind === 'CANCEL_LINES');
  return cancels.length > 1 ? cancels : [];
}

/**
 * Each is noted as being sent before the one call, and settled by itself: what a process that dies half-way has not noted is looked up in
 * its own order, as if it had been sent alone. Answers what was in the way.
 */
async function sendTogether(deps: IntakeDeps, open: OpenStore, queued: readonly DueAction[]): Promise<unknown> {
  const at = deps.clock.now();
  const sent: DueAction[] = [];
  for (const one of queued) {
    const marked = await markSent(deps, one, at);
    if (marked !== null) sent.push(marked);
  }
  if (sent.length === 0) return null;
  const context = whileHolding(open.context, () => deps.clock.now() < after(at, LEAVES_WITHIN_MS));
  const troubled = (error: unknown): readonly Outcome[] => sent.map(() => ({ kind: 'TROUBLE', error }));
  const outcomes = (await open.connector.orders.cancelTogether?.(context, sent.map(({ order, action }) => toPackageAction(order, action))).catch(troubled)) ?? [];
  const noted = await Promise.allSettled(sent.map((one, place) => noteOutcome(deps, open, one, outcomes[place] ?? { kind: 'TROUBLE', error: new Error('a connector told no outcome of an action') })));
  const failed = noted.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
  return noted.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])).find(isInTheWay) ?? null;
}

/** Answers what was in the way. */
async function sendAction(deps: IntakeDeps, open: OpenStore, queued: DueAction): Promise<unknown> {
  const at = deps.clock.now();
  const one = await markSent(deps, queued, at);
  if (one === null) return null;
  const context = whileHolding(open.context, () => deps.clock.now() < after(at, LEAVES_WITHIN_MS));
  return noteOutcome(deps, open, one, await ask({ ...open, context }, one.order, one.action).catch((error: unknown) => ({ kind: 'TROUBLE', error }) as const));
}

/** The action as it is noted to be sent, in its order as that is now; null when somebody else was sooner. */
async function markSent(deps: IntakeDeps, queued: DueAction, at: Date): Promise<DueAction | null> {
  const order = await mark(deps, queued, 'QUEUED', { state: 'SENT', at, dueAt: after(at, LOOK_AFTER_SENT_MS) });
  const action = order?.actions.find(({ actionId }) => actionId === queued.action.actionId);
  return order && action ? { order, action } : null;
}

type Outcome = TogetherOutcome | SplitOutcome | { readonly kind: 'TROUBLE'; readonly error: unknown };

/** Answers what was in the way. */
async function noteOutcome(deps: IntakeDeps, open: OpenStore, one: DueAction, outcome: Outcome): Promise<unknown> {
  if (outcome.kind === 'TROUBLE') {
    await noteTrouble(deps, open, one, outcome.error);
    return outcome.error;
  }
  if (outcome.kind === 'TAKEN') {
    const { receipt } = outcome;
    await mark(deps, one, 'SENT', { state: 'SENT', at: one.action.sentAt ?? deps.clock.now(), dueAt: after(deps.clock.now(), LOOK_AFTER_MS), issue: null, ...(receipt === undefined ? {} : { receipt }) });
  } else if (outcome.kind === 'REFUSED') {
    await settle(deps, one, 'SENT', { state: 'REJECTED', at: deps.clock.now(), issue: outcome.issue });
  } else {
    await settle(deps, one, 'SENT', { state: 'APPLIED', at: deps.clock.now() });
    await readBack(deps, open, one.order);
  }
  return null;
}

async function ask(open: OpenStore, order: Order, action: OrderAction): Promise<TakenOutcome | SplitOutcome> {
  const { connector, context } = open;
  const asked = toPackageAction(order, action);
  switch (action.kind) {
    case 'ACCEPT':
      return connector.orders.accept(context, asked);
    case 'SHIP':
      return connector.orders.ship(context, asked);
    case 'CANCEL_LINES':
      return connector.orders.cancelLines(context, asked);
    case 'SPLIT':
      return split(open, order, asked);
    default:
      return action.kind satisfies never;
  }
}

function toPackageAction(order: Order, { remotePackageId, lines, parameters }: OrderAction): PackageAction {
  const packageStatus = order.packages.find((one) => one.remotePackageId === remotePackageId)?.status ?? 'UNKNOWN';
  return { remoteOrderId: order.remoteOrderId, remotePackageId, packageStatus, lines, parameters };
}

async function split({ connector, context }: OpenStore, order: Order, asked: PackageAction): Promise<SplitOutcome> {
  if (connector.splits === undefined) return { kind: 'REFUSED', issue: { code: 'UNSUPPORTED', message: `The hub cannot split packages on ${connector.displayName}.`, retryable: false, at: context.now() } };
  const one = order.packages.find((each) => each.remotePackageId === asked.remotePackageId);
  return connector.splits.split(context, { ...asked, rest: one === undefined ? [] : linesLeft(one, asked.lines) });
}

/** What the marketplace surely did not do is asked again later; what it may have done is looked up first. */
async function noteTrouble(deps: IntakeDeps, { store }: OpenStore, one: DueAction, error: unknown): Promise<void> {
  const at = deps.clock.now();
  const isForeseen = error instanceof ConnectorError;
  if (!isForeseen) deps.logger.error({ err: error, actionId: one.action.actionId, storeId: store._id }, 'a connector failed in a way nobody foresaw');
  const isToldAbove = isForeseen && error.errorClass === 'AUTHENTICATION';
  if (!isToldAbove) deps.figures.troubled({ storeId: store._id, sellerId: store.sellerId }, isForeseen ? error.errorClass : 'BUG');
  const issue: OrderActionIssue = { code: isForeseen ? error.errorClass : 'BUG', message: isForeseen ? error.message : 'The hub failed to make or read this call.', retryable: true };
  if (!isForeseen || error.outcome === 'UNKNOWN') {
    await mark(deps, one, 'SENT', { state: 'UNKNOWN', dueAt: after(at, LOOK_AFTER_MS), issue });
  } else if (error.errorClass === 'VALIDATION') {
    await settle(deps, one, 'SENT', { state: 'REJECTED', at, issue: refusalOf(error, at) });
  } else {
    const policy = (await deps.policiesOf(store))[error.errorClass];
    await mark(deps, one, 'SENT', { state: 'QUEUED', dueAt: after(at, error.retryAfterMs ?? jitteredDelayMs(policy, (one.action.sends ?? 1) - 1, Math.random())), issue });
  }
  // Refused credentials concern the whole store, not this action alone.
  if (isToldAbove) throw error;
}

/** Answers what was in the way. */
async function lookUpAction(deps: IntakeDeps, open: OpenStore, one: DueAction): Promise<unknown> {
  const { order, action } = one;
  if (action.state === 'SENT' && action.receipt !== undefined) return followTaken(deps, open, one, action.receipt);
  const remote = await open.connector.orders.byNumber(open.context, order.remoteOrderId);
  if (remote !== null) await recordNews(deps, open.store, [remote]);
  await decide(deps, open, one, evidenceIn(remote, action));
  return null;
}

function evidenceIn(remote: RemoteOrder | null, action: OrderAction): ActionEvidence {
  return remote === null ? 'UNCLEAR' : evidenceOf(action, remote.packages);
}

async function decide(deps: IntakeDeps, { connector }: OpenStore, one: DueAction, evidence: ActionEvidence): Promise<void> {
  const { action } = one;
  const at = deps.clock.now();
  const settledFrom = after(action.sentAt ?? at, connector.limits.settleMs);
  if (evidence === 'APPLIED') return settle(deps, one, action.state, { state: 'APPLIED', at });
  if (evidence === 'GONE') return settle(deps, one, action.state, { state: 'REJECTED', at, issue: { code: 'PACKAGE_CLOSED', message: `Package ${action.remotePackageId} is closed on the marketplace.`, retryable: false } });
  if (action.kind === 'SPLIT') return awaitSplit(deps, one, evidence, at);
  const lostFrom = after(action.sentAt ?? at, SENT_LEASE_MS);
  if (action.state === 'SENT' && at < lostFrom) return awaitAnswer(deps, one, { at, lostFrom });
  const issue: OrderActionIssue = action.issue ?? { code: 'TIMEOUT', message: 'The marketplace was asked and its answer not heard.', retryable: true };
  const mayAskAgain = evidence === 'NOT_APPLIED' && at >= settledFrom;
  const lookAt = evidence === 'NOT_APPLIED' ? nextLookAt({ provesFrom: settledFrom, settleMs: connector.limits.settleMs, now: at }) : after(at, LOOK_AGAIN_AFTER_MS);
  await mark(deps, one, action.state, mayAskAgain ? { state: 'QUEUED', dueAt: at, issue } : { state: 'UNKNOWN', dueAt: lookAt, issue });
}

/** Somebody may still be asking, so that only finding it done decides anything. */
async function awaitAnswer(deps: IntakeDeps, one: DueAction, { at, lostFrom }: { readonly at: Date; readonly lostFrom: Date }): Promise<void> {
  const again = after(at, LOOK_AGAIN_AFTER_MS);
  await mark(deps, one, 'SENT', { state: 'SENT', at: one.action.sentAt ?? at, dueAt: again < lostFrom ? again : lostFrom });
}

/**
 * A second split would divide what the first has divided, and one may be done long after it was taken: so it is waited for, and in the
 * end given back. Only the seller has it asked for again, and only what is surely not done.
 */
async function awaitSplit(deps: IntakeDeps, one: DueAction, evidence: ActionEvidence, at: Date): Promise<void> {
  const { action } = one;
  const sentAt = action.sentAt ?? at;
  if (action.retriedAt !== undefined && evidence === 'NOT_APPLIED') {
    await mark(deps, one, action.state, { state: 'QUEUED', dueAt: at, issue: action.issue });
    return;
  }
  if (at >= after(sentAt, SPLIT_DONE_WITHIN_MS)) return settle(deps, one, action.state, { state: 'REJECTED', at, issue: { code: 'SPLIT_NOT_DONE', message: `Package ${action.remotePackageId} is not split on the marketplace.`, retryable: true } });
  const dueAt = after(at, LOOK_AGAIN_AFTER_MS);
  await mark(deps, one, action.state, action.state === 'SENT' ? { state: 'SENT', at: sentAt, dueAt } : { state: 'UNKNOWN', dueAt, issue: action.issue });
}

/** Shows the order as it is now, before the marketplace tells of it by itself. The next poll brings what this misses. */
async function readBack(deps: IntakeDeps, { store, connector, context }: OpenStore, { remoteOrderId }: Order): Promise<void> {
  try {
    const remote = await connector.orders.byNumber(context, remoteOrderId);
    if (remote !== null) await recordNews(deps, store, [remote]);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    deps.logger.info({ storeId: store._id, errorClass: error.errorClass }, 'an order could not be read back after an action');
  }
}

function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
