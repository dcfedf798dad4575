import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoSeller, startEbaySandbox } from './index.js';

/** What a client sees that knows nothing of the hub: plain requests, as eBay's pages describe them. */
let dataDir: string;
let sandbox: Awaited<ReturnType<typeof startEbaySandbox>>;
let token: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ebay-strict-'));
  sandbox = await startEbaySandbox({ port: 0, dataDir });
  token = (await askToken('refresh_token')).access_token;
});
afterAll(async () => {
  await sandbox.stop();
  await rm(dataDir, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly errors?: readonly { readonly errorId: number; readonly domain: string }[]; readonly [name: string]: unknown };
}

async function askToken(grant: string): Promise<{ access_token: string; token_type: string; expires_in: number }> {
  return (await postForm({ grant_type: grant, refresh_token: demoSeller.refreshToken, ...(grant === 'client_credentials' ? { scope: 'https://api.ebay.com/oauth/api_scope' } : {}) })) as never;
}

function changeCode(code: string, ruName: string): Promise<unknown> {
  return postForm({ grant_type: 'authorization_code', code, redirect_uri: ruName });
}

async function postForm(form: Record<string, string>): Promise<unknown> {
  const body = new URLSearchParams(form);
  const headers = { authorization: `Basic ${Buffer.from(`${demoSeller.clientId}:${demoSeller.clientSecret}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' };
  return (await fetch(`${sandbox.url}/identity/v1/oauth2/token`, { method: 'POST', headers, body })).json();
}

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const given = { authorization: `Bearer ${token}`, 'content-language': 'de-DE', 'accept-language': 'de-DE', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers };
  const answer = await fetch(sandbox.url + path, { method, headers: given, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'] };
}

async function control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${sandbox.url}/_sandbox${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
  return (await answer.json()) as Record<string, unknown>;
}

/** A POST that says nothing of a body, which no client of Node's can be made to send. */
async function statusWithoutLength(path: string): Promise<number> {
  const { hostname, port } = new URL(sandbox.url);
  const socket = connect(Number(port), hostname);
  socket.end(`POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nAccept-Language: de-DE\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return Number(answer.split(' ')[1]);
}

const item = (change: object = {}) => ({ availability: { shipToLocationAvailability: { quantity: 5 } }, condition: 'NEW', product: { title: 'Becher', aspects: { Marke: ['Markenlos'] }, imageUrls: ['https://images.example.invalid/1.jpg'] }, ...change });
const codes = ({ status, body }: Answer) => [status, body.errors?.[0]?.errorId];

describe('tokens', () => {
  it('are of two kinds, and live two hours', async () => {
    expect(await askToken('client_credentials')).toMatchObject({ token_type: 'Application Access Token', expires_in: 7200 });
    expect(await askToken('refresh_token')).toMatchObject({ token_type: 'User Access Token' });
  });

  it('are demanded: none, a wrong one, and one of an application where a seller is needed', async () => {
    const application = (await askToken('client_credentials')).access_token;
    const asked = [{ authorization: '' }, { authorization: 'Bearer nonsense' }, { authorization: `Bearer ${application}` }];
    expect(await Promise.all(asked.map(async (headers) => codes(await ask('GET', '/sell/account/v1/privilege', undefined, headers))))).toEqual([[401, 1001], [401, 1001], [403, 1100]]);
  });

  it('are taken whatever the case of their scheme', async () => {
    expect((await ask('GET', '/sell/account/v1/privilege', undefined, { authorization: `bearer ${token}` })).status).toBe(200);
  });

  it('are given once for the code that the consent page ends in, within 299 seconds and for the same RuName', async () => {
    const consent = async () => String((await control('POST', `/sellers/${demoSeller.username}/consent`, { redirectUri: 'Ru-Name' }))['code']);
    const code = await consent();
    expect(await changeCode(code, 'Another-Name')).toMatchObject({ error: 'invalid_grant' });
    expect(await changeCode(code, 'Ru-Name')).toMatchObject({ token_type: 'User Access Token', refresh_token: demoSeller.refreshToken, refresh_token_expires_in: 47_304_000 });
    expect(await changeCode(code, 'Ru-Name')).toMatchObject({ error: 'invalid_grant' });
    const late = await consent();
    await control('POST', '/clock', { advanceMs: 299_000 });
    expect(await changeCode(late, 'Ru-Name')).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('a part of the category tree', () => {
  const subtree = (id: string) => ask('GET', `/commerce/taxonomy/v1/category_tree/77/get_category_subtree?category_id=${id}`);

  it('is shown from the category that is named, at its place in the whole', async () => {
    expect((await subtree('20625')).body).toMatchObject({
      categoryTreeId: '77',
      categorySubtreeNode: { category: { categoryId: '20625', categoryName: 'Küche' }, categoryTreeNodeLevel: 2, childCategoryTreeNodes: [{ category: { categoryId: '177010' }, categoryTreeNodeLevel: 3, leafCategoryTreeNode: true }] },
    });
  });

  it('is a leaf alone, and nothing of a category that is not in the tree', async () => {
    expect((await subtree('177010')).body).toMatchObject({ categorySubtreeNode: { categoryTreeNodeLevel: 3, leafCategoryTreeNode: true } });
    expect(codes(await subtree('1'))).toEqual([400, 62_005]);
  });
});

describe('inventory items', () => {
  it('need Content-Language, a SKU of at most 50 characters and a known condition', async () => {
    expect(codes(await ask('PUT', '/sell/inventory/v1/inventory_item/S1', item(), { 'content-language': '' }))).toEqual([400, 25_709]);
    expect(codes(await ask('PUT', `/sell/inventory/v1/inventory_item/${'S'.repeat(51)}`, item()))).toEqual([400, 25_707]);
    expect(codes(await ask('PUT', '/sell/inventory/v1/inventory_item/S1', item({ condition: 'SHINY' })))).toEqual([400, 25_021]);
  });

  it.each([['none', ''], ["Node's own", '*'], ['one written as a locale', 'en_US']])('are shown to nobody who names no language to answer in: %s', async (_name, language) => {
    expect(codes(await ask('GET', '/sell/inventory/v1/inventory_item', undefined, { 'accept-language': language }))).toEqual([400, 25_709]);
    expect((await ask('GET', '/sell/fulfillment/v1/order', undefined, { 'accept-language': language })).status).toBe(200);
  });

  it('are replaced as a whole: what is not named is gone', async () => {
    expect((await ask('PUT', '/sell/inventory/v1/inventory_item/S2', item())).status).toBe(201);
    expect((await ask('PUT', '/sell/inventory/v1/inventory_item/S2', { condition: 'NEW' })).status).toBe(204);
    const { body } = await ask('GET', '/sell/inventory/v1/inventory_item/S2');
    expect([body['availability'], body['product'], body['sku']]).toEqual([undefined, undefined, 'S2']);
  });

  it('are listed by page number, not by record', async () => {
    for (const sku of ['P1', 'P2', 'P3']) await ask('PUT', `/sell/inventory/v1/inventory_item/${sku}`, item());
    const first = await ask('GET', '/sell/inventory/v1/inventory_item?limit=2&offset=0');
    const second = await ask('GET', '/sell/inventory/v1/inventory_item?limit=2&offset=1');
    expect([first.body['inventoryItems'], second.body['inventoryItems']].map((page) => (page as unknown[]).length)).toEqual([2, expect.any(Number)]);
    expect(JSON.stringify(second.body['inventoryItems'])).not.toContain(`"${(first.body['inventoryItems'] as { sku: string }[])[0]?.sku ?? ''}"`);
    expect(codes(await ask('GET', '/sell/inventory/v1/inventory_item?limit=500'))).toEqual([400, 25_706]);
  });

  it('answer in bulk with 200, 207 or 400, item by item, and at most 25', async () => {
    const good = { sku: 'B1', locale: 'de_DE', ...item() };
    const bad = { ...good, sku: 'B2', condition: 'SHINY' };
    const bulk = (...requests: object[]) => ask('POST', '/sell/inventory/v1/bulk_create_or_replace_inventory_item', { requests });
    expect([(await bulk(good)).status, (await bulk(good, bad)).status, (await bulk(bad)).status]).toEqual([200, 207, 400]);
    expect(codes(await bulk(...Array.from({ length: 26 }, () => good)))).toEqual([400, 25_727]);
  });
});

describe('offers', () => {
  const offer = (sku: string) => ({ sku, marketplaceId: 'EBAY_DE', format: 'FIXED_PRICE' });

  it('are one per SKU and site; a second is refused with the number of the first', async () => {
    await ask('PUT', '/sell/inventory/v1/inventory_item/O1', item());
    const { status, body } = await ask('POST', '/sell/inventory/v1/offer', offer('O1'));
    expect(status).toBe(201);
    const again = await ask('POST', '/sell/inventory/v1/offer', offer('O1'));
    expect([again.status, JSON.stringify(again.body)]).toEqual([400, expect.stringContaining(String(body['offerId']))]);
    expect(codes(await ask('POST', '/sell/inventory/v1/offer', offer('NONE-SUCH')))).toEqual([404, 25_702]);
  });

  it('tell at publishing all that is missing', async () => {
    await ask('PUT', '/sell/inventory/v1/inventory_item/O2', { condition: 'NEW' });
    const { body } = await ask('POST', '/sell/inventory/v1/offer', offer('O2'));
    const { status, body: refused } = await ask('POST', `/sell/inventory/v1/offer/${String(body['offerId'])}/publish`, {});
    expect(status).toBe(400);
    expect(refused.errors?.map(({ errorId }) => errorId)).toEqual(expect.arrayContaining([25_002, 25_003, 25_004, 25_007, 25_008, 25_009, 25_012]));
  });

  it('want to be told the length of a body to be published, if none at all', async () => {
    expect(await statusWithoutLength('/sell/inventory/v1/offer/1/publish')).toBe(411);
    expect(codes(await ask('POST', '/sell/inventory/v1/offer/1/publish'))).toEqual([404, 25_713]);
    expect(codes(await ask('POST', '/sell/inventory/v1/offer/1/publish/'))).toEqual([404, 25_713]);
  });

  it('are not there for a SKU without any', async () => {
    await ask('PUT', '/sell/inventory/v1/inventory_item/O3', item());
    expect(codes(await ask('GET', '/sell/inventory/v1/offer?sku=O3'))).toEqual([404, 25_713]);
    expect(codes(await ask('GET', '/sell/inventory/v1/offer'))).toEqual([400, 25_709]);
  });
});

describe('bulk_update_price_quantity', () => {
  const update = (...requests: object[]) => ask('POST', '/sell/inventory/v1/bulk_update_price_quantity', { requests });

  it('takes 25 entries, offers that are published, and prices as text in the currency of the site', async () => {
    await control('POST', '/products', { seller: demoSeller.username, items: [{ sku: 'U1' }] });
    const { offers } = (await control('GET', `/listings?seller=${demoSeller.username}&sku=U1`)) as { offers: { offerId: string }[] };
    const offerId = offers[0]?.offerId;
    const priced = (price: unknown) => update({ sku: 'U1', offers: [{ offerId, price }] });
    const itemCodes = async (answer: Promise<Answer>) => ((await answer).body['responses'] as { statusCode: number; errors: { errorId: number }[] }[]).map(({ statusCode, errors }) => [statusCode, errors[0]?.errorId]);
    expect(await itemCodes(priced({ value: '12.50', currency: 'EUR' }))).toEqual([[200, undefined]]);
    expect(await itemCodes(priced({ value: 12.5, currency: 'EUR' }))).toEqual([[400, 25_003]]);
    expect(await itemCodes(priced({ value: '12.555', currency: 'EUR' }))).toEqual([[400, 25_003]]);
    expect(await itemCodes(priced({ value: '12.50', currency: 'USD' }))).toEqual([[400, 25_002]]);
    expect(await itemCodes(update({ sku: 'U1', offers: [{ offerId: '1', availableQuantity: 1 }] }))).toEqual([[404, 25_713]]);
    expect(codes(await update(...Array.from({ length: 26 }, () => ({ sku: 'U1', shipToLocationAvailability: { quantity: 1 } }))))).toEqual([400, 25_709]);
  });

  it('takes 250 changes of a listing a day, and the next day more', async () => {
    await control('POST', '/products', { seller: demoSeller.username, items: [{ sku: 'U2' }] });
    await control('PUT', '/listings', { seller: demoSeller.username, sku: 'U2', revisionsToday: 249 });
    const change = () => update({ sku: 'U2', shipToLocationAvailability: { quantity: 3 } });
    expect([(await change()).status, (await change()).status]).toEqual([200, 400]);
    await control('POST', '/clock', { advanceMs: 86_400_000 });
    token = (await askToken('refresh_token')).access_token;
    expect((await change()).status).toBe(200);
  });
});

describe('orders', () => {
  it('are listed with addresses of the next page, and refuse what eBay refuses', async () => {
    await control('POST', '/products', { seller: demoSeller.username, items: [{ sku: 'R1' }] });
    for (let i = 0; i < 3; i += 1) await control('POST', '/orders', { seller: demoSeller.username, lines: [{ sku: 'R1', quantity: 1 }] });
    const { body } = await ask('GET', '/sell/fulfillment/v1/order?limit=2');
    expect([body['total'], (body['orders'] as unknown[]).length, body['next']]).toEqual([3, 2, expect.stringContaining('offset=2')]);
    const refused = ['?limit=201', '?offset=-1', '?filter=color:[red]', '?filter=lastmodifieddate:[2099-01-01T00:00:00.000Z..]', '?fieldGroups=ALL'];
    expect(await Promise.all(refused.map(async (query) => codes(await ask('GET', `/sell/fulfillment/v1/order${query}`))))).toEqual([[400, 31_100], [400, 31_000], [400, 30_700], [400, 30_850], [400, 32_800]]);
  });

  it('name the site of the listing and the one it was bought through, and take from the stock that all sites share', async () => {
    const seller = demoSeller.username;
    for (const [marketplaceId, price] of [['EBAY_DE', '20.00'], ['EBAY_GB', '15.00']]) await control('POST', '/products', { seller, marketplaceId, items: [{ sku: 'SITES', quantity: 9, price }] });
    const bought = { EBAY_DE: { quantity: 1, purchaseMarketplaceId: 'EBAY_AT' }, EBAY_GB: { quantity: 3 } };
    const shown = Object.entries(bought).map(async ([marketplaceId, { quantity, ...through }]) => {
      const { orderId } = await control('POST', '/orders', { seller, marketplaceId, ...through, lines: [{ sku: 'SITES', quantity }] });
      return (await ask('GET', `/sell/fulfillment/v1/order/${String(orderId)}`)).body['lineItems'];
    });
    expect(await Promise.all(shown)).toEqual([
      [expect.objectContaining({ listingMarketplaceId: 'EBAY_DE', purchaseMarketplaceId: 'EBAY_AT', lineItemCost: { value: '20.00', currency: 'EUR' } })],
      [expect.objectContaining({ listingMarketplaceId: 'EBAY_GB', purchaseMarketplaceId: 'EBAY_GB', lineItemCost: { value: '45.00', currency: 'GBP' } })],
    ]);
    const { quantity, offers } = (await control('GET', `/listings?seller=${seller}&sku=SITES`)) as { quantity: number; offers: { canBeBought: number }[] };
    expect([quantity, offers.map(({ canBeBought }) => canBeBought)]).toEqual([5, [5, 5]]);
    expect(await control('POST', '/orders', { seller, marketplaceId: 'EBAY_FR', lines: [{ sku: 'SITES', quantity: 1 }] })).toMatchObject({ error: expect.stringContaining('EBAY_FR') });
  });
});

describe('quotas', () => {
  it('belong to the keyset and are told by the analytics call', async () => {
    const { body } = await ask('GET', '/developer/analytics/v1_beta/rate_limit/');
    const row = (body['rateLimits'] as { apiName: string; resources: { rates: { limit: number; remaining: number }[] }[] }[]).find(({ apiName }) => apiName === 'inventory');
    expect(row?.resources[0]?.rates[0]).toMatchObject({ limit: 2_000_000, remaining: expect.any(Number) });
    await control('PUT', '/settings', { quotaScale: 0.0000001 });
    const asked = [await ask('GET', '/sell/account/v1/privilege'), await ask('GET', '/sell/account/v1/privilege')];
    await control('PUT', '/settings', { quotaScale: 1 });
    expect(asked.map(codes).at(-1)).toEqual([429, 2001]);
  });
});

describe('a restart', () => {
  it('forgets nothing: items, listings, tokens, the key notices are signed with', async () => {
    const before = await ask('GET', '/sell/inventory/v1/inventory_item?limit=200');
    await sandbox.stop();
    sandbox = await startEbaySandbox({ port: 0, dataDir });
    const after = await ask('GET', '/sell/inventory/v1/inventory_item?limit=200');
    expect([after.status, after.body['total']]).toEqual([200, before.body['total']]);
  });
});
