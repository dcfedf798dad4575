import type { StoreId } from '../../../platform/ids.js';
import type { OrderNews } from '../../orders/operations/record-orders.js';
import type { Store } from '../../stores/domain/store.js';
import { ConnectorError, type Connector } from '../connector/contract.js';
import { MOST_ATTEMPTS } from './domain/inbox-entry.js';
import type { IntakeDeps } from './intake-deps.js';
import { recordNews } from './record-news.js';
import type { ArrivedEntry } from './store/inbox-store.js';

const ENTRIES_AT_ONCE = 200;

/** Takes in what webhooks have left for a store, batch by batch, until nothing waits. What cannot be mapped is set aside with the reason. */
export async function takeInWebhooks(deps: IntakeDeps, storeId: StoreId, signal: AbortSignal): Promise<void> {
  for (;;) {
    const entries = await deps.inbox.waiting(storeId, ENTRIES_AT_ONCE);
    if (entries.length === 0) return;
    const [store] = await deps.stores.findStores([storeId]);
    await takeInBatch(deps, store, entries);
    const latest = entries.at(-1);
    if (latest) await deps.marks.heard(storeId, latest.receivedAt);
    if (signal.aborted) return;
  }
}

async function takeInBatch(deps: IntakeDeps, store: Store | undefined, entries: readonly ArrivedEntry[]): Promise<void> {
  const connector = store && deps.connectors[store.marketplace];
  const mapped: Mapped[] = [];
  for (const entry of entries) {
    const read = readEntry(store, connector, entry);
    if ('orders' in read) mapped.push({ entry, orders: read.orders });
    else await setAside(deps, entry, read);
  }
  if (store && mapped.length > 0) await recordAndMark(deps, store, mapped);
}

interface Mapped {
  readonly entry: ArrivedEntry;
  readonly orders: readonly OrderNews[];
}

type Unreadable = { readonly code: string; readonly message: string };

function readEntry(store: Store | undefined, connector: Connector | undefined, { body, payloadId, receivedAt }: ArrivedEntry): { readonly orders: readonly OrderNews[] } | Unreadable {
  if (!store) return { code: 'STORE_GONE', message: 'The store it was sent to is no longer connected.' };
  if (!connector?.webhooks) return { code: 'NO_CONNECTOR', message: `This hub takes no webhooks of ${store.marketplace}.` };
  try {
    return { orders: connector.webhooks.parse({ method: 'POST', path: '', body }, store.currency).orders.map((order) => ({ ...order, ...(payloadId === null ? {} : { payloadId }), heardAt: receivedAt })) };
  } catch (error) {
    if (error instanceof ConnectorError) return { code: 'UNMAPPABLE', message: error.message };
    return { code: 'MAPPING_FAILED', message: `The hub failed to read it (${error instanceof Error ? error.name : 'unknown'}).` };
  }
}

async function setAside(deps: IntakeDeps, entry: ArrivedEntry, { code, message }: Unreadable): Promise<void> {
  deps.logger.warn({ entry: entry._id, storeId: entry.storeId, code }, 'a webhook was set aside');
  await deps.inbox.quarantine(entry._id, { code, message, at: deps.clock.now() });
}

/** A failure of the batch is narrowed down to the entries at fault, so that one of them never holds up the rest. */
async function recordAndMark(deps: IntakeDeps, store: Store, mapped: readonly Mapped[]): Promise<void> {
  try {
    await recordNews(deps, store, mapped.flatMap(({ orders }) => orders));
  } catch (error) {
    if (mapped.length > 1) return recordOneByOne(deps, store, mapped);
    return countFailure(deps, mapped, error);
  }
  await deps.inbox.markMapped(mapped.map(({ entry }) => entry._id), deps.clock.now());
}

async function recordOneByOne(deps: IntakeDeps, store: Store, mapped: readonly Mapped[]): Promise<void> {
  const failed: unknown[] = [];
  for (const one of mapped) await recordAndMark(deps, store, [one]).catch((error: unknown) => failed.push(error));
  // Thrown again so that the wake is repeated with growing pauses.
  if (failed.length > 0) throw failed[0];
}

async function countFailure(deps: IntakeDeps, [one]: readonly Mapped[], error: unknown): Promise<void> {
  if (!one) return;
  const failures = await deps.inbox.countFailure(one.entry._id);
  if (failures < MOST_ATTEMPTS) throw error;
  deps.logger.error({ err: error, entry: one.entry._id }, 'a webhook could not be taken in');
  await setAside(deps, one.entry, { code: 'RECORDING_FAILED', message: 'The hub failed to record it; see the logs.' });
}
