import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicClient } from '../../../test/support/public-client.js';
import { sandboxControl, type SandboxControl } from '../../../test/support/sandbox-control.js';
import { demoSeller, startEbaySandbox } from './index.js';

type Call = (...given: never[]) => Promise<never>;
type Calls<Names extends string> = Readonly<Record<Names, (...given: unknown[]) => Promise<never>>>;
interface Client {
  readonly req: { readonly instance: { readonly interceptors: { readonly request: { use(change: (request: { url: string }) => object): void } } } };
  readonly OAuth2: { setCredentials(token: unknown): void; getToken: Call; refreshToken(): Promise<unknown> };
  readonly commerce: { readonly taxonomy: Calls<'getDefaultCategoryTreeId' | 'getCategorySuggestions' | 'getCategorySubtree' | 'getItemAspectsForCategory'> };
  readonly developer: { readonly keyManagement: Calls<'createSigningKey'> };
  readonly sell: {
    readonly account: Calls<'getFulfillmentPolicies' | 'getPaymentPolicies' | 'getReturnPolicies'>;
    readonly inventory: Calls<'getInventoryItem' | 'createOrReplaceInventoryItem' | 'createOffer' | 'getOffers' | 'publishOffer' | 'bulkUpdatePriceQuantity' | 'withdrawOffer' | 'getInventoryLocations'>;
    readonly fulfillment: Calls<'getOrders' | 'createShippingFulfillment' | 'getShippingFulfillments'> & { readonly sign: Calls<'issueRefund'> };
  };
  readonly postOrder: { readonly cancellation: Calls<'checkCancellationEligibility'> & { readonly sign: Calls<'createCancellation'> } };
  setSignature(signature: object): void;
}

const SCOPE = 'https://api.ebay.com/oauth/api_scope';
let dataDir: string;
let sandbox: Awaited<ReturnType<typeof startEbaySandbox>>;
let control: SandboxControl;
let client: Client;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ebay-client-'));
  sandbox = await startEbaySandbox({ port: 0, dataDir });
  control = sandboxControl(sandbox.url);
  const { default: EbayApi } = await publicClient<{ default: new (config: object) => Client }>('ebay-api');
  client = new EbayApi({ appId: demoSeller.clientId, certId: demoSeller.clientSecret, sandbox: false, ruName: 'Ru-Name', marketplaceId: 'EBAY_DE', scope: [SCOPE, `${SCOPE}/sell.inventory`, `${SCOPE}/sell.account`, `${SCOPE}/sell.fulfillment`, `${SCOPE}/sell.finances`] });
  // Its own way of using another address.
  client.req.instance.interceptors.request.use((request) => ({ ...request, url: request.url.replace(/^https:\/\/apiz?\.ebay\.com/, sandbox.url) }));
});
afterAll(async () => {
  await sandbox.stop();
  await rm(dataDir, { recursive: true, force: true });
});

interface Order {
  readonly orderId: string;
  readonly legacyOrderId: string;
  readonly lineItems: readonly { readonly lineItemId: string; readonly quantity: number }[];
}

async function sold(quantity: number): Promise<Order> {
  const { orderId } = (await control.post('/orders', { seller: demoSeller.username, lines: [{ sku: 'CUP', quantity }] })) as { orderId: string };
  const { orders } = (await client.sell.fulfillment.getOrders({ filter: 'orderfulfillmentstatus:{NOT_STARTED|IN_PROGRESS}', limit: 50 })) as { orders: readonly Order[] };
  return orders.find((order) => order.orderId === orderId)!;
}

