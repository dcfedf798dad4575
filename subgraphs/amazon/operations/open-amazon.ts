import type { SellerId, StoreId } from '../../../platform/ids.js';
import { askMarketplace } from '../../sync/connector/ask-marketplace.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { AmazonContext } from '../connector/credentials.js';

export interface AmazonStoreOfCaller {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
}

/** Asks Amazon something of a caller's own store; `otherwise` for a store on another marketplace. */
export function askAmazon<T>(stores: Pick<StoreAccess, 'openOwned'>, store: AmazonStoreOfCaller, ask: (context: AmazonContext) => Promise<T>, otherwise: T): Promise<T> {
  // The store's connector is Amazon's, which has checked these credentials.
  return askMarketplace(stores, store, ({ connector, context }) => (connector.marketplace === 'AMAZON' ? ask(context as AmazonContext) : Promise.resolve(otherwise)));
}
