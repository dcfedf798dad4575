import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicClient } from '../../../test/support/public-client.js';
import { sandboxControl, type SandboxControl } from '../../../test/support/sandbox-control.js';
import { startAmazonSandbox } from './index.js';

interface Client {
  callAPI(call: { operation: string; path?: object; query?: object; body?: unknown; options?: object }): Promise<never>;
  upload(document: unknown, content: { content: string; contentType: string }): Promise<unknown>;
  download(document: unknown, options: { json: true }): Promise<unknown>;
}

/** The client speaks to Amazon's hosts only, through an agent that it may be given. */
class AgentToSandbox extends Agent {
  readonly #port: number;
  constructor(port: number) {
    super();
    this.#port = port;
  }
  override createConnection(): Socket {
    return connect(this.#port, '127.0.0.1');
  }
}

const SELLER = { sellerId: 'A1CLIENTSELLER', clientId: 'amzn1.application-oa2-client.client', clientSecret: 'amzn1.oa2-cs.v1.client', refreshToken: 'Atzr|client' };
const { sellerId } = SELLER;
const MARKETPLACE = 'A33AVAJ2PDY3EV';
const marketplaceIds = MARKETPLACE;

let dataDir: string;
let sandbox: Awaited<ReturnType<typeof startAmazonSandbox>>;
let control: SandboxControl;
let client: Client;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'amazon-client-'));
  sandbox = await startAmazonSandbox({ port: 0, dataDir, sellers: [SELLER] });
  control = sandboxControl(sandbox.url);
  await control.put('/settings', { quotaScale: 0 });
  await control.post('/clock', { standing: true });
  await control.post('/listings', { sellerId, items: [{ sku: 'CUP', quantity: 10, price: 249.9 }] });
  const { SellingPartner } = await publicClient<{ SellingPartner: new (config: object) => Client }>('amazon-sp-api');
  client = new SellingPartner({
    region: 'eu',
    refresh_token: SELLER.refreshToken,
    credentials: { SELLING_PARTNER_APP_CLIENT_ID: SELLER.clientId, SELLING_PARTNER_APP_CLIENT_SECRET: SELLER.clientSecret },
    endpoints_versions: { listingsItems: '2021-08-01' },
    options: { https_proxy_agent: new AgentToSandbox(Number(new URL(sandbox.url).port)) },
  });
});
afterAll(async () => {
  await sandbox.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const ask = <T>(operation: string, given: Omit<Parameters<Client['callAPI']>[0], 'operation'> = {}): Promise<T> => client.callAPI({ operation, ...given });
const advance = (advanceMs: number) => control.post('/clock', { advanceMs });
const quantityPatch = (quantity: number) => ({ op: 'merge', path: '/attributes/fulfillment_availability', value: [{ fulfillment_channel_code: 'DEFAULT', quantity, marketplace_id: MARKETPLACE }] });
const priceOf = (value: number) => [{ marketplace_id: MARKETPLACE, currency: 'TRY', audience: 'ALL', our_price: [{ schedule: [{ value_with_tax: value }] }] }];

async function quantityShown(): Promise<number | undefined> {
  const { fulfillmentAvailability } = await ask<{ fulfillmentAvailability: { quantity: number }[] }>('listingsItems.getListingsItem', { path: { sellerId, sku: 'CUP' }, query: { marketplaceIds, includedData: 'fulfillmentAvailability' } });
  return fulfillmentAvailability[0]?.quantity;
}

describe('a public client of Amazon, its connections led to the sandbox', () => {
  it('reads its marketplaces, and what a product type requires', async () => {
    expect(await ask('sellers.getMarketplaceParticipations')).toMatchObject([{ marketplace: { id: MARKETPLACE } }]);
    const { schema } = await ask<{ schema: { link: { resource: string } } }>('productTypeDefinitions.getDefinitionsProductType', { path: { productType: 'DRINKING_CUP' }, query: { marketplaceIds, locale: 'tr_TR' } });
    expect(String(await client.download({ url: schema.link.resource }, { json: true }))).toContain('"required":["item_name"');
  });

  it('puts a listing', async () => {
    const plain = (value: string) => [{ value, marketplace_id: MARKETPLACE }];
    const text = (value: string) => [{ value, language_tag: 'tr_TR', marketplace_id: MARKETPLACE }];
    const attributes = {
      item_name: text('Mavi kupa'), brand: text('Demo'), product_description: text('Kupa'), bullet_point: text('Seramik'), color: text('Mavi'), material: text('Seramik'),
      condition_type: plain('new_new'), country_of_origin: plain('TR'), externally_assigned_product_identifier: [{ type: 'ean', value: '8680000000019', marketplace_id: MARKETPLACE }],
      main_product_image_locator: [{ media_location: 'https://images.example.invalid/1.jpg', marketplace_id: MARKETPLACE }], fulfillment_availability: quantityPatch(5).value, purchasable_offer: priceOf(99.9),
    };
    expect(await ask('listingsItems.putListingsItem', { path: { sellerId, sku: 'NEW' }, query: { marketplaceIds }, body: { productType: 'DRINKING_CUP', requirements: 'LISTING', attributes } })).toMatchObject({ status: 'ACCEPTED', issues: [] });
  });

  it('patches price and quantity', async () => {
    const patches = [quantityPatch(42), { op: 'replace', path: '/attributes/purchasable_offer', value: priceOf(199.9) }];
    expect(await ask('listingsItems.patchListingsItem', { path: { sellerId, sku: 'CUP' }, query: { marketplaceIds }, body: { productType: 'PRODUCT', patches } })).toMatchObject({ status: 'ACCEPTED' });
    await advance(5_000);
    expect(await quantityShown()).toBe(42);
  });

  it('hands in a feed and reads its report', async () => {
    const contentType = 'application/json; charset=UTF-8';
    const document = await ask<{ feedDocumentId: string }>('feeds.createFeedDocument', { body: { contentType } });
    const content = JSON.stringify({ header: { sellerId, version: '2.0' }, messages: [{ messageId: 1, sku: 'CUP', operationType: 'PATCH', productType: 'PRODUCT', patches: [quantityPatch(7)] }] });
    await client.upload(document, { content, contentType });
    const { feedId } = await ask<{ feedId: string }>('feeds.createFeed', { body: { feedType: 'JSON_LISTINGS_FEED', marketplaceIds: [MARKETPLACE], inputFeedDocumentId: document.feedDocumentId } });
    await advance(5_000);
    const feed = await ask<{ processingStatus: string; resultFeedDocumentId: string }>('feeds.getFeed', { path: { feedId } });
    expect(feed.processingStatus).toBe('DONE');
    const report = await client.download(await ask('feeds.getFeedDocument', { path: { feedDocumentId: feed.resultFeedDocumentId } }), { json: true });
    expect(JSON.stringify(report)).toContain('messagesAccepted');
    await advance(5_000);
    expect(await quantityShown()).toBe(7);
  });

  it('finds an order in both versions of the API, and confirms its shipment', async () => {
    const { orderId } = (await control.post('/orders', { sellerId, lines: [{ sku: 'CUP', quantity: 2 }] })) as { orderId: string };
    await advance(400_000);
    const since = '2020-01-01T00:00:00Z';
    expect(await ask('orders.getOrders', { query: { MarketplaceIds: MARKETPLACE, LastUpdatedAfter: since }, options: { version: 'v0' } })).toMatchObject({ Orders: [{ AmazonOrderId: orderId }] });
    expect(await ask('orders.searchOrders', { query: { marketplaceIds, lastUpdatedAfter: since }, options: { version: '2026-01-01' } })).toMatchObject({ orders: [{ orderId }] });
    const { OrderItems } = await ask<{ OrderItems: { OrderItemId: string; QuantityOrdered: number }[] }>('orders.getOrderItems', { path: { orderId }, options: { version: 'v0' } });
    const { now } = await control.get<{ now: number }>('/clock');
    const packageDetail = { packageReferenceId: '1', carrierCode: 'Other', carrierName: 'Kargo', shippingMethod: 'Standart', trackingNumber: 'TR000111222', shipDate: new Date(now).toISOString(), orderItems: OrderItems.map((item) => ({ orderItemId: item.OrderItemId, quantity: item.QuantityOrdered })) };
    await ask('orders.confirmShipment', { path: { orderId }, body: { marketplaceId: MARKETPLACE, packageDetail } });
    expect(await ask('orders.getOrder', { path: { orderId }, query: { includedData: 'FULFILLMENT' }, options: { version: '2026-01-01' } })).toMatchObject({ order: { fulfillment: { fulfillmentStatus: 'SHIPPED' } } });
  });

  it('subscribes to notifications of orders, and finds its subscription', async () => {
    const { arn } = (await control.post('/queues', { name: 'client-orders', accessKeyId: 'AKIACLIENT', secretAccessKey: 'client-secret' })) as { arn: string };
    const { destinationId } = await ask<{ destinationId: string }>('notifications.createDestination', { body: { name: 'client', resourceSpecification: { sqs: { arn } } } });
    const { subscriptionId } = await ask<{ subscriptionId: string }>('notifications.createSubscription', { path: { notificationType: 'ORDER_CHANGE' }, body: { payloadVersion: '1.0', destinationId } });
    expect(await ask('notifications.getSubscription', { path: { notificationType: 'ORDER_CHANGE' } })).toMatchObject({ subscriptionId, destinationId });
  });
});
