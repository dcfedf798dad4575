import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoSeller, startOzonSandbox } from '../index.js';

export const CLIENT_ID = demoSeller.clientId;
export const API_KEY = demoSeller.apiKey;
const keys = { 'client-id': CLIENT_ID, 'api-key': API_KEY };

export interface Answer<T = Record<string, never>> {
  readonly status: number;
  readonly type: string;
  readonly json: T;
}

/** A sandbox of its own for one suite, spoken to over real HTTP. */
export interface RunningSandbox {
  url: string;
  post<T = Record<string, never>>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  control<T = Record<string, never>>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** Approved products with 50 units each, named as given. */
  sell(...offerIds: readonly string[]): Promise<void>;
  order(lines: Readonly<Record<string, number>>, more?: object): Promise<{ readonly orderNumber: string; readonly postingNumber: string; readonly products: readonly { readonly sku: number; readonly offerId: string }[] }>;
  /** Has notifications sent to an address; answers the id it is listed with. */
  register(url: string, types: readonly string[]): Promise<number>;
  /** Moves the sandbox clock and waits until all that fell due is done. */
  advance(ms: number): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** With a standing clock time passes by `advance` only. Quotas are off until a reset: how fast a test calls depends on the machine. */
export async function runSandbox({ isStanding = true } = {}): Promise<RunningSandbox> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ozon-sandbox-'));
  let server = await startOzonSandbox({ port: 0, dataDir });
  const sandbox: RunningSandbox = {
    url: server.url,
    async post(path, body = {}, headers = keys) {
      const response = await fetch(`${server.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
      const type = response.headers.get('content-type') ?? '';
      const text = await response.text();
      return { status: response.status, type, json: (type.startsWith('application/json') ? JSON.parse(text) : {}) as never };
    },
    async control(method, path, body) {
      const response = await fetch(`${server.url}/_sandbox${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as never;
    },
    async sell(...offerIds) {
      await sandbox.control('POST', '/products', { items: offerIds.map((offerId) => ({ offerId, price: 1_999, stock: 50 })) });
    },
    async order(lines, more = {}) {
      return sandbox.control('POST', '/orders', { lines: Object.entries(lines).map(([offerId, quantity]) => ({ offerId, quantity })), ...more });
    },
    async register(url, types) {
      await sandbox.post('/v1/notification/set', { url, types });
      const { json } = await sandbox.post<{ urls: { id: number; url: string }[] }>('/v1/notification/list', { limit: 100 });
      const registered = json.urls.find((one) => one.url === url);
      if (!registered) throw new Error(`${url} was not registered`);
      return registered.id;
    },
    async advance(advanceMs) {
      await sandbox.control('POST', '/clock', { advanceMs });
    },
    async restart() {
      await server.stop();
      server = await startOzonSandbox({ port: 0, dataDir });
      sandbox.url = server.url;
    },
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  await sandbox.control('POST', '/clock', { standing: isStanding });
  await sandbox.control('PUT', '/settings', { quotaScale: 0 });
  return sandbox;
}
