import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request, type FormData } from 'undici';
import type { Seller } from './access/sellers.js';
import { startTrendyolSandbox, type TrendyolSandbox } from './index.js';

export const SELLER: Seller = { sellerId: 2738001, apiKey: 'shop-key', apiSecret: 'shop-secret', tier: '50k' };

export interface Reply<T = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: T;
}

export interface CallOptions {
  readonly headers?: Record<string, string>;
  /** Sent as it is, instead of a JSON body. */
  readonly raw?: string | FormData;
}

/** A running sandbox with one seller, called as a client would over HTTP. Its clock stands: time passes by `advance` only. */
export interface TestShop {
  readonly url: string;
  readonly dataDir: string;
  /** A call of the seller API, below `/integration`; `:id` in the path becomes the seller's id. */
  api<T = never>(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Reply<T>>;
  /** A call of the control API, below `/_sandbox`; throws when it is refused. */
  control<T = never>(method: string, path: string, body?: unknown): Promise<T>;
  seed(items: readonly object[]): Promise<void>;
  advance(ms: number): Promise<void>;
  /** Applies what was queued and answers the batch. */
  settleBatch(reply: Reply<{ batchRequestId: string }>): Promise<Reply<BatchBody>>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface BatchBody {
  readonly status?: string;
  readonly itemCount: number;
  readonly failedItemCount: number;
  readonly batchRequestType: string;
  readonly items: readonly { readonly requestItem: Record<string, unknown>; readonly status: string; readonly failureReasons: readonly string[] }[];
}

const BATCH_DELAY_MS = 1_000;

export async function startTestShop({ quotaScale = 0, sellers = [SELLER] }: { quotaScale?: number; sellers?: readonly Seller[] } = {}): Promise<TestShop> {
  const dataDir = mkdtempSync(join(tmpdir(), 'trendyol-sandbox-'));
  let sandbox: TrendyolSandbox = await startTrendyolSandbox({ port: 0, dataDir, sellers });
  const authorization = `Basic ${Buffer.from(`${SELLER.apiKey}:${SELLER.apiSecret}`).toString('base64')}`;

  const api: TestShop['api'] = async (method, path, body, { headers = {}, raw } = {}) => {
    const isJson = raw === undefined && body !== undefined;
    const sent = raw ?? (body === undefined ? null : JSON.stringify(body));
    const response = await request(`${sandbox.url}/integration${path.replace(':id', String(SELLER.sellerId))}`, {
      method,
      headers: dropEmpty({ authorization, 'user-agent': `${SELLER.sellerId} - SelfIntegration`, ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers }),
      body: sent,
    });
    const text = await response.body.text();
    return { status: response.statusCode, headers: response.headers, text, body: parse(text) as never };
  };
  const control: TestShop['control'] = async (method, path, body) => {
    const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, { method, ...init });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text) as never;
  };
  const advance = async (ms: number): Promise<void> => {
    await control('POST', '/clock', { advanceMs: ms });
  };

  await control('PUT', '/settings', { quotaScale, batchDelayMs: BATCH_DELAY_MS });
  await control('POST', '/clock', { standing: true });
  return {
    get url() {
      return sandbox.url;
    },
    dataDir,
    api,
    control,
    advance,
    seed: async (items) => {
      await control('POST', '/products', { sellerId: SELLER.sellerId, items });
    },
    settleBatch: async (reply) => {
      if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
      await advance(BATCH_DELAY_MS);
      return api('GET', `/product/sellers/:id/products/batch-requests/${reply.body.batchRequestId}`);
    },
    restart: async () => {
      await sandbox.stop();
      sandbox = await startTrendyolSandbox({ port: 0, dataDir, sellers });
    },
    stop: async () => {
      await sandbox.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** An empty header is a header left out. */
function dropEmpty(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A create item that the sandbox accepts as it is. */
export function shirt(barcode: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    barcode,
    title: 'Örnek Pamuk Tişört',
    productMainId: 'SBX-TSHIRT',
    brandId: 900001,
    categoryId: 900411,
    quantity: 10,
    stockCode: `STK-${barcode}`,
    dimensionalWeight: 1,
    description: '<p>Örnek açıklama</p>',
    listPrice: 249.9,
    salePrice: 199.9,
    vatRate: 10,
    images: [{ url: 'https://cdn.example.invalid/red-m-1.jpg' }],
    attributes: shirtAttributes(),
    ...changes,
  };
}

/** Colour, size M, women, adults, cotton, made in Türkiye. */
export function shirtAttributes({ colour = 'Kırmızı', sizeId = 4602 } = {}): Record<string, unknown>[] {
  return [
    { attributeId: 47, customAttributeValue: colour },
    { attributeId: 293, attributeValueId: sizeId },
    { attributeId: 346, attributeValueId: 4292 },
    { attributeId: 343, attributeValueIds: [4294] },
    { attributeId: 14, attributeValueId: 4800 },
    { attributeId: 1192, attributeValueId: 10617 },
  ];
}
