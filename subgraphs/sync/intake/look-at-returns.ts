import { atWorth, ConnectorError, type ClaimPort, type ConnectorContext, type Page, type RemoteClaim } from '../connector/contract.js';
import type { OpenStore } from '../connector/store-access.js';
import type { PollMark } from './domain/poll-mark.js';
import { isAtEnd, NEW_LOOK, nextLookAt, seePage, type LookUnderWay } from './domain/returns-look.js';
import type { IntakeDeps } from './intake-deps.js';

/** Where the marketplace cannot be asked for what waits: what changed since then is gone through. */
const REACH_MS = 30 * 86_400_000;
/** Orders wait meanwhile: what takes longer goes on at the next check of the store. */
const PAGES_AT_ONCE = 5;
const LONGEST_AT_ONCE_MS = 3_000;

/**
 * Counts the returns that wait for the seller's answer, four times an hour and when news told of one, on quota that nobody else wants. True
 * while it has not come to its end. Trouble with it is nobody else's: an account may read orders and no returns. What was known then stays until the next look.
 */
export async function lookAtReturns({ marks, clock, logger }: Pick<IntakeDeps, 'marks' | 'clock' | 'logger'>, { store, connector, context }: OpenStore, { coveredUntil, returnsLook, returnsAskedAt }: Pick<PollMark, 'coveredUntil' | 'returnsLook' | 'returnsAskedAt'>): Promise<boolean> {
  const now = clock.now();
  // Of a store that has just been connected, the orders are read first.
  if (!connector.claims || coveredUntil === null || nextLookAt(returnsLook, returnsAskedAt) > now) return false;
  const at = returnsLook?.going ? returnsLook.at : now;
  try {
    const look = await readOn(connector.claims, atWorth(context, 'BULK'), returnsLook?.going ?? NEW_LOOK);
    const isDone = isAtEnd(look);
    const found = isDone ? { returnsWaiting: { count: look.seen.length, nextRespondBy: look.nextRespondBy, seenAt: clock.now() } } : {};
    await marks.note(store._id, { returnsLook: { at, going: isDone ? null : look }, ...found });
    return !isDone;
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    logger.info({ storeId: store._id, errorClass: error.errorClass }, 'the returns of a store could not be looked at');
    await marks.note(store._id, { returnsLook: { at: now, going: null } });
    return false;
  }
}

async function readOn(claims: ClaimPort<unknown>, context: ConnectorContext<unknown>, begun: LookUnderWay): Promise<LookUnderWay> {
  const endMs = context.now().getTime() + LONGEST_AT_ONCE_MS;
  let look = begun;
  do look = seePage(look, await readPage(claims, context, look.cursor));
  while (!isAtEnd(look) && look.pages - begun.pages < PAGES_AT_ONCE && context.now().getTime() < endMs);
  return look;
}

function readPage(claims: ClaimPort<unknown>, context: ConnectorContext<unknown>, cursor: string | null): Promise<Page<RemoteClaim>> {
  return claims.listWaiting?.(context, cursor) ?? claims.list(context, new Date(context.now().getTime() - REACH_MS), cursor);
}
