import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import { createSubgraph } from '../../platform/subgraph/subgraph.js';
import type { Listing } from '../../subgraphs/catalog/domain/listing.js';
import type { Marketplace } from '../../subgraphs/stores/domain/marketplace.js';
import { eventually } from '../../subgraphs/sync/testing/lane-suite.js';
import { createN11Connector } from '../../subgraphs/n11/index.js';
import { startN11Sandbox } from '../../subgraphs/n11/sandbox/index.js';
import { createTrendyolConnector } from '../../subgraphs/trendyol/index.js';
import { startTrendyolSandbox } from '../../subgraphs/trendyol/sandbox/index.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { connectTestRedis, testRedisUrl } from '../support/test-redis.js';

interface Sandbox {
  readonly url: string;
  stop(): Promise<void>;
}

interface Shop {
  readonly marketplace: Marketplace;
  readonly remoteSellerId: string;
  readonly credentials: object;
  /** Below the sandbox's address. */
  readonly apiPath: string;
  readonly start: (dataDir: string) => Promise<Sandbox>;
}

const SHOPS: readonly Shop[] = [
  {
    marketplace: 'TRENDYOL', remoteSellerId: '2738', credentials: { apiKey: 'key-1', apiSecret: 'secret-of-1' }, apiPath: '/integration',
    start: (dataDir) => startTrendyolSandbox({ port: 0, dataDir, sellers: [{ sellerId: 2738, apiKey: 'key-1', apiSecret: 'secret-of-1', tier: '50k' }] }),
  },
  { marketplace: 'N11', remoteSellerId: '2000001', credentials: { appKey: 'n11-demo-key', appSecret: 'n11-demo-secret', shipmentTemplate: 'Standart Teslimat' }, apiPath: '', start: (dataDir) => startN11Sandbox({ port: 0, dataDir }) },
];

interface Attribute {
  readonly id: string;
  readonly required: boolean;
  readonly allowsCustomValue: boolean;
}

describe.each(SHOPS)('someone who knows no ids of $marketplace', ({ marketplace, remoteSellerId, credentials, apiPath, start }) => {
  let house: SyncHouse;
  let sandbox: Sandbox;
  let dataDir: string;
  let storeId: StoreId;

  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    dataDir = await mkdtemp(join(tmpdir(), 'publish-'));
    sandbox = await start(dataDir);
    const settings = await fetch(`${sandbox.url}/_sandbox/settings`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ quotaScale: 0, batchDelayMs: 20, approvalDelayMs: 20 }) });
    expect(settings.status).toBe(200);
    house = await openSyncHouse({ mongoUrl: process.env['TEST_MONGODB_URL'] ?? '', database: `test_publish_${randomBytes(6).toString('hex')}`, redisUrl: testRedisUrl(), connectors: { TRENDYOL: createTrendyolConnector(), N11: createN11Connector() } });
    storeId = await house.connectStore({ marketplace, remoteSellerId, credentials, baseUrl: `${sandbox.url}${apiPath}` });
    await house.addVariants(['KZK-NEW-1']);
    await house.db.collection('products').updateMany({}, { $set: { title: 'Balıkçı Yaka Triko Kazak', images: ['https://example.invalid/1.jpg'] } });
    house.sync.worker.start();
  });
  afterAll(async () => {
    await house.sync.worker.stop();
    await house.db.dropDatabase();
    await house.close();
    await sandbox.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function ofStore<T>(field: string): Promise<T> {
    const { data, errors } = await createSubgraph(house.sync.subgraph).local().execute({ query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { found: ${field} } } }`, variables: { r: [{ __typename: 'Store', id: storeId }] }, principal: house.principal, correlationId: 'c' });
    expect(errors).toBeUndefined();
    return (data as unknown as { _entities: [{ found: T }] })._entities[0].found;
  }

  async function mappingFor(categoryId: string) {
    const attributes = await ofStore<Attribute[]>(`categoryAttributes(categoryId: "${categoryId}") { id required allowsCustomValue }`);
    const values = await Promise.all(attributes.filter(({ required }) => required).map(async ({ id, allowsCustomValue }) => {
      const { nodes } = await ofStore<{ nodes: { id: string }[] }>(`attributeValues(categoryId: "${categoryId}", attributeId: "${id}", first: 1) { nodes { id } }`);
      const [value] = nodes;
      return { attributeId: id, ...(value ? { valueId: value.id } : allowsCustomValue ? { customValue: 'Doğal' } : {}) };
    }));
    const brands = await ofStore<{ nodes: { id: string; name: string }[] }>('brands(name: "Kuzey", first: 1) { nodes { id name } }');
    return { categoryId, brandId: brands.nodes[0]?.id ?? null, brandName: 'Kuzey', attributes: values, vatRatePercent: 20 };
  }

  it('finds in the API all that publishing needs', async () => {
    const { nodes } = await ofStore<{ nodes: { id: string; isLeaf: boolean }[] }>('categories(search: "kazak", first: 20) { nodes { id isLeaf } }');
    const leaf = nodes.find(({ isLeaf }) => isLeaf);
    expect(leaf).toBeDefined();
    const items = [{ sku: 'KZK-NEW-1', mapping: await mappingFor(leaf!.id) }];

    const dry = await house.sync.publishListings(house.principal, { storeId, items, dryRun: true });
    expect(dry.userErrors).toEqual([]);
    expect(dry.dryRun?.requests).toMatchObject([{ method: 'POST', items: 1, body: expect.stringContaining(leaf!.id) }]);

    const { operation, userErrors } = await house.sync.publishListings(house.principal, { storeId, items });
    expect(userErrors).toEqual([]);
    const finished = await eventually(() => house.sync.findOperation(operation!._id), (now) => now?.state === 'DONE' || now?.state === 'DONE_WITH_ERRORS');
    const listing = await house.db.collection<Listing>('listings').findOne({ storeId });
    expect({ state: finished?.state, issue: listing?.content.issue, presence: listing?.content.published?.value.presence }).toEqual({ state: 'DONE', issue: null, presence: 'LISTED' });
  });
});
