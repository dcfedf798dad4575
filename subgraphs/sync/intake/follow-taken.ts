import { evidenceOf } from '../../orders/domain/order-action.js';
import type { OrderActionIssue } from '../../orders/domain/order.js';
import type { DueAction } from '../../orders/operations/due-actions.js';
import { ConnectorError, type FollowUp } from '../connector/contract.js';
import type { OpenStore } from '../connector/store-access.js';
import type { IntakeDeps } from './intake-deps.js';
import { mark, settle } from './move-action.js';
import { recordNews } from './record-news.js';

const SOONEST_LOOK_MS = 15_000;
const LATEST_LOOK_MS = 900_000;
/** Each pause is this part of the time since it was asked for: ten minutes are learnt of within two and a half. */
const PAUSE_PART = 1 / 4;
/** What is neither done nor refused by then is given back to the seller, who sees the order and may ask again. */
const GIVEN_BACK_AFTER_MS = 3 * 86_400_000;

/**
 * Finds out what became of an action that the marketplace has taken: from its order, else by asking; later and later, and never has it
 * done anew: what is under way for hours is still only handed in once. Answers what was in the way.
 */
export async function followTaken(deps: IntakeDeps, open: OpenStore, one: DueAction, receipt: string): Promise<unknown> {
  const outcome = await find(deps, open, one, receipt).catch((error: unknown) => ({ kind: 'TROUBLE', error }) as const);
  const at = deps.clock.now();
  switch (outcome.kind) {
    case 'DONE':
      await settle(deps, one, 'SENT', { state: 'APPLIED', at });
      return null;
    case 'REFUSED':
      await settle(deps, one, 'SENT', { state: 'REJECTED', at, issue: outcome.issue });
      return null;
    case 'PENDING':
      await lookAgain(deps, one, { at, waitMs: 0, issue: null });
      return null;
    case 'TROUBLE':
      await noteTrouble(deps, open, one, { at, error: outcome.error });
      return outcome.error;
    default:
      return outcome satisfies never;
  }
}

/** Without a way to ask, only the order tells. */
async function find(deps: IntakeDeps, { store, connector, context }: OpenStore, { order, action }: DueAction, receipt: string): Promise<FollowUp> {
  const remote = await connector.orders.byNumber(context, order.remoteOrderId);
  if (remote !== null) await recordNews(deps, store, [remote]);
  if (remote !== null && evidenceOf(action, remote.packages) === 'APPLIED') return { kind: 'DONE' };
  return (await connector.orders.followUp?.(context, receipt)) ?? { kind: 'PENDING' };
}

interface NextLook {
  readonly at: Date;
  /** At least so long. */
  readonly waitMs: number;
  readonly issue: OrderActionIssue | null;
}

async function lookAgain(deps: IntakeDeps, one: DueAction, { at, waitMs, issue }: NextLook): Promise<void> {
  const sentAt = one.action.sentAt ?? at;
  const takenForMs = at.getTime() - sentAt.getTime();
  if (takenForMs >= GIVEN_BACK_AFTER_MS) {
    const words = 'The marketplace took it three days ago and has neither done nor refused it.';
    return settle(deps, one, 'SENT', { state: 'REJECTED', at, issue: { code: 'TAKEN_NOT_DONE', message: issue === null ? words : `${words} ${issue.message}`, retryable: true } });
  }
  const pauseMs = Math.max(waitMs, Math.min(LATEST_LOOK_MS, Math.max(SOONEST_LOOK_MS, takenForMs * PAUSE_PART)));
  await mark(deps, one, 'SENT', { state: 'SENT', at: sentAt, dueAt: new Date(at.getTime() + pauseMs), issue });
}

async function noteTrouble(deps: IntakeDeps, { store }: OpenStore, one: DueAction, { at, error }: { readonly at: Date; readonly error: unknown }): Promise<void> {
  // Refused credentials concern the whole store, not this action alone.
  if (error instanceof ConnectorError && error.errorClass === 'AUTHENTICATION') throw error;
  const owner = { storeId: store._id, sellerId: store.sellerId };
  if (error instanceof ConnectorError) {
    deps.figures.troubled(owner, error.errorClass);
    return lookAgain(deps, one, { at, waitMs: error.retryAfterMs ?? 0, issue: { code: error.errorClass, remoteCode: error.remoteCode, message: error.message, retryable: true } });
  }
  deps.logger.error({ err: error, actionId: one.action.actionId, storeId: store._id }, 'a connector failed in a way nobody foresaw');
  deps.figures.troubled(owner, 'BUG');
  return lookAgain(deps, one, { at, waitMs: 0, issue: { code: 'BUG', message: 'The hub failed to make or read this call.', retryable: true } });
}
