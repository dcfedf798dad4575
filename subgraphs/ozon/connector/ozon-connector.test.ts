import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe } from '@jest/globals';
import { describeClaims } from '../../../test/contract/claim-contract.js';
import { describeConnector, openBench } from '../../../test/contract/connector-contract.js';
import type { SandboxUnderTest } from '../../../test/contract/sandbox-under-test.js';
import type { ContentMapping, WebhookCall } from '../../sync/connector/contract.js';
import { API_KEY, CLIENT_ID, runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';
import { credentialsSchema, type OzonCredentials } from './client.js';
import { createOzonConnector } from './index.js';
import { cancellationTries, contractTries, rfbsTries } from './testing/contract-tries.js';

const keys = Array.from({ length: 130 }, (_, i) => `CONTRACT-${String(i).padStart(3, '0')}`);

const connector = createOzonConnector();

describeConnector({ connector, startSandbox: () => startSandbox(contractTries) });

describe('of the requests of buyers to whom the seller delivers, the Ozon connector', () => {
  describeClaims(openBench({ connector, startSandbox: () => startSandbox((sandbox) => ({ claims: rfbsTries(sandbox) })) }));
});

describe('of the wishes of such buyers to cancel, the Ozon connector', () => {
  describeClaims(openBench({ connector, startSandbox: () => startSandbox((sandbox) => ({ claims: cancellationTries(sandbox) })) }));
});

async function startSandbox(triesOf: typeof contractTries): Promise<SandboxUnderTest<OzonCredentials>> {
  const sandbox = await runSandbox({ isStanding: false });
  await sandbox.sell(...keys);
  // The suite changes a stock, and takes its goods off sale, within seconds; the 30 s between two writes have tests of their own.
  await sandbox.control('PUT', '/settings', { stockPairWindowMs: 0 });
  const credentials = credentialsSchema.parse({ apiKey: API_KEY, packageMm: '300x200x30', packageGrams: '220' });
  const mapping = await mappingKnownTo(sandbox);
  return {
    baseUrl: sandbox.url,
    controlUrl: sandbox.url,
    remoteSellerId: CLIENT_ID,
    currency: 'RUB',
    credentials,
    wrongCredentials: { ...credentials, apiKey: 'not-the-key-of-this-shop' },
    keys,
    pushPath: '/v2/products/stocks',
    readPath: '/v3/product/info/list',
    tries: triesOf(sandbox, credentials),
    placeOrder: async (lines) => (await sandbox.order(Object.fromEntries(lines.map(({ remoteKey, quantity }) => [remoteKey, quantity])))).orderNumber,
    webhookCall: (secret) => webhookCall(sandbox, secret, { isPing: false }),
    handshakeCall: ({ secret }) => webhookCall(sandbox, secret, { isPing: true }),
    // The sandbox pings a new address at once, as Ozon does: one that nobody listens at, without asking a name server.
    reachableUrl: async () => 'http://127.0.0.1:1/webhooks/contract',
    splitsBeforeAccept: true,
    localDraft: () => ({ mapping }),
    stop: () => sandbox.stop(),
  };
}

/** T-shirts with the first value of each attribute they must have. */
async function mappingKnownTo(sandbox: RunningSandbox): Promise<ContentMapping> {
  const pair = { description_category_id: 17_027_904, type_id: 93_244 };
  const valueOf = async (attributeId: number) => (await sandbox.post<{ result: { id: number; value: string }[] }>('/v1/description-category/attribute/values', { ...pair, attribute_id: attributeId, limit: 1 })).json.result[0];
  const { json } = await sandbox.post<{ result: { id: number; is_required: boolean; dictionary_id: number }[] }>('/v1/description-category/attribute', pair);
  const required = json.result.filter((one) => one.is_required && one.dictionary_id > 0 && ![85, 8_229].includes(one.id));
  const attributes = await Promise.all(required.map(async ({ id }) => ({ attributeId: String(id), valueId: String((await valueOf(id))?.id), customValue: null })));
  const brand = await valueOf(85);
  return { categoryId: '17027904:93244', brandId: String(brand?.id), brandName: brand?.value ?? null, attributes, shipmentTemplate: null, vatRatePercent: 20 };
}

/** Registers a listener of our own, lets a buyer order, and keeps the call that comes, or the ping that comes before any; the path is what follows the store's address. */
async function webhookCall(sandbox: RunningSandbox, secret: string, { isPing }: { isPing: boolean }): Promise<WebhookCall> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const received = new Promise<WebhookCall>((resolve) => {
    listener.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.end('{"result":true}');
        const body = Buffer.concat(chunks);
        const path = (request.url ?? '').replace('/store', '');
        if (body.includes('TYPE_PING') === isPing) resolve({ method: 'POST', path, headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])), body });
      });
    });
  });
  const { port } = listener.address() as AddressInfo;
  const id = await sandbox.register(`http://127.0.0.1:${port}/store/${secret}`, ['TYPE_NEW_POSTING']);
  await sandbox.order({ [keys[0] ?? '']: 1 });
  const call = await received;
  await sandbox.post('/v1/notification/delete', { id });
  listener.close();
  return call;
}
