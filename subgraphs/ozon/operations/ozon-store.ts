import type { UserError } from '../../../platform/subgraph/user-error.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import { storesOn, toUserError, type Stores } from '../../sync/connector/stores-on.js';
import type { OzonContext } from '../connector/client.js';

export const { ask: askOzon } = storesOn<OzonContext>({ marketplace: 'OZON', displayName: 'Ozon' });

/** Has Ozon do something; what it refuses is a user error. A call whose answer was lost may be made again: all of these say how things are to be. */
export function tellOzon<T>(stores: Stores, store: StoreOfCaller, tell: (context: OzonContext) => Promise<T>): Promise<{ readonly done: T; readonly userErrors: readonly [] } | { readonly done: null; readonly userErrors: readonly UserError[] }> {
  return askOzon(stores, store, async (context) => {
    try {
      return { done: await tell(context), userErrors: [] as const };
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      return { done: null, userErrors: [toUserError(error)] };
    }
  });
}
