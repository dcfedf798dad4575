import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeConnector } from '../../../test/contract/connector-contract.js';
import type { SandboxUnderTest } from '../../../test/contract/sandbox-under-test.js';
import type { WebhookCall } from '../../sync/connector/contract.js';
import { startTrendyolSandbox } from '../sandbox/index.js';
import { credentialsSchema, type TrendyolCredentials } from './client.js';
import { createTrendyolConnector } from './index.js';
import { contractTries } from './testing/contract-tries.js';

const SELLER = { sellerId: 2738, apiKey: 'contract-key', apiSecret: 'contract-secret', tier: '50k' } as const;
const keys = Array.from({ length: 130 }, (_, i) => `CONTRACT-${String(i).padStart(3, '0')}`);

describeConnector({ connector: createTrendyolConnector(), startSandbox });

async function startSandbox(): Promise<SandboxUnderTest<TrendyolCredentials>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trendyol-contract-'));
  const sandbox = await startTrendyolSandbox({ port: 0, dataDir, sellers: [SELLER] });
  await control(sandbox.url, '/products', { sellerId: SELLER.sellerId, items: keys.map((barcode) => ({ barcode, quantity: 50, salePrice: 199.9, listPrice: 249.9 })) });
  const credentials = credentialsSchema.parse({ apiKey: SELLER.apiKey, apiSecret: SELLER.apiSecret });
  return {
    baseUrl: `${sandbox.url}/integration`,
    controlUrl: sandbox.url,
    remoteSellerId: String(SELLER.sellerId),
    currency: 'TRY',
    credentials,
    wrongCredentials: { ...credentials, apiSecret: 'wrong' },
    keys,
    pushPath: 'price-and-inventory',
    readPath: 'approved/inventory-and-price',
    tries: contractTries(SELLER.sellerId, (path, body, method) => control(sandbox.url, path, body, method)),
    placeOrder: (lines) => placeOrder(sandbox.url, lines),
    webhookCall: (secret) => webhookCall(sandbox.url, credentials, secret),
    async stop() {
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function placeOrder(url: string, lines: readonly { readonly remoteKey: string; readonly quantity: number }[]): Promise<string> {
  const answer = await control(url, '/orders', { sellerId: SELLER.sellerId, lines: lines.map(({ remoteKey, quantity }) => ({ barcode: remoteKey, quantity })) });
  return (answer as { orderNumber: string }).orderNumber;
}

/** Registers a listener of our own as a webhook, lets a buyer order, and keeps the call that comes. */
async function webhookCall(url: string, { apiKey, apiSecret }: TrendyolCredentials, secret: string): Promise<WebhookCall> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const received = new Promise<WebhookCall>((resolve) => {
    listener.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.end();
        resolve({ method: 'POST', path: '', headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])), body: Buffer.concat(chunks) });
      });
    });
  });
  const { port } = listener.address() as AddressInfo;
  const hooks = `${url}/integration/webhook/sellers/${SELLER.sellerId}/webhooks`;
  const headers = { authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`, 'user-agent': `${SELLER.sellerId} - SelfIntegration`, 'content-type': 'application/json' };
  const created = await fetch(hooks, { method: 'POST', headers, body: JSON.stringify({ url: `http://127.0.0.1:${port}/`, authenticationType: 'API_KEY', apiKey: secret, subscribedStatuses: ['CREATED'] }) });
  const { id } = (await created.json()) as { id: string };
  await placeOrder(url, [{ remoteKey: keys[0] ?? '', quantity: 1 }]);
  const call = await received;
  await fetch(`${hooks}/${id}`, { method: 'DELETE', headers });
  listener.close();
  return call;
}

async function control(url: string, path: string, body: unknown, method: 'POST' | 'PUT' = 'POST'): Promise<unknown> {
  const answer = await fetch(`${url}/_sandbox${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
