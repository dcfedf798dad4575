import { newId } from '../../../../platform/ids.js';
import type { ConnectorCache, MarketplaceHttp } from '../../../sync/connector/contract.js';
import { createMemoryTokens } from '../../../sync/testing/memory-tokens.js';
import { SELLER } from '../../sandbox/test-shop.js';
import { credentialsSchema, type TrendyolContext } from '../client.js';

/** The sandbox's seller as the connector sees it. */
export function shopContext(http: MarketplaceHttp): TrendyolContext {
  const { sellerId, apiKey, apiSecret } = SELLER;
  const store = { storeId: newId('store'), sellerId: newId('seller'), baseUrl: 'http://127.0.0.1:1', currency: 'TRY', remoteSellerId: String(sellerId), credentials: credentialsSchema.parse({ apiKey, apiSecret }) } as const;
  return { store, http, cache: memoryCache(), tokens: createMemoryTokens(), now: () => new Date(), marketplaceNow: () => new Date() };
}

function memoryCache(): ConnectorCache {
  const entries = new Map<string, string>();
  return { get: async (key) => entries.get(key) ?? null, set: async (key, value) => void entries.set(key, value) };
}
