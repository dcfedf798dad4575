import type { Db } from 'mongodb';
import type { Book } from './book.js';
import { describeCall, type CallDocument } from './call-document.js';
import { ordersNotHeardOf } from './open-work.js';

/** Something that waits, and for what, as a person reads it. */
export type Holdup = string;

interface MarkDocument {
  readonly _id: string;
  readonly readNotBefore?: Date;
  readonly pollAt: Date;
  readonly lastError: { readonly errorClass: string } | null;
}

interface LaneDocument {
  readonly _id: string;
  readonly leaseUntil: Date;
  readonly owner: string | null;
  readonly workedAt: Date | null;
  readonly pushNotBefore: Date | null;
  readonly heldFor?: { readonly errorClass: string; readonly quotaGroup: string | null } | null;
}

interface WaitingListing {
  readonly storeId: string;
  readonly sku: string;
  readonly dueAt: Date | null;
  readonly price: WaitingValue;
  readonly quantity: WaitingValue;
}

interface WaitingValue {
  readonly state: string;
  readonly issue: { readonly code: string } | null;
}

interface ActingOrder {
  readonly storeId: string;
  readonly actions: readonly { readonly kind: string; readonly state: string; readonly dueAt: Date | null }[];
}

/** Why the ledger is not at rest: calls whose outcome is not known, values and lanes that are held, news and actions that wait, each with how long still. */
export async function whatHolds(db: Db, book: Book, nameOf: ReadonlyMap<string, string>): Promise<readonly Holdup[]> {
  const now = Date.now();
  const seconds = (at: Date | null | undefined): string => (at ? `in ${((at.getTime() - now) / 1_000).toFixed(1)} s` : 'never');
  const shop = (storeId: string): string => nameOf.get(storeId) ?? storeId;
  const [calls, lanes, listings, news, marks, orders, unheard] = await Promise.all([
    db.collection<CallDocument>('attempts').find({ state: { $in: ['PREPARED', 'SENT', 'ACCEPTED', 'UNKNOWN'] } }).toArray(),
    db.collection<LaneDocument>('lanes').find().toArray(),
    db.collection<WaitingListing>('listings').find({ $or: [{ 'price.state': 'QUEUED' }, { 'quantity.state': 'QUEUED' }] }, { projection: { storeId: 1, sku: 1, dueAt: 1, 'price.state': 1, 'price.issue': 1, 'quantity.state': 1, 'quantity.issue': 1 } }).toArray(),
    db.collection<{ storeId: string; reading?: true; readAt?: Date }>('inbox').find({ 'state.kind': 'RECEIVED' }, { projection: { storeId: 1, reading: 1, readAt: 1 } }).toArray(),
    db.collection<MarkDocument>('pollMarks').find().toArray(),
    db.collection<ActingOrder>('orders').find({ actionPending: true }, { projection: { storeId: 1, actions: 1 } }).toArray(),
    ordersNotHeardOf(db, book),
  ]);
  const heldBy = (storeId: string): string => {
    const lane = lanes.find(({ _id }) => _id === storeId);
    return lane?.owner && lane.leaseUntil.getTime() > now ? `worked by ${lane.owner}` : `worked by nobody, last ${seconds(lane?.workedAt)}`;
  };
  return [
    ...calls.map((call) => `${shop(call.storeId)}: ${describeCall(call)}, looked at ${seconds(call.dueAt)}${call.provesFrom ? `, for the last time ${seconds(call.provesFrom)}` : ''}; ${heldBy(call.storeId)}`),
    ...lanes.filter(({ pushNotBefore }) => pushNotBefore !== null && pushNotBefore.getTime() > now).map(({ _id, pushNotBefore, heldFor }) => `${shop(_id)}: nothing is sent before ${seconds(pushNotBefore)}, after ${heldFor?.errorClass ?? 'trouble'}`),
    ...listings.flatMap(({ storeId, sku, dueAt, price, quantity }) =>
      Object.entries({ price, quantity }).filter(([, { state }]) => state === 'QUEUED').map(([name, { issue }]) => `${shop(storeId)}: ${name} of ${sku} is sent ${seconds(dueAt)}${issue ? `, after ${issue.code}` : ''}`),
    ),
    ...news.map(({ storeId, reading, readAt }) => `${shop(storeId)}: news that ${reading ? `name orders are read ${seconds(readAt)}, not before ${seconds(marks.find(({ _id }) => _id === storeId)?.readNotBefore)}` : 'nobody has looked into'}`),
    ...unheard.map(({ shop: name, remoteOrderId, boughtAt }) => `${name}: order ${remoteOrderId} was bought ${((now - boughtAt) / 1_000).toFixed(1)} s ago, and nobody has told of it; its orders are read ${seconds(marks.find(({ _id }) => nameOf.get(_id) === name)?.pollAt)}`),
    ...orders.flatMap(({ storeId, actions }) => actions.filter(({ dueAt }) => dueAt !== null).map(({ kind, state, dueAt }) => `${shop(storeId)}: ${kind} is ${state}, next step ${seconds(dueAt)}`)),
  ];
}
