import { createHash } from 'node:crypto';
import type { Store } from '../../stores/domain/store.js';
import { ConnectorError, type UnreadableRow } from '../connector/contract.js';
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
    await keepUnreadable(deps, store, page.unreadable ?? [], window.since);
    recorded += (await recordNews(deps, store, page.items)).recorded;
    cursor = page.next;
    if (cursor !== null) await deps.marks.note(store._id, { window: { ...window, cursor } });
  } while (cursor !== null && !signal.aborted);
  if (cursor === null) await noteCovered(deps, { store, connector }, mark, { startedAt: window.startedAt, foundNews: recorded > 0 });
}

/** Kept before the poll is noted as done, so that an order which cannot be read today is not lost, and stops no other. */
async function keepUnreadable({ inbox, clock, logger }: IntakeDeps, { _id: storeId, sellerId, marketplace }: Store, rows: readonly UnreadableRow[], polledSince: Date): Promise<void> {
  if (rows.length === 0) return;
  const at = clock.now();
  logger.warn({ storeId, rows: rows.length }, 'rows of a poll could not be read and were set aside');
  await inbox.addQuarantined(
    rows.map(({ reason, text }) => {
      const body = Buffer.from(text);
      const sha256 = createHash('sha256').update(body).digest('hex');
      const state = { kind: 'QUARANTINED', at, code: 'UNMAPPABLE', message: reason } as const;
      return { _id: `${storeId}:${sha256}`, sellerId, storeId, marketplace, sha256, bytes: body.length, body, payloadId: null, polledSince, receivedAt: at, state, quarantined: true };
    }),
  );
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
