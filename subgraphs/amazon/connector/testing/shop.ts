import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../../../platform/ids.js';
import type { Currency } from '../../../../platform/money.js';
import { createPlainHttp } from '../../../../test/contract/plain-http.js';
import type { MarketplaceHttp, MarketplaceRequest, MarketplaceResponse } from '../../../sync/connector/contract.js';
import { createMemoryTokens } from '../../../sync/testing/memory-tokens.js';
import { startAmazonSandbox, type SellerInput } from '../../sandbox/index.js';
import { credentialsSchema, type AmazonContext } from '../credentials.js';

export const SELLER = { sellerId: 'A1SHOPSELLER', clientId: 'amzn1.application-oa2-client.shop', clientSecret: 'amzn1.oa2-cs.v1.shop', refreshToken: 'Atzr|shop' } satisfies SellerInput;

/** A running sandbox with one selling account and a connector's context for it, both by the same clock, which stands: time passes by `advance` only. */
export interface Shop {
  readonly url: string;
  readonly context: AmazonContext;
  contextWith(change: { credentials?: Record<string, unknown>; baseUrl?: string; http?: MarketplaceHttp; currency?: Currency }): AmazonContext;
  control<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  /** Moves the sandbox's clock and waits for what falls due. */
  advance(ms: number): Promise<void>;
  /** Requests the sandbox has received whose path has this part. */
  requests(path: string): Promise<readonly { readonly method: string; readonly path: string; readonly query: string; readonly status: number | null }[]>;
  stop(): Promise<void>;
}

/** `isStanding` false: time passes by itself. */
export async function openShop({ quotaScale = 0, isStanding = true }: { quotaScale?: number; isStanding?: boolean } = {}): Promise<Shop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'amazon-shop-'));
  const sandbox = await startAmazonSandbox({ port: 0, dataDir, sellers: [SELLER] });
  let standsAtMs = 0;
  const https: ReturnType<typeof createPlainHttp>[] = [];
  const shop: Omit<Shop, 'context'> = {
    url: sandbox.url,
    contextWith({ credentials = {}, baseUrl = sandbox.url, http, currency = 'TRY' }) {
      const plain = createPlainHttp({ baseUrl, timeoutMs: 10_000 });
      https.push(plain);
      const { clientId, clientSecret, refreshToken, sellerId } = SELLER;
      const store = { storeId: newId('store'), sellerId: newId('seller'), baseUrl, currency, remoteSellerId: sellerId, credentials: credentialsSchema.parse({ clientId, clientSecret, refreshToken, ...credentials }) };
      const now = (): Date => (isStanding ? new Date(standsAtMs) : new Date());
      return { store, http: http ?? plain, cache: memoryCache(), tokens: createMemoryTokens(), now, marketplaceNow: now };
    },
    async control<T>(method: string, path: string, body?: unknown) {
      const answer = await fetch(`${sandbox.url}/_sandbox${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    async advance(ms) {
      ({ now: standsAtMs } = await shop.control<{ now: number }>('POST', '/clock', { advanceMs: ms }));
    },
    async requests(path) {
      return (await shop.control<{ requests: Awaited<ReturnType<Shop['requests']>> }>('GET', `/requests?path=${encodeURIComponent(path)}&limit=100000`)).requests;
    },
    async stop() {
      for (const http of https) await http.close();
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  ({ now: standsAtMs } = await shop.control<{ now: number }>('POST', '/clock', { standing: isStanding }));
  await shop.control('PUT', '/settings', { quotaScale, orderListLagMs: 0 });
  return { ...shop, context: shop.contextWith({}) };
}

/** Answers to SP-API calls as written here; token calls go through. Told of each request. */
export function scriptedHttp(answer: (request: MarketplaceRequest) => { status?: number; headers?: Record<string, string>; body: string }): MarketplaceHttp {
  return {
    async send(request): Promise<MarketplaceResponse> {
      const { status = 200, headers = {}, body } = request.operation === 'token.refresh' ? { body: '{"access_token":"Atza|scripted","expires_in":3600}' } : answer(request);
      return { status, headers, body: Buffer.from(body), payloadId: newId('payload') };
    },
  };
}

function memoryCache(): AmazonContext['cache'] {
  const entries = new Map<string, string>();
  return {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, value) => void entries.set(key, value),
  };
}
