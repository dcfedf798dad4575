import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';
import { askMarketplace, type StoreOfCaller } from './ask-marketplace.js';
import { ConnectorError, type ConnectorContext } from './contract.js';
import type { OpenStore, StoreAccess } from './store-access.js';

export type Stores = Pick<StoreAccess, 'openOwned'>;

export interface Refused {
  readonly userErrors: readonly UserError[];
}

/** How a marketplace's own subgraph calls its stores. `C`: the context of its connector. */
export interface StoresOn<C> {
  /** Asks the marketplace something for one of the caller's stores; trouble becomes a GraphQL error. */
  readonly ask: <T>(stores: Stores, store: StoreOfCaller, ask: (context: C) => Promise<T>) => Promise<T>;
  /** Has it do something; what it says no to, or that it cannot be asked, becomes a user error. */
  readonly tell: <T extends Refused>(stores: Stores, store: StoreOfCaller, tell: (context: C) => Promise<T>) => Promise<T | Refused>;
}

/** `C` must be what the marketplace's connector makes of its credentials: that has checked them. */
export function storesOn<C extends ConnectorContext<unknown>>({ marketplace, displayName }: { readonly marketplace: Marketplace; readonly displayName: string }): StoresOn<C> {
  const isElsewhere = ({ connector }: OpenStore): boolean => connector.marketplace !== marketplace;
  return {
    ask: (stores, store, ask) =>
      askMarketplace(stores, store, async (open) => {
        if (isElsewhere(open)) throw badInput(['storeId'], `This store is not on ${displayName}.`);
        return ask(open.context as C);
      }),
    tell: (stores, store, tell) =>
      askMarketplace(stores, store, async (open) => {
        if (isElsewhere(open)) return refused('WRONG_MARKETPLACE', `This store is not on ${displayName}.`, 'storeId');
        try {
          return await tell(open.context as C);
        } catch (error) {
          if (!(error instanceof ConnectorError)) throw error;
          return { userErrors: [toUserError(error)] };
        }
      }),
  };
}

export function refused(code: ExplainedCode, message: string, field: string, itemRef: string | null = null): Refused {
  return { userErrors: [userError({ code, message, field: ['input', field], itemRef })] };
}

/** Trouble with a marketplace as a caller is told of it. */
export function toUserError({ errorClass, message }: ConnectorError, itemRef: string | null = null): UserError {
  const isRefusal = errorClass === 'VALIDATION';
  return userError({ code: isRefusal ? 'MARKETPLACE_REFUSED' : errorClass, message, itemRef, retryable: !isRefusal && errorClass !== 'AUTHENTICATION' });
}
