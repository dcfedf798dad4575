import { ConnectorError } from '../connector/contract.js';
import type { OpenStore } from '../connector/store-access.js';
import { nextIntervalMs, nextWindow } from './domain/poll-plan.js';
import type { PollMark } from './domain/poll-mark.js';
import type { IntakeDeps } from './intake-deps.js';
import { recordNews } from './record-news.js';

/**
 * Reads the orders changed since the last poll, page by page, and notes how far it came: a poll cut off goes on where it
 * stopped, and a hub that was down asks for everything it missed. Throws ConnectorError.
 */
export async function pollOrders(deps: IntakeDeps, { store, connector, context }: OpenStore, mark: PollMark, signal: AbortSignal): Promise<void> {
  const window = nextWindow(mark, deps.clock.now());
  let { cursor } = window;
  let recorded = 0;
  do {
    const page = await connector.orders.changedSince(context, window.since, cursor).catch((error: unknown) => forgetCursor(deps, mark, cursor, error));
    recorded += (await recordNews(deps, store, page.items)).recorded;
    cursor = page.next;
    if (cursor !== null) await deps.marks.note(store._id, { window: { ...window, cursor } });
  } while (cursor !== null && !signal.aborted);
  if (cursor === null) await noteCovered(deps, { store, connector }, mark, { startedAt: window.startedAt, foundNews: recorded > 0 });
}

/** A cursor that the marketplace no longer takes is dropped; the window is then read again from its start. */
async function forgetCursor({ marks }: IntakeDeps, { _id: storeId }: PollMark, cursor: string | null, error: unknown): Promise<never> {
  if (cursor !== null && error instanceof ConnectorError && error.errorClass === 'VALIDATION') await marks.note(storeId, { window: null });
  throw error;
}

async function noteCovered(deps: IntakeDeps, { store, connector }: Pick<OpenStore, 'store' | 'connector'>, mark: PollMark, { startedAt, foundNews }: { startedAt: Date; foundNews: boolean }): Promise<void> {
  const now = deps.clock.now();
  const isFirst = mark.coveredUntil === null;
  // The first poll finds orders older than the webhook; after it, news that only a poll brought were missed by webhooks.
  const webhooksMissed = store.webhook.kind === 'ACTIVE' && foundNews && !isFirst ? true : mark.webhooksMissed;
  const webhooksWork = store.webhook.kind === 'ACTIVE' && !webhooksMissed;
  const intervalMs = nextIntervalMs({ limits: connector.limits.orderPollMs, webhooksWork, lastIntervalMs: mark.intervalMs, foundNews });
  await deps.marks.note(store._id, {
    coveredUntil: startedAt,
    window: null,
    polledAt: now,
    intervalMs,
    pollAt: new Date(now.getTime() + intervalMs),
    webhooksMissed,
    ...(webhooksMissed && !mark.webhooksMissed ? { webhookCheckAt: now } : {}),
    failures: 0,
    authFailures: 0,
  });
  await deps.polled(store._id);
}
