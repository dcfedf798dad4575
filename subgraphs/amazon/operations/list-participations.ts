import type { StoreAccess } from '../../sync/connector/store-access.js';
import { readParticipations, type Participation } from '../connector/account.js';
import { askAmazon, type AmazonStoreOfCaller } from './open-amazon.js';

/** Where the seller of a store sells, asked now. */
export function listParticipations(stores: Pick<StoreAccess, 'openOwned'>, store: AmazonStoreOfCaller): Promise<readonly Participation[]> {
  return askAmazon<readonly Participation[]>(stores, store, readParticipations, []);
}
