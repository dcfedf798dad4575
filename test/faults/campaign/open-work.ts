import type { Db } from 'mongodb';
import type { Book, BoughtOrder } from './book.js';

/** What the ledger still has to do, by kind; kinds with nothing left are absent. */
export type OpenWork = Readonly<Record<string, number>>;

const SETTLED = ['APPLIED', 'VERIFIED', 'REJECTED'];
const OUTBOXES = ['variants', 'listings', 'orders', 'operations'];

export async function openWork(db: Db, book: Book): Promise<OpenWork> {
  const count = (collection: string, filter: object): Promise<number> => db.collection(collection).countDocuments(filter);
  const counts: Record<string, number> = {
    'operations under way': await count('operations', { state: { $in: ['RECORDING', 'RUNNING'] } }),
    'variants whose listings are not told': await count('variants', { propagationPending: true }),
    'prices on their way': await count('listings', { 'price.state': { $nin: SETTLED } }),
    'quantities on their way': await count('listings', { 'quantity.state': { $nin: SETTLED } }),
    'calls without an outcome': await count('attempts', { state: { $in: ['PREPARED', 'SENT', 'ACCEPTED', 'UNKNOWN'] } }),
    'orders whose stock is not told': await count('orders', { stockPending: true }),
    'order actions under way': await count('orders', { actionPending: true }),
    'news not taken in': await count('inbox', { 'state.kind': 'RECEIVED' }),
    'orders not heard of': (await ordersNotHeardOf(db, book)).length,
  };
  for (const name of OUTBOXES) counts[`events of ${name} not announced`] = await count(name, { outboxPending: true });
  return Object.fromEntries(Object.entries(counts).filter(([, left]) => left !== 0));
}

/** Orders that marketplaces sold and the hub has not recorded. */
export async function ordersNotHeardOf(db: Db, { orders }: Book): Promise<readonly BoughtOrder[]> {
  const known = await db.collection<{ remoteOrderId: string }>('orders').find({}, { projection: { remoteOrderId: 1 } }).toArray();
  const recorded = new Set(known.map(({ remoteOrderId }) => remoteOrderId));
  return orders.filter(({ remoteOrderId }) => !recorded.has(remoteOrderId));
}
