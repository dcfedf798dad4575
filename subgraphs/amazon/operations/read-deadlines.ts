import type { StoreAccess } from '../../sync/connector/store-access.js';
import { deadlinesOf, type Deadlines } from '../connector/deadlines.js';
import { askAmazon, type AmazonStoreOfCaller } from './open-amazon.js';

/** Until when the credentials of a store are good, as far as the seller has said since when; null for a store on another marketplace. */
export function readDeadlines(stores: Pick<StoreAccess, 'openOwned'>, store: AmazonStoreOfCaller): Promise<Deadlines | null> {
  return askAmazon<Deadlines | null>(stores, store, async (context) => deadlinesOf(context), null);
}
