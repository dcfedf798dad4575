import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { StoreId } from '../../../platform/ids.js';
import type { OrderNews } from '../../orders/operations/record-orders.js';
import type { Store } from '../../stores/domain/store.js';
import { ConnectorError, type Connector, type MarketplaceNews } from '../connector/contract.js';
import { MOST_ATTEMPTS } from './domain/inbox-entry.js';
import { eraseBuyers } from './erase-buyers.js';
import type { IntakeDeps } from './intake-deps.js';
import { recordNews } from './record-news.js';
import type { ArrivedEntry } from './store/inbox-store.js';
import { callsKey } from './wake-keys.js';

const ENTRIES_AT_ONCE = 200;

/**
 * Takes in what a marketplace has told of a store, batch by batch, until nothing waits. Orders are recorded; orders that
 * are only named stay with their entry until they are read; a poll that is asked for is brought forward. What cannot be
 * read is set aside with the reason.
 */
export async function takeInNews(deps: IntakeDeps, storeId: StoreId, signal: AbortSignal): Promise<void> {
  for (;;) {
    const entries = await deps.inbox.waiting(storeId, ENTRIES_AT_ONCE);
    if (entries.length === 0) return;
    const [store] = await deps.stores.findStores([storeId]);
    await takeInBatch(deps, store, entries);
    await noteHeard(deps, store, entries);
    if (signal.aborted) return;
  }
}

async function noteHeard({ marks, stores }: IntakeDeps, store: Store | undefined, entries: readonly ArrivedEntry[]): Promise<void> {
  const latest = entries.at(-1);
  if (!store || !latest) return;
  await marks.heard(store._id, latest.receivedAt);
  const secret = store.webhook.kind === 'AWAITED' ? stores.openWebhookSecret(store) : null;
  if (secret !== null && entries.some(({ call }) => call !== null)) await stores.recordWebhook({ storeId: store._id, kind: 'ACTIVE', remoteId: null, secret, isByHand: true });
}

async function takeInBatch(deps: IntakeDeps, store: Store | undefined, entries: readonly ArrivedEntry[]): Promise<void> {
  const connector = store && deps.connectors[store.marketplace];
  const told: Told[] = [];
  for (const entry of entries) {
    const read = readEntry(store, connector, entry);
    if ('news' in read) told.push({ entry, news: read.news });
    else await setAside(deps, entry, read);
  }
  if (store && told.length > 0) await recordAndMark(deps, store, told);
}

interface Told {
  readonly entry: ArrivedEntry;
  readonly news: MarketplaceNews;
}

type Unreadable = { readonly code: ExplainedCode; readonly message: string };

function readEntry(store: Store | undefined, connector: Connector | undefined, entry: ArrivedEntry): { readonly news: MarketplaceNews } | Unreadable {
  if (!store) return { code: 'STORE_GONE', message: 'The store it was sent to is no longer connected.' };
  const parse = parserOf(connector, entry);
  if (!parse) return { code: 'NO_CONNECTOR', message: `This hub takes no news of ${store.marketplace} in this way.` };
  try {
    return { news: parse(store.currency) };
  } catch (error) {
    if (error instanceof ConnectorError) return { code: 'UNMAPPABLE', message: error.message };
    return { code: 'MAPPING_FAILED', message: `The hub failed to read it (${error instanceof Error ? error.name : 'unknown'}).` };
  }
}

function parserOf(connector: Connector | undefined, { call, body }: ArrivedEntry): ((currency: Store['currency']) => MarketplaceNews) | undefined {
  const { webhooks, notifications } = connector ?? {};
  if (call === null) return notifications && ((currency) => notifications.parse(body, currency));
  return webhooks && ((currency) => webhooks.parse({ ...call, body }, currency));
}

async function setAside(deps: IntakeDeps, entry: ArrivedEntry, { code, message }: Unreadable): Promise<void> {
  deps.logger.warn({ entry: entry._id, storeId: entry.storeId, code }, 'news were set aside');
  await deps.inbox.quarantine(entry._id, { code, message, at: deps.clock.now() });
}

/** A failure of the batch is narrowed down to the entries at fault, so that one of them never holds up the rest. */
async function recordAndMark(deps: IntakeDeps, store: Store, told: readonly Told[]): Promise<void> {
  try {
    await recordNews(deps, store, told.flatMap(ordersIn));
    const erased = told.flatMap(({ news }) => news.erasedBuyers ?? []);
    if (erased.length > 0) await eraseBuyers(deps, store, erased);
  } catch (error) {
    if (told.length > 1) return recordOneByOne(deps, store, told);
    return countFailure(deps, told, error);
  }
  await markTaken(deps, store, told);
}

function ordersIn({ entry, news }: Told): OrderNews[] {
  return news.orders.map((order) => ({ ...order, ...(entry.payloadId === null ? {} : { payloadId: entry.payloadId }), heardAt: entry.receivedAt }));
}

async function recordOneByOne(deps: IntakeDeps, store: Store, told: readonly Told[]): Promise<void> {
  const failed: unknown[] = [];
  for (const one of told) await recordAndMark(deps, store, [one]).catch((error: unknown) => failed.push(error));
  // Thrown again so that the wake is repeated with growing pauses.
  if (failed.length > 0) throw failed[0];
}

async function countFailure(deps: IntakeDeps, [one]: readonly Told[], error: unknown): Promise<void> {
  if (!one) return;
  const failures = await deps.inbox.countFailure(one.entry._id);
  if (failures < MOST_ATTEMPTS) throw error;
  deps.logger.error({ err: error, entry: one.entry._id }, 'news could not be taken in');
  await setAside(deps, one.entry, { code: 'RECORDING_FAILED', message: 'The hub failed to record it; see the logs.' });
}

/** What is still to be asked of the marketplace is written down before an entry counts as taken in. */
async function markTaken({ inbox, marks, queue, clock }: IntakeDeps, { _id: storeId, sellerId }: Store, told: readonly Told[]): Promise<void> {
  const now = clock.now();
  const isPollAsked = told.some(({ news }) => news.pollNow);
  if (isPollAsked) await marks.askPoll({ storeId, sellerId, now });
  const isReturnToldOf = told.some(({ news }) => news.returnsChanged === true);
  if (isReturnToldOf) await marks.askReturns({ storeId, sellerId, now });
  const naming = told.filter(({ news }) => news.changedOrderIds.length > 0);
  await Promise.all(naming.map(({ entry, news }) => inbox.awaitReading(entry._id, { orderIds: [...new Set(news.changedOrderIds)], readAt: now, ...(news.changedRevision !== undefined && { changedRevision: news.changedRevision }) })));
  await inbox.markMapped(told.filter((one) => !naming.includes(one)).map(({ entry }) => entry._id), now);
  if (isPollAsked || isReturnToldOf || naming.length > 0) await queue.wake(callsKey(storeId));
}
