import type { Db } from 'mongodb';
import type { Book } from './book.js';
import { describeCall, type CallDocument } from './call-document.js';

/** How long one kind of thing took, over the whole campaign. */
export interface Lag {
  readonly what: string;
  readonly count: number;
  readonly medianMs: number;
  readonly longestMs: number;
  /** The one that took longest. */
  readonly longest: string;
}

interface Took {
  readonly ms: number;
  readonly name: string;
}

interface OperationDocument {
  readonly _id: string;
  readonly kind: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

interface InboxDocument {
  readonly _id: string;
  readonly storeId: string;
  readonly receivedAt: Date;
  readonly state: { readonly kind: string; readonly at?: Date };
}

interface ActedOrder {
  readonly remoteOrderId: string;
  readonly actions: readonly { readonly kind: string; readonly queuedAt: Date; readonly settledAt: Date | null }[];
}

/** From the ledger once all is at rest, so by the database server's time. Kinds that did not occur are left out. */
export async function measureLags(db: Db, book: Book, nameOf: ReadonlyMap<string, string>): Promise<readonly Lag[]> {
  const asked = new Map(book.acknowledged.map(({ operationId, what }) => [operationId, what]));
  const [operations, calls, news, orders] = await Promise.all([
    db.collection<OperationDocument>('operations').find({ finishedAt: { $ne: null } }, { projection: { kind: 1, createdAt: 1, finishedAt: 1 } }).toArray(),
    db.collection<CallDocument>('attempts').find({ settledAt: { $ne: null }, sentAt: { $ne: null } }).toArray(),
    db.collection<InboxDocument>('inbox').find({ 'state.kind': 'MAPPED' }, { projection: { storeId: 1, receivedAt: 1, state: 1 } }).toArray(),
    db.collection<ActedOrder>('orders').find({ 'actions.0': { $exists: true } }, { projection: { remoteOrderId: 1, actions: 1 } }).toArray(),
  ]);
  const toCall = (call: CallDocument): Took => took(call.sentAt, call.settledAt, `${nameOf.get(call.storeId) ?? call.storeId}: ${describeCall(call)}`);
  return [
    lagOf('a change answered, until every marketplace has it', operations.filter(({ _id }) => asked.has(_id)).map(({ _id, createdAt, finishedAt }) => took(createdAt, finishedAt, asked.get(_id) ?? ''))),
    lagOf('a call sent, until its outcome was known', calls.filter(({ provesFrom }) => provesFrom === undefined).map(toCall)),
    lagOf('a call whose answer was lost, until its outcome was known', calls.filter(({ provesFrom }) => provesFrom !== undefined).map(toCall)),
    lagOf('news of a marketplace stored, until taken in', news.map(({ storeId, receivedAt, state }) => took(receivedAt, state.at, nameOf.get(storeId) ?? storeId))),
    lagOf('something asked of an order, until done', orders.flatMap(({ remoteOrderId, actions }) => actions.map(({ kind, queuedAt, settledAt }) => took(queuedAt, settledAt, `${kind} of order ${remoteOrderId}`)))),
  ].filter(({ count }) => count > 0);
}

function took(from: Date | null, until: Date | null | undefined, name: string): Took {
  return { ms: (until?.getTime() ?? NaN) - (from?.getTime() ?? NaN), name };
}

function lagOf(what: string, all: readonly Took[]): Lag {
  const sorted = all.filter(({ ms }) => Number.isFinite(ms)).toSorted((one, other) => one.ms - other.ms);
  const longest = sorted.at(-1);
  return { what, count: sorted.length, medianMs: sorted[Math.floor(sorted.length / 2)]?.ms ?? 0, longestMs: longest?.ms ?? 0, longest: longest?.name ?? '' };
}
