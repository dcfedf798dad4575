import { createPlainHttp } from '../../../../test/contract/plain-http.js';
import { newId } from '../../../../platform/ids.js';
import type { Currency } from '../../../../platform/money.js';
import type { ConnectorCache, MarketplaceHttp, MarketplaceRequest } from '../../../sync/connector/contract.js';
import { createMemoryTokens } from '../../../sync/testing/memory-tokens.js';
import { API_KEY, CLIENT_ID } from '../../sandbox/testing/running-sandbox.js';
import { credentialsSchema, type OzonContext, type OzonCredentials } from '../client.js';

interface Wanted {
  readonly http: MarketplaceHttp;
  readonly credentials?: Partial<OzonCredentials>;
  readonly currency?: Currency;
  readonly now?: () => Date;
}

export function contextOver({ http, credentials = {}, currency = 'RUB', now = () => new Date() }: Wanted): OzonContext {
  const store = { storeId: newId('store'), sellerId: newId('seller'), baseUrl: 'http://127.0.0.1:1', currency, remoteSellerId: CLIENT_ID, credentials: credentialsSchema.parse({ apiKey: API_KEY, ...credentials }) };
  return { store, http, cache: memoryCache(), tokens: createMemoryTokens(), now, marketplaceNow: now };
}

export function httpTo(url: string): ReturnType<typeof createPlainHttp> {
  return createPlainHttp({ baseUrl: url, timeoutMs: 5_000 });
}

/** Answers each request by its path, as a marketplace that has gone strange would; what was asked is kept. */
export function scriptedHttp(answers: Readonly<Record<string, (body: Record<string, unknown>) => unknown>>, { status = 200, headers = {} }: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {}): MarketplaceHttp & { readonly asked: MarketplaceRequest[] } {
  const asked: MarketplaceRequest[] = [];
  return {
    asked,
    async send(request) {
      asked.push(request);
      const answer = answers[request.path]?.(JSON.parse(String(request.body ?? '{}')) as Record<string, unknown>) ?? {};
      return { status, headers, body: Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer)), payloadId: newId('payload') };
    },
  };
}

function memoryCache(): ConnectorCache {
  const entries = new Map<string, string>();
  return {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, value) => void entries.set(key, value),
  };
}
