import type { SellerId, StoreId } from '../../../platform/ids.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import { askMarketplace } from '../../sync/connector/ask-marketplace.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { OzonContext } from '../connector/client.js';

export type Stores = Pick<StoreAccess, 'openOwned'>;
export interface OzonStore {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
}

/** Asks Ozon something for one of the caller's stores; trouble becomes a GraphQL error. */
export function askOzon<T>(stores: Stores, store: OzonStore, ask: (context: OzonContext) => Promise<T>): Promise<T> {
  return askMarketplace(stores, store, async ({ connector, context }) => {
    if (connector.marketplace !== 'OZON') throw badInput(['storeId'], 'This store is not on Ozon.');
    return ask(context as OzonContext);
  });
}

/** Has Ozon do something; what it refuses is a user error. A call whose answer was lost may be made again: all of these say how things are to be. */
export function tellOzon<T>(stores: Stores, store: OzonStore, tell: (context: OzonContext) => Promise<T>): Promise<{ readonly done: T; readonly userErrors: readonly [] } | { readonly done: null; readonly userErrors: readonly UserError[] }> {
  return askOzon(stores, store, async (context) => {
    try {
      return { done: await tell(context), userErrors: [] as const };
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      const { errorClass, message } = error;
      const isRefusal = errorClass === 'VALIDATION';
      return { done: null, userErrors: [userError({ code: isRefusal ? 'MARKETPLACE_REFUSED' : errorClass, message, retryable: !isRefusal && errorClass !== 'AUTHENTICATION' })] };
    }
  });
}
