import { newId } from '../../../../platform/ids.js';
import type { MarketplaceRequest } from '../../../sync/connector/contract.js';
import { createMemoryTokens } from '../../../sync/testing/memory-tokens.js';
import { credentialsSchema, type TrendyolContext } from '../client.js';

/** A store whose Trendyol answers what a test says, for answers that no sandbox would give. */
export function scriptedContext(answer: (request: MarketplaceRequest) => { readonly status?: number; readonly body: unknown }): { context: TrendyolContext; requests: MarketplaceRequest[] } {
  const requests: MarketplaceRequest[] = [];
  const context: TrendyolContext = {
    store: { storeId: newId('store'), sellerId: newId('seller'), baseUrl: 'http://trendyol.invalid', currency: 'TRY', remoteSellerId: '2738001', credentials: credentialsSchema.parse({ apiKey: 'key', apiSecret: 'secret' }) },
    http: {
      async send(request) {
        requests.push(request);
        const { status = 200, body } = answer(request);
        return { status, headers: {}, body: Buffer.from(JSON.stringify(body)), payloadId: newId('payload') };
      },
    },
    cache: { get: async () => null, set: async () => undefined },
    tokens: createMemoryTokens(),
    now: () => new Date('2026-11-22T10:00:00Z'),
    marketplaceNow: () => new Date('2026-11-22T10:00:00Z'),
  };
  return { context, requests };
}
