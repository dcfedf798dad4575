import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startN11Sandbox } from '../index.js';

export const keys = { appkey: 'n11-demo-key', appsecret: 'n11-demo-secret' };

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly json: T;
}

/** A sandbox of its own for one suite, spoken to over real HTTP. */
export interface RunningSandbox {
  url: string;
  get<T = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<Answer<T>>;
  send<T = Record<string, unknown>>(method: 'POST' | 'PUT', path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  /** A SOAP operation; answers the whole envelope as text. */
  soap(service: string, operation: string, fields: string, auth?: { appKey: string; appSecret: string }): Promise<Answer>;
  control<T = Record<string, unknown>>(path: string, body?: unknown): Promise<T>;
  /** Moves the sandbox clock and waits until all that fell due is done. */
  advance(ms: number): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** With a standing clock time passes by `advance` only. */
export async function runSandbox({ isStanding = true } = {}): Promise<RunningSandbox> {
  const dataDir = await mkdtemp(join(tmpdir(), 'n11-sandbox-'));
  let server = await startN11Sandbox({ port: 0, dataDir });
  const call = async <T>(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer<T>> => {
    const response = await fetch(`${server.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, type, text, json: (type.startsWith('application/json') ? JSON.parse(text) : {}) as T };
  };
  const json = { 'content-type': 'application/json' };
  const sandbox: RunningSandbox = {
    url: server.url,
    get: (path, headers = keys) => call('GET', path, headers),
    send: (method, path, body, headers = keys) => call(method, path, { ...json, ...headers }, JSON.stringify(body)),
    soap: (service, operation, fields, auth = { appKey: keys.appkey, appSecret: keys.appsecret }) =>
      call('POST', `/ws/${service}/`, { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' }, envelope(operation, fields, auth)),
    control: async (path, body) => {
      const answer = body === undefined ? await call('GET', `/_sandbox${path}`, {}) : await call('POST', `/_sandbox${path}`, json, JSON.stringify(body));
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
      return answer.json as never;
    },
    advance: async (advanceMs) => {
      await sandbox.control('/clock', { advanceMs });
    },
    restart: async () => {
      await server.stop();
      server = await startN11Sandbox({ port: 0, dataDir });
      sandbox.url = server.url;
    },
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  await sandbox.control('/clock', { standing: isStanding });
  return sandbox;
}

/** A complete product-create SKU; `change` overrides fields. */
export function sku(stockCode: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: `Çiçekli Yazlık Midi Elbise ${stockCode}`,
    description: '<p>Hafif kumaş</p>',
    categoryId: 1000111,
    currencyType: 'TL',
    productMainId: `MAIN-${stockCode.split('-')[0] ?? ''}`,
    preparingDay: 2,
    shipmentTemplate: 'Standart Teslimat',
    stockCode,
    quantity: 10,
    images: [{ url: 'https://example.invalid/1.jpg', order: 1 }],
    attributes: [
      { id: 1, valueId: null, customValue: 'Hub Deneme' },
      { id: 429, valueId: null, customValue: 'Zümrüt Yeşili' },
      { id: 44, valueId: 10_044_003, customValue: null },
      { id: 11, valueId: 10_011_000, customValue: null },
    ],
    salePrice: 999.9,
    listPrice: 1299.9,
    vatRate: 20,
    ...change,
  };
}

function envelope(operation: string, fields: string, { appKey, appSecret }: { appKey: string; appSecret: string }): string {
  return (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sch="http://www.n11.com/ws/schemas"><soapenv:Header/><soapenv:Body>' +
    `<sch:${operation}Request><auth><appKey>${appKey}</appKey><appSecret>${appSecret}</appSecret></auth>${fields}</sch:${operation}Request></soapenv:Body></soapenv:Envelope>`
  );
}