describe('a public client of eBay, given another address in the way it offers', () => {
  it('changes the code of a consent for tokens', async () => {
    const { code } = (await control.post(`/sellers/${demoSeller.username}/consent`, { redirectUri: 'Ru-Name' })) as { code: string };
    const token: unknown = await client.OAuth2.getToken(code as never);
    expect(token).toMatchObject({ token_type: 'User Access Token', refresh_token: demoSeller.refreshToken });
    client.OAuth2.setCredentials(token);
    await client.OAuth2.refreshToken();
  });

  it('puts an item, offers it and goes on sale', async () => {
    const { inventory, account } = client.sell;
    const { categoryTreeId } = (await client.commerce.taxonomy.getDefaultCategoryTreeId('EBAY_DE')) as { categoryTreeId: string };
    expect(await client.commerce.taxonomy.getCategorySuggestions(categoryTreeId, 'Tassen')).toMatchObject({ categorySuggestions: [{ category: { categoryId: '177010' } }] });
    expect(await client.commerce.taxonomy.getCategorySubtree(categoryTreeId, '20625')).toMatchObject({ categorySubtreeNode: { childCategoryTreeNodes: [{ category: { categoryId: '177010' } }] } });
    const { aspects } = (await client.commerce.taxonomy.getItemAspectsForCategory(categoryTreeId, '177010')) as { aspects: { localizedAspectName: string; aspectConstraint: { aspectRequired: boolean } }[] };
    expect(aspects.filter((aspect) => aspect.aspectConstraint.aspectRequired).map((aspect) => aspect.localizedAspectName)).toEqual(['Marke']);
    await inventory.createOrReplaceInventoryItem('CUP', { availability: { shipToLocationAvailability: { quantity: 5 } }, condition: 'NEW', product: { title: 'Tasse', description: 'Eine Tasse', aspects: { Marke: ['Markenlos'] }, imageUrls: ['https://images.example.invalid/1.jpg'] } });
    const { fulfillmentPolicies } = (await account.getFulfillmentPolicies('EBAY_DE')) as { fulfillmentPolicies: { fulfillmentPolicyId: string }[] };
    const { paymentPolicies } = (await account.getPaymentPolicies('EBAY_DE')) as { paymentPolicies: { paymentPolicyId: string }[] };
    const { returnPolicies } = (await account.getReturnPolicies('EBAY_DE')) as { returnPolicies: { returnPolicyId: string }[] };
    const { locations } = (await inventory.getInventoryLocations()) as { locations: { merchantLocationKey: string }[] };
    const listingPolicies = { fulfillmentPolicyId: fulfillmentPolicies[0]?.fulfillmentPolicyId, paymentPolicyId: paymentPolicies[0]?.paymentPolicyId, returnPolicyId: returnPolicies[0]?.returnPolicyId };
    const offer = { sku: 'CUP', marketplaceId: 'EBAY_DE', format: 'FIXED_PRICE', categoryId: '177010', merchantLocationKey: locations[0]?.merchantLocationKey, listingPolicies, pricingSummary: { price: { value: '12.50', currency: 'EUR' } }, listingDuration: 'GTC' };
    const { offerId } = (await inventory.createOffer(offer)) as { offerId: string };
    await inventory.publishOffer(offerId);
    expect(await inventory.getOffers({ sku: 'CUP' })).toMatchObject({ offers: [{ offerId, status: 'PUBLISHED' }] });
    await expect(inventory.createOffer(offer)).rejects.toThrow(offerId);
  });

  it('changes price and quantity', async () => {
    const { offers } = (await client.sell.inventory.getOffers({ sku: 'CUP' })) as { offers: { offerId: string }[] };
    const request = { sku: 'CUP', shipToLocationAvailability: { quantity: 9 }, offers: [{ offerId: offers[0]?.offerId, price: { value: '14.00', currency: 'EUR' } }] };
    expect(await client.sell.inventory.bulkUpdatePriceQuantity({ requests: [request] })).toMatchObject({ responses: [{ sku: 'CUP', statusCode: 200 }] });
    expect(await client.sell.inventory.getInventoryItem('CUP')).toMatchObject({ availability: { shipToLocationAvailability: { quantity: 9 } } });
  });

  it('ships an order and refunds a part of it, signed', async () => {
    const { orderId, lineItems } = await sold(2);
    await client.sell.fulfillment.createShippingFulfillment(orderId, { lineItems: lineItems.map(({ lineItemId, quantity }) => ({ lineItemId, quantity })), shippingCarrierCode: 'DHL', trackingNumber: 'TR000111222' });
    expect(await client.sell.fulfillment.getShippingFulfillments(orderId)).toMatchObject({ total: 1, fulfillments: [{ shipmentTrackingNumber: 'TR000111222' }] });
    const { jwe, privateKey } = (await client.developer.keyManagement.createSigningKey('ED25519')) as { jwe: string; privateKey: string };
    client.setSignature({ cipher: 'sha256', jwe, privateKey });
    expect(await client.sell.fulfillment.sign.issueRefund(orderId, { reasonForRefund: 'BUYER_RETURN', orderLevelRefundAmount: { value: '1.00', currency: 'EUR' } })).toMatchObject({ refundStatus: 'PENDING' });
  });

  it('cancels an order', async () => {
    const { legacyOrderId } = await sold(1);
    expect(await client.postOrder.cancellation.checkCancellationEligibility(legacyOrderId)).toMatchObject({ eligible: true });
    expect(await client.postOrder.cancellation.sign.createCancellation({ legacyOrderId, cancelReason: 'OUT_OF_STOCK_OR_CANNOT_FULFILL' })).toMatchObject({ cancelId: expect.any(String) });
  });
});
