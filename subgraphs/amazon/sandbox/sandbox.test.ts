import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop, SELLER, type Shop } from '../connector/testing/shop.js';
import { startAmazonSandbox } from './index.js';

const TR = 'A33AVAJ2PDY3EV';
const ITEMS = `/listings/2021-08-01/items/${SELLER.sellerId}`;

async function tokenOf(url: string): Promise<string> {
  const { clientId, clientSecret, refreshToken } = SELLER;
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId, client_secret: clientSecret });
  const answer = await fetch(`${url}/auth/o2/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

describe('the imitated SP-API', () => {
  let shop: Shop;
  let token: string;
  beforeAll(async () => {
    shop = await openShop();
    token = await tokenOf(shop.url);
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'SBX-1', quantity: 5, price: 100 }] });
  });
  afterAll(async () => shop.stop());

  const call = async (method: string, path: string, o: { body?: unknown; headers?: Record<string, string> } = {}) => {
    const headers = { 'x-amz-access-token': token, ...(o.body === undefined ? {} : { 'content-type': 'application/json' }), ...o.headers };
    const answer = await fetch(shop.url + path, { method, headers, ...(o.body === undefined ? {} : { body: JSON.stringify(o.body) }) });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown> & { errors?: { code: string; message: string; details: string }[] } };
  };
  const patch = (patches: unknown, query = '') => call('PATCH', `${ITEMS}/SBX-1?marketplaceIds=${TR}${query}`, { body: { productType: 'PRODUCT', patches } });

  it('refuses a call without token with 401, and with a false one with 403', async () => {
    expect((await fetch(`${shop.url}/sellers/v1/marketplaceParticipations`)).status).toBe(401);
    expect(await call('GET', '/sellers/v1/marketplaceParticipations', { headers: { 'x-amz-access-token': 'Atza|no' } })).toMatchObject({ status: 403, body: { errors: [{ code: 'Unauthorized' }] } });
  });

  it('gives tokens for a form and for JSON, and for nothing else', async () => {
    const { clientId, clientSecret, refreshToken } = SELLER;
    const wish = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId, client_secret: clientSecret };
    const ask = async (type: string, body: string) => fetch(`${shop.url}/auth/o2/token`, { method: 'POST', headers: { 'content-type': type }, body });
    const form = new URLSearchParams(wish).toString();
    expect([(await ask('application/x-www-form-urlencoded;charset=UTF-8', form)).status, (await ask('application/json', JSON.stringify(wish))).status, (await ask('text/plain', form)).status]).toEqual([200, 200, 400]);
    expect((await ask('application/json', JSON.stringify({ ...wish, client_secret: 7 }))).status).toBe(401);
  });

  it('estimates the fees of one SKU or ASIN as it does those of many', async () => {
    const FeesEstimateRequest = { MarketplaceId: TR, PriceToEstimateFees: { ListingPrice: { CurrencyCode: 'TRY', Amount: 100 } }, Identifier: 'one' };
    const { body: listing } = await call('GET', `${ITEMS}/SBX-1?marketplaceIds=${TR}`);
    const { asin } = (listing['summaries'] as { asin: string }[])[0]!;
    for (const path of ['listings/SBX-1', `items/${asin}`]) {
      const { body } = await call('POST', `/products/fees/v0/${path}/feesEstimate`, { body: { FeesEstimateRequest } });
      expect(body).toMatchObject({ payload: { FeesEstimateResult: { Status: 'Success', FeesEstimate: { TotalFeesEstimate: { Amount: 16.5, CurrencyCode: 'TRY' } } } } });
    }
    expect((await call('POST', '/products/fees/v0/listings/SBX-1/feesEstimate', { body: {} })).status).toBe(400);
  });

  it('wants a user-agent of at most 500 characters', async () => {
    const withoutAgent = await new Promise<number | undefined>((resolve, reject) => {
      httpRequest(`${shop.url}/sellers/v1/marketplaceParticipations`, { headers: { 'x-amz-access-token': token } }, (answer) => resolve(answer.resume().statusCode)).on('error', reject).end();
    });
    expect(withoutAgent).toBe(400);
    expect((await call('GET', '/sellers/v1/marketplaceParticipations', { headers: { 'user-agent': 'x'.repeat(501) } })).status).toBe(400);
  });

  it('refuses a marketplace of another region, another seller, and a path it does not have', async () => {
    expect(await call('GET', `${ITEMS}/SBX-1?marketplaceIds=ATVPDKIKX0DER`)).toMatchObject({ status: 403, body: { errors: [{ details: expect.stringContaining('not valid for region') }] } });
    expect((await call('GET', `/listings/2021-08-01/items/A1SOMEONEELSE/SBX-1?marketplaceIds=${TR}`)).status).toBe(403);
    expect((await call('GET', '/listings/1999-01-01/items')).status).toBe(403);
  });

  it('answers at once that a value is missing, that only whole attributes can be patched, and that a SKU is bad', async () => {
    expect(await patch([{ op: 'replace', path: '/attributes/list_price' }])).toMatchObject({ status: 400, body: { errors: [{ code: 'InvalidInput', message: 'Value is missing for patch at index of 0.' }] } });
    expect((await patch([{ op: 'replace', path: '/attributes/list_price/0/currency', value: [{}] }])).status).toBe(400);
    expect(await call('GET', `${ITEMS}/BadSKU?marketplaceIds=${TR}`)).toMatchObject({ status: 400, body: { errors: [{ code: 'BAD_REQUEST' }] } });
  });

  it('answers 200 with INVALID to what is wrong with a listing, and a preview changes nothing', async () => {
    const wrong = [{ op: 'merge', path: '/attributes/fulfillment_availability', value: [{ fulfillment_channel_code: 'DEFAULT', quantity: -1, marketplace_id: TR }] }];
    expect(await patch(wrong)).toMatchObject({ status: 200, body: { status: 'INVALID', issues: [{ severity: 'ERROR', attributeNames: ['fulfillment_availability'] }] } });
    const right = [{ op: 'merge', path: '/attributes/fulfillment_availability', value: [{ fulfillment_channel_code: 'DEFAULT', quantity: 77, marketplace_id: TR }] }];
    expect(await patch(right, '&mode=VALIDATION_PREVIEW')).toMatchObject({ body: { status: 'VALID', identifiers: [{ marketplaceId: TR }] } });
    await shop.advance(5_000);
    expect(await call('GET', `${ITEMS}/SBX-1?marketplaceIds=${TR}&includedData=fulfillmentAvailability`)).toMatchObject({ body: { fulfillmentAvailability: [{ quantity: 5 }] } });
  });

  it('shows by which channel of Amazon\'s a listing is shipped and no count of it, and takes a quantity of the seller\'s own for the end of that', async () => {
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'FBA-1', quantity: 12, isFba: true }] });
    const shown = async () => (await call('GET', `${ITEMS}/FBA-1?marketplaceIds=${TR}&includedData=fulfillmentAvailability,summaries`)).body;
    const write = async (op: string, entry: object) => {
      const answer = await call('PATCH', `${ITEMS}/FBA-1?marketplaceIds=${TR}`, { body: { productType: 'PRODUCT', patches: [{ op, path: '/attributes/fulfillment_availability', value: [{ marketplace_id: TR, ...entry }] }] } });
      await shop.advance(5_000);
      return answer;
    };
    expect(await shown()).toMatchObject({ summaries: [{ status: expect.arrayContaining(['BUYABLE']) }], fulfillmentAvailability: [{ fulfillmentChannelCode: 'AMAZON_EU' }] });
    expect(JSON.stringify(await shown())).not.toContain('quantity');
    expect(await write('merge', { fulfillment_channel_code: 'AMAZON_EU', quantity: 3 })).toMatchObject({ body: { status: 'INVALID' } });
    expect(await write('merge', { fulfillment_channel_code: 'DEFAULT', quantity: 3 })).toMatchObject({ body: { status: 'ACCEPTED' } });
    expect(await shown()).toMatchObject({ fulfillmentAvailability: [{ fulfillmentChannelCode: 'DEFAULT', quantity: 3 }] });
    await write('replace', { fulfillment_channel_code: 'AMAZON_EU' });
    expect(await shown()).toMatchObject({ fulfillmentAvailability: [{ fulfillmentChannelCode: 'AMAZON_EU' }] });
  });

  it.each<[string, string, Record<string, unknown>, boolean]>([
    ['a boolean', 'batteries_required', { value: false }, true],
    ['a text for a boolean', 'batteries_required', { value: 'false' }, false],
    ['a whole number', 'number_of_items', { value: 3 }, true],
    ['a text for a number', 'number_of_items', { value: '3' }, false],
    ['a part of a whole number', 'number_of_items', { value: 1.5 }, false],
    ['a measure', 'item_weight', { value: 0.5, unit: 'kilograms' }, true],
    ['a measure without its unit', 'item_weight', { value: 0.5 }, false],
    ['a measure in an unknown unit', 'item_weight', { value: 0.5, unit: 'kg' }, false],
    ['an attribute of several fields', 'item_dimensions', { length: { value: 12, unit: 'centimeters' }, width: { value: 3, unit: 'meters' }, height: { value: 4, unit: 'inches' } }, true],
    ['a text for one of several fields', 'item_dimensions', { value: '12 x 3 x 4', language_tag: 'tr_TR' }, false],
    ['a field in an unknown unit', 'item_dimensions', { length: { value: 12, unit: 'ells' }, width: { value: 3, unit: 'meters' }, height: { value: 4, unit: 'inches' } }, false],
    ['a language for what is no text', 'number_of_items', { value: 3, language_tag: 'tr_TR' }, false],
    ['a language for a listed value', 'country_of_origin', { value: 'TR', language_tag: 'tr_TR' }, false],
    ['a language for a text', 'color', { value: 'Siyah', language_tag: 'tr_TR' }, true],
  ])('judges %s by the schema of the product type', async (_, name, entry, isTaken) => {
    const text = (value: string) => [{ value, language_tag: 'tr_TR', marketplace_id: TR }];
    const attributes = {
      item_name: text('El feneri'),
      brand: text('Kuzey'),
      product_description: text('Parlak'),
      color: text('Siyah'),
      country_of_origin: [{ value: 'TR', marketplace_id: TR }],
      batteries_required: [{ value: true, marketplace_id: TR }],
      number_of_items: [{ value: 1, marketplace_id: TR }],
      item_weight: [{ value: 250, unit: 'grams', marketplace_id: TR }],
      main_product_image_locator: [{ media_location: 'https://cdn.example.invalid/1.jpg', marketplace_id: TR }],
      [name]: [{ ...entry, marketplace_id: TR }],
    };
    const { body } = await call('PUT', `${ITEMS}/SBX-TORCH?marketplaceIds=${TR}&mode=VALIDATION_PREVIEW`, { body: { productType: 'FLASHLIGHT', requirements: 'LISTING_PRODUCT_ONLY', attributes } });
    expect(body).toMatchObject(isTaken ? { status: 'VALID', issues: [] } : { status: 'INVALID', issues: [{ code: '90000900', attributeNames: [name], categories: ['INVALID_ATTRIBUTE'] }] });
  });

  it('misses each field that an attribute of several must have', async () => {
    const item_dimensions = [{ length: { value: 12, unit: 'centimeters' }, marketplace_id: TR }];
    const { body } = await call('PUT', `${ITEMS}/SBX-BOX?marketplaceIds=${TR}&mode=VALIDATION_PREVIEW`, { body: { productType: 'FLASHLIGHT', requirements: 'LISTING_PRODUCT_ONLY', attributes: { item_dimensions } } });
    const missing = (body['issues'] as { code: string; attributeNames: string[]; message: string }[]).filter(({ attributeNames }) => attributeNames.includes('item_dimensions'));
    expect(missing.map(({ code, message }) => [code, message])).toEqual([['90220', "'Ürün ölçüleri: Genişlik' is required but not supplied."], ['90220', "'Ürün ölçüleri: Yükseklik' is required but not supplied."]]);
  });

  it('takes an upload under its own content type only, and not after five minutes', async () => {
    const open = async () => (await call('POST', '/feeds/2021-06-30/documents', { body: { contentType: 'application/json; charset=UTF-8' } })).body as { url: string; feedDocumentId: string };
    const put = (url: string, contentType: string) => fetch(url, { method: 'PUT', headers: { 'content-type': contentType }, body: '{half' });
    const { url } = await open();
    expect([(await put(url, 'application/json')).status, (await put(url, 'application/json; charset=UTF-8')).status]).toEqual([403, 200]);
    const late = await open();
    await shop.advance(301_000);
    expect((await put(late.url, 'application/json; charset=UTF-8')).status).toBe(403);
  });

  it('ends a feed that is no JSON, and one of the dead XML types, as FATAL', async () => {
    const { url, feedDocumentId } = (await call('POST', '/feeds/2021-06-30/documents', { body: { contentType: 'application/json; charset=UTF-8' } })).body as { url: string; feedDocumentId: string };
    await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json; charset=UTF-8' }, body: '{half' });
    for (const feedType of ['JSON_LISTINGS_FEED', 'POST_PRODUCT_DATA']) {
      const { body } = await call('POST', '/feeds/2021-06-30/feeds', { body: { feedType, marketplaceIds: [TR], inputFeedDocumentId: feedDocumentId } });
      await shop.advance(5_000);
      expect(await call('GET', `/feeds/2021-06-30/feeds/${String(body['feedId'])}`)).toMatchObject({ body: { processingStatus: 'FATAL' } });
    }
  });

  it('wants exactly one kind of time in searchOrders, at least two minutes old, and the same words with a paging token', async () => {
    const orders = (query: string) => call('GET', `/orders/2026-01-01/orders?${query}`);
    const now = shop.context.now().toISOString();
    expect((await orders('maxResultsPerPage=5')).status).toBe(400);
    expect((await orders(`lastUpdatedAfter=${now}&createdAfter=${now}`)).status).toBe(400);
    expect((await orders(`lastUpdatedAfter=2026-01-01T00:00:00Z&lastUpdatedBefore=${now}`)).status).toBe(400);
    expect((await orders('lastUpdatedAfter=2026-01-01T00:00:00Z&paginationToken=made-up')).status).toBe(400);
  });

  it('takes a package reference as text only', async () => {
    const { orderId } = await shop.control<{ orderId: string }>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ sku: 'SBX-1', quantity: 1 }] });
    const { items } = await shop.control<{ items: { orderItemId: string }[] }>('GET', `/orders/${orderId}`);
    const confirm = (packageReferenceId: unknown) =>
      call('POST', `/orders/v0/orders/${orderId}/shipmentConfirmation`, { body: { marketplaceId: TR, packageDetail: { packageReferenceId, carrierCode: 'Other', carrierName: 'PTT', trackingNumber: 'T', shipDate: shop.context.now().toISOString(), orderItems: [{ orderItemId: items[0]!.orderItemId, quantity: 1 }] } } });
    expect([(await confirm(1)).status, (await confirm('1')).status]).toEqual([400, 204]);
  });

  it('lets only a token of client credentials make destinations', async () => {
    expect((await call('GET', '/notifications/v1/destinations')).status).toBe(403);
  });

  it('lists the subscriptions of one type at a time, by payload version', async () => {
    const listed = async (query: string) => {
      const { status, body } = await call('GET', `/notifications/v1/subscriptions?${query}`);
      return [status, (body['payload'] as { subscriptions: unknown[] } | undefined)?.subscriptions];
    };
    const type = 'notificationTypes=ORDER_CHANGE';
    expect(await listed(type)).toEqual([200, []]);
    const { clientId, clientSecret } = SELLER;
    const grant = new URLSearchParams({ grant_type: 'client_credentials', scope: 'sellingpartnerapi::notifications', client_id: clientId, client_secret: clientSecret });
    const { access_token } = (await (await fetch(`${shop.url}/auth/o2/token`, { method: 'POST', body: grant })).json()) as { access_token: string };
    const { arn } = await shop.control<{ arn: string }>('POST', '/queues', { name: 'listed', accessKeyId: 'AKIALISTED', secretAccessKey: 'listed-secret' });
    const destination = await call('POST', '/notifications/v1/destinations', { body: { name: 'listed', resourceSpecification: { sqs: { arn } } }, headers: { 'x-amz-access-token': access_token } });
    const { destinationId } = destination.body['payload'] as { destinationId: string };
    const { payload } = (await call('POST', '/notifications/v1/subscriptions/ORDER_CHANGE', { body: { payloadVersion: '1.0', destinationId } })).body;
    expect(await listed(type)).toEqual([200, [payload]]);
    expect(await listed(`${type}&payloadVersion=1.0&pageSize=30`)).toEqual([200, [payload]]);
    expect(await listed(`${type}&payloadVersion=2.0`)).toEqual([200, []]);
    expect((await Promise.all(['', `${type},ANY_OFFER_CHANGED`, `${type}&pageSize=5`].map(listed))).map(([status]) => status)).toEqual([400, 400, 400]);
  });
});

describe('the quotas of the imitated SP-API', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ quotaScale: 1 });
  });
  afterAll(async () => shop.stop());

  it('are token buckets: burst, then the rate, told by a header', async () => {
    const token = await tokenOf(shop.url);
    const search = () => fetch(`${shop.url}${ITEMS}?marketplaceIds=${TR}`, { headers: { 'x-amz-access-token': token } });
    const first = await Promise.all(Array.from({ length: 6 }, search));
    expect(first.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429]);
    const refused = first.find(({ status }) => status === 429);
    expect([refused?.headers.get('x-amzn-ratelimit-limit'), refused?.headers.get('retry-after')]).toEqual(['5', null]);
    await shop.advance(400);
    expect((await Promise.all([search(), search(), search()])).map(({ status }) => status).sort()).toEqual([200, 200, 429]);
  });
});

describe('a restart of the sandbox', () => {
  it('keeps tokens, listings and queues, and finishes the feed under way', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'amazon-restart-'));
    const before = await startAmazonSandbox({ port: 0, dataDir, sellers: [SELLER] });
    const token = await tokenOf(before.url);
    const control = async (url: string, method: string, path: string, body?: unknown) => (await fetch(`${url}/_sandbox${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) })).json();
    await control(before.url, 'POST', '/clock', { standing: true });
    await control(before.url, 'POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'RST-1', quantity: 5, price: 100 }] });
    const body = JSON.stringify({ productType: 'PRODUCT', patches: [{ op: 'merge', path: '/attributes/fulfillment_availability', value: [{ fulfillment_channel_code: 'DEFAULT', quantity: 9, marketplace_id: TR }] }] });
    const patched = await fetch(`${before.url}${ITEMS}/RST-1?marketplaceIds=${TR}`, { method: 'PATCH', headers: { 'content-type': 'application/json', 'x-amz-access-token': token }, body });
    expect(await patched.json()).toMatchObject({ status: 'ACCEPTED' });
    await before.stop();

    const after = await startAmazonSandbox({ port: 0, dataDir });
    await control(after.url, 'POST', '/clock', { advanceMs: 5_000 });
    const item = await fetch(`${after.url}${ITEMS}/RST-1?marketplaceIds=${TR}&includedData=fulfillmentAvailability`, { headers: { 'x-amz-access-token': token } });
    expect(await item.json()).toMatchObject({ fulfillmentAvailability: [{ quantity: 9 }] });
    await after.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
});
