import { GraphQLError } from 'graphql';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { notFound } from '../../../platform/subgraph/errors.js';
import { ConnectorError } from './connector-error.js';
import { UnsupportedCapabilityError } from './require-capability.js';
import { StoreAccessError, type OpenStore, type StoreAccess } from './store-access.js';

/**
 * What `extensions.code` says when a field that is read from a marketplace cannot be. UNSUPPORTED: the marketplace, or the hub there, does
 * not offer it (`marketplace`, `capability`). STORE_PAUSED: nothing is asked of a paused store. MARKETPLACE_REFUSED: it was asked
 * and said no. MARKETPLACE_UNAVAILABLE: it could not be asked now (`errorClass`, `retryAfterMs`). NO_CONNECTOR,
 * CREDENTIALS_UNREADABLE: as `StoreAccessError` has them.
 */
export type MarketplaceReadCode = 'UNSUPPORTED' | 'STORE_PAUSED' | 'MARKETPLACE_REFUSED' | 'MARKETPLACE_UNAVAILABLE' | 'NO_CONNECTOR' | 'CREDENTIALS_UNREADABLE';

export interface StoreOfCaller {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
}

/** Asks the marketplace of a caller's own store something now; foreseen trouble becomes a GraphQL error with a code. */
export async function askMarketplace<T>(access: Pick<StoreAccess, 'openOwned'>, { sellerId, storeId }: StoreOfCaller, ask: (open: OpenStore) => Promise<T>): Promise<T> {
  try {
    const open = await access.openOwned(sellerId, storeId);
    if (open.store.state.kind === 'PAUSED') throw refusal('STORE_PAUSED', `Nothing is asked of store '${open.store.name}' while it is paused.`);
    return await ask(open);
  } catch (error) {
    throw toGraphQLError(error, storeId);
  }
}

function toGraphQLError(error: unknown, storeId: StoreId): unknown {
  if (error instanceof UnsupportedCapabilityError) return refusal('UNSUPPORTED', `${error.capability} is not supported by ${error.marketplace} through the hub.`, { marketplace: error.marketplace, capability: error.capability });
  if (error instanceof StoreAccessError) return error.code === 'STORE_NOT_FOUND' ? notFound('store', storeId) : refusal(error.code, error.message);
  if (!(error instanceof ConnectorError)) return error;
  const { message, errorClass, retryAfterMs } = error;
  return errorClass === 'VALIDATION' ? refusal('MARKETPLACE_REFUSED', message) : refusal('MARKETPLACE_UNAVAILABLE', message, { errorClass, retryAfterMs });
}

function refusal(code: MarketplaceReadCode, message: string, more: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more } });
}
