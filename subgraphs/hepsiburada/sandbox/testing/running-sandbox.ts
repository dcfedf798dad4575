import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoSeller, startHepsiburadaSandbox } from '../index.js';

export const MERCHANT_ID = demoSeller.merchantId;

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: T;
}

/** A sandbox of its own for one suite, spoken to over real HTTP. */
export interface RunningSandbox {
  url: string;
  get<T = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<Answer<T>>;
  send<T = Record<string, unknown>>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  /** A JSON file in the form field `file`. */
  sendFile<T = Record<string, unknown>>(path: string, content: unknown): Promise<Answer<T>>;
  control<T = Record<string, unknown>>(path: string, body?: unknown, method?: 'POST' | 'PUT'): Promise<T>;
  settings(change: Record<string, unknown>): Promise<void>;
  /** Moves the sandbox clock and waits until all that fell due is done. */
  advance(ms: number): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function accessHeaders({ key = demoSeller.serviceKey, integrator = demoSeller.integrator, merchantId = MERCHANT_ID } = {}): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${merchantId}:${key}`).toString('base64')}`, 'user-agent': integrator };
}

/** With a standing clock time passes by `advance` only. */
export async function runSandbox({ isStanding = true } = {}): Promise<RunningSandbox> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hepsiburada-sandbox-'));
  let server = await startHepsiburadaSandbox({ port: 0, dataDir });
  const call = async <T>(method: string, path: string, headers: Record<string, string>, body?: string | FormData): Promise<Answer<T>> => {
    const response = await fetch(`${server.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: (isJson(response, text) ? JSON.parse(text) : {}) as T };
  };
  const json = { 'content-type': 'application/json' };
  const sandbox: RunningSandbox = {
    url: server.url,
    get: (path, headers = accessHeaders()) => call('GET', path, headers),
    send: (method, path, body, headers = accessHeaders()) => call(method, path, { ...json, ...headers }, JSON.stringify(body)),
    sendFile: (path, content) => {
      const form = new FormData();
      form.append('file', new Blob([JSON.stringify(content)]), 'products.json');
      return call('POST', path, accessHeaders(), form);
    },
    control: async (path, body, method = 'POST') => {
      const answer = body === undefined ? await call('GET', `/_sandbox${path}`, {}) : await call(method, `/_sandbox${path}`, json, JSON.stringify(body));
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
      return answer.json as never;
    },
    settings: async (change) => {
      await sandbox.control('/settings', change, 'PUT');
    },
    advance: async (advanceMs) => {
      await sandbox.control('/clock', { advanceMs });
    },
    restart: async () => {
      await server.stop();
      server = await startHepsiburadaSandbox({ port: 0, dataDir });
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

function isJson(response: Response, text: string): boolean {
  return text !== '' && (response.headers.get('content-type') ?? '').startsWith('application/json');
}
