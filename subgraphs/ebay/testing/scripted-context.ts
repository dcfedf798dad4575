import { newId } from '../../../platform/ids.js';
import type { MarketplaceRequest } from '../../sync/connector/contract.js';
import { createMemoryTokens } from '../../sync/testing/memory-tokens.js';
import type { EbayContext } from '../connector/client.js';
import { credentialsSchema } from '../connector/credentials.js';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON unless it is text, which is sent as it is. */
  readonly body?: unknown;
}

/** A store whose eBay answers what a test says, for answers that no sandbox would give; tokens are always granted. */
export function scriptedContext(answer: (request: MarketplaceRequest) => ScriptedAnswer, at = new Date('2026-11-22T12:00:00Z')): { context: EbayContext; requests: MarketplaceRequest[] } {
  const requests: MarketplaceRequest[] = [];
  const entries = new Map<string, string>();
  const context: EbayContext = {
    store: { storeId: newId('store'), sellerId: newId('seller'), baseUrl: 'https://api.ebay.invalid', currency: 'EUR', remoteSellerId: 'seller', credentials: credentialsSchema.parse({ clientId: 'client', clientSecret: 'secret', refreshToken: 'refresh' }) },
    http: {
      async send(request) {
        if (request.path.startsWith('/identity/')) return toResponse({ body: { access_token: 'token', expires_in: 7200 } });
        requests.push(request);
        return toResponse(answer(request));
      },
    },
    cache: {
      get: async (key) => entries.get(key) ?? null,
      async set(key, value) {
        entries.set(key, value);
      },
    },
    tokens: createMemoryTokens(),
    now: () => at,
    marketplaceNow: () => at,
  };
  return { context, requests };
}

function toResponse({ status = 200, headers = {}, body }: ScriptedAnswer) {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: Buffer.from(text), payloadId: newId('payload') };
}
