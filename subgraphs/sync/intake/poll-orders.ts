import { ConnectorError, type OrderPage } from '../connector/contract.js';
import { followPage, NO_TRAIL, PageCircleError } from '../connector/page-trail.js';
import type { OpenStore } from '../connector/store-access.js';
import { isOtherClock, nextPoll, nextWindow, PAUSED_FOR_MS } from './domain/poll-plan.js';
import { isQueueRead, type PollMark, type PollWindow } from './domain/poll-mark.js';
import type { IntakeDeps } from './intake-deps.js';
import { keepUnreadable } from './keep-unreadable.js';
import { recordNews } from './record-news.js';
import { settleListed } from './settle-listed.js';
import { HEARD_WITHIN_MS } from './store/poll-mark-store.js';

/**
 * Reads the orders changed since the last poll, page by page, and notes how far it came: a poll cut off goes on where it
 * stopped, and a hub that was down asks for everything it missed. Pages that go in a circle end it as trouble of the marketplace's, and the
 * next poll begins its window anew, as does one that comes at once where the first answer tells another clock than the window was begun by. Throws ConnectorError.
 */
export async function pollOrders(deps: IntakeDeps, open: OpenStore, mark: PollMark, signal: AbortSignal): Promise<void> {
  const { store, connector, context } = open;
  const window = nextWindow(mark, deps.clock.now(), aheadMs(open));
  const beganAt = deps.clock.now();
  let { cursor, trail = NO_TRAIL } = window;
  let read = 0;
  let recorded = 0;
  let told = 0;
  do {
    const page = await connector.orders.changedSince(context, window.since, cursor).catch((error: unknown) => (isByOtherClock(open, { ...window, cursor }, error) ? NO_ORDERS : giveUp(deps, mark, { cursor, beganAt, read, recorded }, error)));
    await keepUnreadable(deps, store, page.unreadable ?? [], sinceByOurClock(window));
    read += page.items.length;
    recorded += (await recordNews(deps, store, page.items)).recorded;
    told += await settleListed(deps, store, { orders: page.items, askedAt: window.startedAt });
    if (isByOtherClock(open, { ...window, cursor })) return deps.marks.note(store._id, { window: null, pollAt: deps.clock.now() });
    try {
      trail = followPage(trail, { next: page.next, rows: rowsOf(page) });
    } catch (error) {
      await giveUp(deps, mark, { cursor, beganAt, read, recorded }, error);
    }
    cursor = page.next;
    if (cursor !== null) await deps.marks.note(store._id, { window: { ...window, cursor, trail } });
  } while (cursor !== null && !signal.aborted);
  if (cursor === null) await noteCovered(deps, { store, connector }, mark, { window, beganAt, read, recorded, told });
  else await deps.marks.note(store._id, { pollAt: deps.clock.now() });
}

const NO_ORDERS: OrderPage = { items: [], next: null };

/**
 * Whether the first answer has shown that the window was begun by a wrong clock: it would end before the newest orders, or begin after
 * them, which some marketplaces refuse.
 */
function isByOtherClock(open: OpenStore, window: PollWindow, error?: unknown): boolean {
  return (error === undefined || error instanceof ConnectorError) && isOtherClock(window, aheadMs(open));
}

/** How far the marketplace's clock is ahead of ours, as far as this process knows. */
function aheadMs({ context }: OpenStore): number {
  return context.marketplaceNow().getTime() - context.now().getTime();
}

function sinceByOurClock({ since, aheadMs: byMs = 0 }: PollWindow): Date {
  return new Date(since.getTime() - byMs);
}

function rowsOf({ items, unreadable = [] }: OrderPage): string[] {
  return [...items.map(({ remoteOrderId, packages }) => JSON.stringify([remoteOrderId, packages.map(({ remotePackageId, remoteRevision }) => [remotePackageId, remoteRevision])])), ...unreadable.map(({ text }) => text)];
}

/** A cursor that the marketplace no longer takes, or that leads in a circle, is dropped; the window is then read again from its start. */
async function giveUp({ marks, pollEnded, clock }: IntakeDeps, { _id: storeId }: PollMark, { cursor, beganAt, read, recorded }: Omit<Covered, 'window' | 'told'> & { readonly cursor: string | null }, error: unknown): Promise<never> {
  if (!(error instanceof ConnectorError)) throw error;
  if (error instanceof PageCircleError || (cursor !== null && error.errorClass === 'VALIDATION')) await marks.note(storeId, { window: null });
  await pollEnded({ storeId, startedAt: beganAt, finishedAt: clock.now(), checked: read, found: recorded, trouble: { errorClass: error.errorClass, message: error.message } });
  throw error;
}

interface Covered {
  /** `beganAt`: when this poll's part of it was. */
  readonly window: PollWindow;
  readonly beganAt: Date;
  readonly read: number;
  readonly recorded: number;
  /** Of what was read, the orders that news had named and that are read by number no more. */
  readonly told: number;
}

async function noteCovered(deps: IntakeDeps, { store, connector }: Pick<OpenStore, 'store' | 'connector'>, mark: PollMark, { window: { startedAt, aheadMs: marketplaceAheadMs = 0 }, beganAt, read, recorded, told }: Covered): Promise<void> {
  const now = deps.clock.now();
  const foundNews = recorded > 0;
  const isTelling = store.webhook.kind === 'ACTIVE' || isQueueRead(mark, now);
  const isMissed = isTelling && foundNews && told === 0 && !(await wasTold(deps, mark, startedAt));
  const webhooksMissed = isMissed || mark.webhooksMissed;
  const quietPolls = foundNews ? 0 : (mark.quietPolls ?? 0) + 1;
  const plan = await deps.orderPlan(store._id);
  const { intervalMs, reason } = nextPoll({ limits: connector.limits.orderPollMs, plan, webhooksWork: isTelling && !webhooksMissed, lastIntervalMs: mark.intervalMs, lastReason: mark.intervalReason ?? null, foundNews, quietPolls });
  await deps.marks.noteCovered(store._id, {
    coveredUntil: startedAt,
    marketplaceAheadMs,
    window: null,
    polledAt: now,
    intervalMs,
    intervalReason: reason,
    quietPolls,
    lastPoll: { startedAt: beganAt, finishedAt: now, read, recorded },
    pollAt: new Date(now.getTime() + (plan?.isPaused ? PAUSED_FOR_MS : intervalMs)),
    webhooksMissed,
    ...(webhooksMissed && !mark.webhooksMissed ? { webhookCheckAt: now } : {}),
    failures: 0,
    authFailures: 0,
  });
  await deps.pollEnded({ storeId: store._id, startedAt: beganAt, finishedAt: now, checked: read, found: recorded, trouble: null });
  await deps.polled(store._id);
}

/**
 * Whether what a poll found was told too. The first poll finds orders older than the webhook; after it, news that only a
 * poll brought were missed, unless they have just been told, are being taken in, or had this very poll brought forward.
 */
async function wasTold({ marks, inbox }: IntakeDeps, { _id: storeId, coveredUntil }: PollMark, startedAt: Date): Promise<boolean> {
  if (coveredUntil === null) return true;
  const [latest] = await marks.find([storeId]);
  const isHeard = (latest?.heardAt?.getTime() ?? 0) >= startedAt.getTime() - HEARD_WITHIN_MS;
  const isAsked = (latest?.pollAskedAt?.getTime() ?? 0) >= coveredUntil.getTime();
  return isHeard || isAsked || inbox.isAnythingOpen(storeId);
}
