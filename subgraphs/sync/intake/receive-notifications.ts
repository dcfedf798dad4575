import type { StoreId } from '../../../platform/ids.js';
import type { NotificationPort, QueuedNotification } from '../connector/contract.js';
import { StoreAccessError, type OpenStore } from '../connector/store-access.js';
import { entryBody } from './domain/inbox-entry.js';
import { QUEUE_NOTED_EVERY_MS, type PollMark } from './domain/poll-mark.js';
import type { IntakeDeps } from './intake-deps.js';
import { openActive } from './open-active.js';
import { hasQueue } from './keep-told.js';
import { noteTrouble } from './note-trouble.js';
import { inboxKey } from './wake-keys.js';

/** NOT_NOW: the store is paused or gone, or its queue is not ready or to be left alone for now. */
export type Received = { readonly kind: 'GOT'; readonly count: number } | { readonly kind: 'TROUBLE'; readonly retryAt: Date } | { readonly kind: 'NOT_NOW' };

/**
 * Takes what a store's queue holds into the inbox, where it is taken in as webhooks are, and only then out of the queue.
 * Whatever dies in between, a notification comes again and is found to be there.
 */
export async function receiveNotifications(deps: IntakeDeps, storeId: StoreId, signal: AbortSignal): Promise<Received> {
  const open = await openActive(deps, storeId);
  const port = open?.connector.notifications;
  if (!open || !port || !hasQueue(open)) return { kind: 'NOT_NOW' };
  const mark = await deps.marks.open({ storeId, sellerId: open.store.sellerId, now: deps.clock.now() });
  if (mark.queueEnsuredAt === undefined || (mark.queueNotBefore ?? 0) > deps.clock.now()) return { kind: 'NOT_NOW' };
  try {
    const notifications = await waitFor(port, open, signal);
    await keep(deps, open, notifications);
    if (notifications.length > 0) await port.acknowledge(open.context, notifications.map(({ receipt }) => receipt));
    await noteRead(deps, mark);
    return { kind: 'GOT', count: notifications.length };
  } catch (error) {
    const failures = mark.queueFailures ?? 0;
    const retryAt = await noteTrouble(deps, mark, { store: open.store, error, failures, doing: 'reading its queue' });
    await deps.marks.note(storeId, { queueNotBefore: retryAt, queueFailures: failures + 1 });
    return { kind: 'TROUBLE', retryAt };
  }
}

/** A port that does not heed the signal is left waiting: what it then still gets is nobody's, and comes again. */
async function waitFor(port: NotificationPort<unknown>, { context }: OpenStore, signal: AbortSignal): Promise<readonly QueuedNotification[]> {
  if (signal.aborted) return [];
  let stop = (): void => undefined;
  const stopped = new Promise<readonly QueuedNotification[]>((resolve) => (stop = () => resolve([])));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([port.receive(context, signal), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The archive first, so that an entry always names the payload it came in. */
async function keep(deps: IntakeDeps, open: OpenStore, notifications: readonly QueuedNotification[]): Promise<void> {
  const { archive, inbox, queue, clock, metrics } = deps;
  const receivedAt = clock.now();
  const siblings = notifications.every(({ body }) => isFor(open, body)) ? [] : await siblingsOf(deps, open);
  const kept = await Promise.all(
    notifications.map(async ({ body }) => {
      const addressee = [open, ...siblings].find((one) => isFor(one, body));
      const { _id: storeId, sellerId, marketplace } = (addressee ?? open).store;
      const payloadId = await archive.recordInbound({ marketplace, sellerId, storeId, operation: 'notification', method: 'QUEUE', url: '', headers: {}, body, personal: true, status: 200 });
      if (!addressee) return { storeId, outcome: 'FOREIGN' as const };
      return { storeId, outcome: await inbox.add({ ...entryBody(storeId, null, body), sellerId, storeId, marketplace, payloadId, receivedAt, state: { kind: 'RECEIVED', attempts: 0 }, waiting: true }) };
    }),
  );
  for (const { outcome } of kept) metrics.notificationsReceived.inc({ marketplace: open.store.marketplace, outcome: OUTCOME_LABELS[outcome] });
  for (const storeId of new Set(kept.flatMap((one) => (one.outcome === 'ADDED' ? [one.storeId] : [])))) await queue.wake(inboxKey(storeId));
}

const OUTCOME_LABELS = { ADDED: 'accepted', DUPLICATE: 'duplicate', FOREIGN: 'foreign' } as const;

function isFor({ connector, context }: OpenStore, body: Buffer): boolean {
  return connector.notifications?.isFor?.(context.store, body) ?? true;
}

/** The seller's other stores there; one that is paused takes in its news when it goes on. */
async function siblingsOf({ stores, access, logger }: IntakeDeps, { store }: OpenStore): Promise<readonly OpenStore[]> {
  const others = (await stores.listAllStores()).filter((one) => one._id !== store._id && one.sellerId === store.sellerId && one.marketplace === store.marketplace && one.baseUrl === store.baseUrl);
  const opened = await Promise.all(
    others.map(({ _id }) =>
      access.open(_id).catch((error: unknown) => {
        if (!(error instanceof StoreAccessError)) throw error;
        logger.warn({ storeId: _id, code: error.code }, 'a store that shares a queue cannot be opened');
        return null;
      }),
    ),
  );
  return opened.filter((one) => one !== null);
}

async function noteRead({ marks, clock }: IntakeDeps, { _id, queueReadAt, queueFailures = 0 }: PollMark): Promise<void> {
  const now = clock.now();
  const isNoted = queueReadAt !== undefined && queueReadAt.getTime() > now.getTime() - QUEUE_NOTED_EVERY_MS;
  if (!isNoted || queueFailures > 0) await marks.note(_id, { queueReadAt: now, queueFailures: 0 });
}
