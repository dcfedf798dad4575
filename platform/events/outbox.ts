import { setTimeout as pause } from 'node:timers/promises';
import type { AnyBulkWriteOperation, Collection, IndexDescription } from 'mongodb';
import { coalesced } from '../coalesced.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { rareWarning } from '../telemetry/rare-warning.js';
import type { DomainEvent } from './event.js';
import type { EventLog } from './event-log.js';
import type { OutboxEntry, Outboxed } from './outbox-entry.js';

export type { OutboxEntry, Outboxed } from './outbox-entry.js';

/** Declared by every collection whose documents announce their changes. */
export const outboxIndex: IndexDescription = { name: 'outbox_pending', key: { outboxPending: 1 }, partialFilterExpression: { outboxPending: true } };

/** A document as the relay sees it, whatever else it holds. */
export type OutboxedDocument = Outboxed & { readonly _id: string };

export interface OutboxRelayOptions {
  readonly collections: readonly Collection<OutboxedDocument>[];
  readonly log: EventLog;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /** Called after the events are in the log; may be called again with the same events after a crash. */
  readonly onPublished?: (events: readonly DomainEvent[]) => void;
  /** How often to look for what a dead process left; 2,000 by default. */
  readonly sweepEveryMs?: number;
}

/** Moves announcements from the documents they were written with to the event log: each at least once, in the order of its document. */
export interface OutboxRelay {
  /** Publishes what is pending now; calls during a pass cause one more. */
  poke(): void;
  /** Resolves when nothing is known to be pending. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const DOCUMENTS_AT_ONCE = 500;
const LONGEST_REST_MS = 500;
const REST_PER_WORK = 4;

/**
 * Several relays may run at once and any may die between publishing and clearing: an event's id is made from document and
 * entry, and the log takes an id once.
 */
export function createOutboxRelay(options: OutboxRelayOptions): OutboxRelay {
  const { collections, logger, sweepEveryMs = 2_000 } = options;
  const warn = rareWarning(logger, 'announcements stay in the ledger until the next sweep');
  const stopping = { isStopped: false };
  // Each for itself: a few orders need not wait for ten thousand listings.
  const publishers = collections.map((collection) => coalesced(() => publishAllOf(collection, options, stopping)));
  const underWay = new Set<Promise<void>>();
  const sweep = setInterval(poke, sweepEveryMs).unref();

  function poke(): void {
    if (stopping.isStopped) return;
    for (const publish of publishers) {
      const done = publish()
        .catch(warn)
        .finally(() => underWay.delete(done));
      underWay.add(done);
    }
  }

  return {
    poke,
    async idle() {
      await Promise.all(underWay);
    },
    async stop() {
      stopping.isStopped = true;
      clearInterval(sweep);
      await Promise.all(underWay);
    },
  };
}

/** Of a large change it tells in a fifth of the time at most: telling must not hold up the change itself. */
async function publishAllOf(collection: Collection<OutboxedDocument>, options: OutboxRelayOptions, stopping: { readonly isStopped: boolean }): Promise<void> {
  for (;;) {
    const startedAt = performance.now();
    if ((await publishSome(collection, options)) < DOCUMENTS_AT_ONCE || stopping.isStopped) return;
    await pause(Math.min(LONGEST_REST_MS, REST_PER_WORK * (performance.now() - startedAt)));
  }
}

/** Publishes first, clears second: a crash in between repeats, it never loses. */
async function publishSome(collection: Collection<OutboxedDocument>, { log, metrics, onPublished }: OutboxRelayOptions): Promise<number> {
  const documents = await collection
    .find({ outboxPending: true }, { projection: { sellerId: 1, outbox: 1 } })
    // From either end of the index: relays of two processes seldom take the same documents.
    .sort({ outboxPending: Math.random() < 0.5 ? 1 : -1 })
    .limit(DOCUMENTS_AT_ONCE)
    .toArray();
  if (documents.length === 0) return 0;
  const events = documents.flatMap(({ _id, sellerId, outbox = [] }) => outbox.map((entry) => toEvent({ _id, sellerId }, entry)));
  await log.append(events);
  for (const { type, at } of events) {
    metrics?.eventsPublished.inc({ type });
    metrics?.eventPublishLag.observe((Date.now() - at.getTime()) / 1000);
  }
  onPublished?.(events);
  await clearPublished(collection, documents);
  return documents.length;
}

function toEvent({ _id, sellerId }: Pick<OutboxedDocument, '_id' | 'sellerId'>, { id, type, at, data }: OutboxEntry): DomainEvent {
  return { id: `${_id}:${id}`, type, sellerId, at, data };
}

/** Takes away exactly what was published; an entry pushed meanwhile stays and keeps its document pending. */
async function clearPublished(collection: Collection<OutboxedDocument>, documents: readonly OutboxedDocument[]): Promise<void> {
  const groups = groupsOfSameEntries(documents);
  const { matchedCount } = await collection.bulkWrite(groups.map(emptyUnchanged), { ordered: false });
  if (matchedCount < documents.length) await clearOthers(collection, documents);
}

/** The few that were written meanwhile. Most that were not emptied here another relay has emptied. */
async function clearOthers(collection: Collection<OutboxedDocument>, documents: readonly OutboxedDocument[]): Promise<void> {
  const published = new Map(documents.map(({ _id, outbox = [] }) => [_id, new Set(outbox.map(({ id }) => id))]));
  const pending = await collection.find({ _id: { $in: [...published.keys()] }, outboxPending: true }, { projection: { sellerId: 1, outbox: 1 } }).toArray();
  const left = pending.flatMap((document) => {
    const outbox = (document.outbox ?? []).filter(({ id }) => published.get(document._id)?.has(id));
    return outbox.length > 0 ? [{ ...document, outbox }] : [];
  });
  if (left.length > 0) await collection.bulkWrite(groupsOfSameEntries(left).map(takeOutPublished), { ordered: false });
}

/** Documents that published the same entries (one write to many) are cleared by one operation. */
interface SameEntries {
  readonly entryIds: readonly string[];
  readonly documentIds: string[];
}

function groupsOfSameEntries(documents: readonly OutboxedDocument[]): SameEntries[] {
  const groups = new Map<string, SameEntries>();
  for (const { _id, outbox = [] } of documents) {
    const entryIds = outbox.map(({ id }) => id);
    const key = JSON.stringify(entryIds);
    const group = groups.get(key);
    if (group) group.documentIds.push(_id);
    else groups.set(key, { entryIds, documentIds: [_id] });
  }
  return [...groups.values()];
}

/** Nearly all: entries are only ever added at the end, so the same number with the same last one are the same entries. */
function emptyUnchanged({ entryIds, documentIds }: SameEntries): AnyBulkWriteOperation<OutboxedDocument> {
  const last = entryIds.length - 1;
  const unchanged = last < 0 ? { 'outbox.0': { $exists: false } } : { outbox: { $size: entryIds.length }, [`outbox.${last}.id`]: entryIds[last] };
  return { updateMany: { filter: { _id: { $in: documentIds }, ...unchanged }, update: { $set: { outbox: [], outboxPending: false } } } };
}

function takeOutPublished({ entryIds, documentIds }: SameEntries): AnyBulkWriteOperation<OutboxedDocument> {
  const rest = { $filter: { input: { $ifNull: ['$outbox', []] }, as: 'entry', cond: { $not: [{ $in: ['$$entry.id', { $literal: entryIds }] }] } } };
  const update = [{ $set: { outbox: rest } }, { $set: { outboxPending: { $ne: ['$outbox', []] } } }];
  return { updateMany: { filter: { _id: { $in: documentIds }, outboxPending: true }, update } };
}
