import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxUnderTest } from '../../../../test/contract/sandbox-under-test.js';
import { startAmazonSandbox } from '../../sandbox/index.js';
import { credentialsSchema, type AmazonCredentials } from '../credentials.js';
import { contractTries, mappingOf } from './contract-tries.js';

const SELLER = { sellerId: 'A1CONTRACTSELLER', clientId: 'amzn1.application-oa2-client.contract', clientSecret: 'amzn1.oa2-cs.v1.contract', refreshToken: 'Atzr|contract' };
const QUEUE_KEY = { accessKeyId: 'AKIACONTRACT', secretAccessKey: 'contract-queue-secret' };
const keys = Array.from({ length: 130 }, (_, i) => `CONTRACT-${String(i).padStart(3, '0')}`);

/** Without quotas and without the two minutes by which searchOrders lags: both have tests of their own. */
export async function startContractSandbox(): Promise<SandboxUnderTest<AmazonCredentials>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'amazon-contract-'));
  const sandbox = await startAmazonSandbox({ port: 0, dataDir, sellers: [SELLER] });
  await control(sandbox.url, 'PUT', '/settings', { quotaScale: 0, orderListLagMs: 0 });
  await control(sandbox.url, 'POST', '/listings', { sellerId: SELLER.sellerId, items: keys.map((sku) => ({ sku, quantity: 50, price: 199.9, listPrice: 249.9 })) });
  const { queueUrl } = (await control(sandbox.url, 'POST', '/queues', { name: 'contract', ...QUEUE_KEY })) as { queueUrl: string };
  const { clientId, clientSecret, refreshToken } = SELLER;
  const credentials = credentialsSchema.parse({ clientId, clientSecret, refreshToken, sqsQueueUrl: queueUrl, sqsAccessKeyId: QUEUE_KEY.accessKeyId, sqsSecretAccessKey: QUEUE_KEY.secretAccessKey });
  return {
    baseUrl: sandbox.url,
    controlUrl: sandbox.url,
    remoteSellerId: SELLER.sellerId,
    currency: 'TRY',
    credentials,
    wrongCredentials: { ...credentials, refreshToken: 'Atzr|another-one' },
    keys,
    pushPath: '/listings/2021-08-01/items',
    pushMethod: 'PATCH',
    bulkPushPath: '/feeds/2021-06-30/feeds',
    readPath: '/listings/2021-08-01/items',
    tries: contractTries({ sellerId: SELLER.sellerId, credentials, control: (method, path, body) => control(sandbox.url, method, path, body) }),
    localDraft: () => ({ mapping: mappingOf('m') }),
    async placeOrder(lines) {
      const answer = await control(sandbox.url, 'POST', '/orders', { sellerId: SELLER.sellerId, lines: lines.map(({ remoteKey, quantity }) => ({ sku: remoteKey, quantity })) });
      return (answer as { orderId: string }).orderId;
    },
    async redeliver() {
      await control(sandbox.url, 'POST', '/queues/contract/redeliver', {});
    },
    async stop() {
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function control(url: string, method: string, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${url}/_sandbox${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
