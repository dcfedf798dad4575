import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { askMarketplace } from '../../sync/connector/ask-marketplace.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { TrendyolContext } from '../connector/client.js';

export type Stores = Pick<StoreAccess, 'openOwned'>;
export interface TrendyolStore {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
}

export interface Refused {
  readonly userErrors: readonly UserError[];
}

/** Asks Trendyol something for one of the caller's stores; trouble becomes a GraphQL error. */
export function askTrendyol<T>(stores: Stores, store: TrendyolStore, ask: (context: TrendyolContext) => Promise<T>): Promise<T> {
  return askMarketplace(stores, store, async ({ connector, context }) => {
    if (connector.marketplace !== 'TRENDYOL') throw badInput(['storeId'], 'This store is not on Trendyol.');
    // The store's connector is Trendyol's, which has checked these credentials.
    return ask(context as TrendyolContext);
  });
}

/** Has Trendyol do something; what it says no to, or that it cannot be asked, becomes a user error. */
export function tellTrendyol<T extends Refused>(stores: Stores, store: TrendyolStore, tell: (context: TrendyolContext) => Promise<T>): Promise<T | Refused> {
  return askMarketplace(stores, store, async ({ connector, context }) => {
    if (connector.marketplace !== 'TRENDYOL') return refused('WRONG_MARKETPLACE', 'This store is not on Trendyol.', 'storeId');
    try {
      return await tell(context as TrendyolContext);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      return { userErrors: [toUserError(error)] };
    }
  });
}

export function refused(code: ExplainedCode, message: string, field: string, itemRef: string | null = null): Refused {
  return { userErrors: [userError({ code, message, field: ['input', field], itemRef })] };
}

function toUserError({ errorClass, message }: ConnectorError): UserError {
  const isRefusal = errorClass === 'VALIDATION';
  return userError({ code: isRefusal ? 'MARKETPLACE_REFUSED' : errorClass, message, retryable: !isRefusal && errorClass !== 'AUTHENTICATION' });
}
