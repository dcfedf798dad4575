import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlainHttp } from '../../../test/contract/plain-http.js';
import type { SandboxUnderTest } from '../../../test/contract/sandbox-under-test.js';
import { newId } from '../../../platform/ids.js';
import { createMemoryTokens } from '../../sync/testing/memory-tokens.js';
import type { ConnectorCache, WebhookCall } from '../../sync/connector/contract.js';
import type { EbayContext } from '../connector/client.js';
import { credentialsSchema, type EbayCredentials } from '../connector/credentials.js';
import { webhooks } from '../connector/webhooks.js';
import { startEbaySandbox, type SellerInput } from '../sandbox/index.js';
import { contractTries } from './contract-tries.js';
import { startListener, type Listener } from './listener.js';
import { mug } from './sample-drafts.js';

export const SELLER = { username: 'contract_seller', clientId: 'contract-client-id', clientSecret: 'contract-client-secret', refreshToken: 'v^1.1#contract-refresh-token' } as const;
const keys = Array.from({ length: 130 }, (_, i) => `CONTRACT-${String(i).padStart(3, '0')}`);

/** A sandbox of one test file, with its control API at hand. */
export interface RunningSandbox {
  readonly url: string;
  readonly context: EbayContext;
  contextWith(change: { credentials?: Partial<EbayCredentials>; at?: () => Date }): EbayContext;
  control<T = unknown>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

export async function startSandbox(seller: Partial<SellerInput> = {}): Promise<RunningSandbox> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ebay-sandbox-'));
  const sandbox = await startEbaySandbox({ port: 0, dataDir, sellers: [{ ...SELLER, ...seller }] });
  const https: { close(): Promise<void> }[] = [];
  const contextWith: RunningSandbox['contextWith'] = ({ credentials = {}, at = () => new Date() }) => {
    const http = createPlainHttp({ baseUrl: sandbox.url, timeoutMs: 20_000 });
    https.push(http);
    const given = credentialsSchema.parse({ clientId: SELLER.clientId, clientSecret: SELLER.clientSecret, refreshToken: SELLER.refreshToken, alertEmail: 'alerts@example.invalid', ...credentials });
    const store = { storeId: newId('store'), sellerId: newId('seller'), baseUrl: sandbox.url, currency: 'EUR' as const, remoteSellerId: SELLER.username, credentials: given };
    return { store, http, cache: memoryCache(), tokens: createMemoryTokens(), now: at, marketplaceNow: at };
  };
  return {
    url: sandbox.url,
    context: contextWith({}),
    contextWith,
    control: (method, path, body) => control(sandbox.url, method, path, body),
    async stop() {
      await Promise.all(https.map((http) => http.close()));
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function startContractSandbox(): Promise<SandboxUnderTest<EbayCredentials>> {
  const sandbox = await startSandbox();
  await sandbox.control('POST', '/products', { seller: SELLER.username, items: keys.map((sku) => ({ sku, quantity: 50, price: '19.90' })) });
  const { credentials } = sandbox.context.store;
  const listeners: Listener[] = [];
  async function listen(secret: string): Promise<Listener> {
    const listener = await startListener(secret);
    listeners.push(listener);
    return listener;
  }
  return {
    baseUrl: sandbox.url,
    controlUrl: sandbox.url,
    remoteSellerId: SELLER.username,
    currency: 'EUR',
    credentials,
    wrongCredentials: { ...credentials, clientSecret: 'another-client-secret' },
    keys,
    hasListPrice: false,
    pushPath: 'bulk_update_price_quantity',
    readPath: 'bulk_get_inventory_item',
    tries: contractTries({ seller: SELLER.username, credentials, control: (method, path, body) => sandbox.control(method, path, body) }),
    localDraft: () => ({ options: [], mapping: mug().mapping }),
    async placeOrder(lines) {
      const { orderId } = await sandbox.control<{ orderId: string }>('POST', '/orders', { seller: SELLER.username, lines: lines.map(({ remoteKey, quantity }) => ({ sku: remoteKey, quantity })) });
      return orderId;
    },
    webhookCall: async (secret) => noticeOf(sandbox, await listen(secret), secret),
    async handshakeCall({ secret }) {
      const listener = await listen(secret);
      await ensure(sandbox.context, { url: listener.url, secret });
      const call = listener.challenges.at(-1);
      if (call === undefined) throw new Error('eBay has not asked who listens');
      return call;
    },
    reachableUrl: async (secret) => (await listen(secret)).url,
    async stop() {
      await Promise.all(listeners.map((listener) => listener.close()));
      await sandbox.stop();
    },
  };
}

/** Registers the listener, lets a buyer order, and answers the notice that comes. */
async function noticeOf(sandbox: RunningSandbox, listener: Listener, secret: string): Promise<WebhookCall> {
  await ensure(sandbox.context, { url: listener.url, secret });
  await sandbox.control('POST', '/orders', { seller: SELLER.username, lines: [{ sku: keys[0], quantity: 1 }] });
  return listener.notice();
}

async function ensure(context: EbayContext, webhook: { url: string; secret: string }): Promise<void> {
  await webhooks.ensure?.(context, webhook);
}

async function control<T>(url: string, method: string, path: string, body: unknown): Promise<T> {
  const answer = await fetch(`${url}/_sandbox${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

function memoryCache(): ConnectorCache {
  const entries = new Map<string, string>();
  return {
    get: async (key) => entries.get(key) ?? null,
    async set(key, value) {
      entries.set(key, value);
    },
  };
}
