import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keys, runSandbox, type RunningSandbox } from './testing/running-sandbox.js';

let n11: RunningSandbox;
beforeAll(async () => {
  n11 = await runSandbox();
});
afterAll(() => n11.stop());

const wrongSecret = { ...keys, appsecret: 'wrong' };
const unknownKey = { appkey: 'nobody', appsecret: 'x' };
const onlyKey = { appkey: keys.appkey };
const packages = '/rest/delivery/v1/shipmentPackages';

describe('the error table, family by family', () => {
  it('/ms answers a wrong secret and an unknown key with 401 in JSON', async () => {
    for (const headers of [wrongSecret, unknownKey]) {
      expect(await n11.get('/ms/product-query', headers)).toMatchObject({ status: 401, json: { '@type': 'SellerApiUserUnauthorizedException', errors: [], urlStack: [] } });
    }
  });

  it('/ms answers a missing header with 500 naming it', async () => {
    const answer = await n11.get<{ message: string }>('/ms/product-query', onlyKey);
    expect([answer.status, answer.json.message]).toEqual([500, expect.stringContaining("MissingRequestHeaderException: Required request header 'appsecret'")]);
  });

  it.each([
    ['size=251', 'ConstraintViolationException'],
    ['page=-1', 'IllegalArgumentException'],
    ['saleStatus=Selling', 'IllegalArgumentException'],
  ])('/ms answers %s with 500 %s', async (query, exception) => {
    const answer = await n11.get<{ message: string }>(`/ms/product-query?${query}`);
    expect([answer.status, answer.json.message]).toEqual([500, expect.stringContaining(exception)]);
  });

  it('/rest answers a wrong secret with 400 JSON, an unknown key with 403 text, a missing header with 400 HTML', async () => {
    expect(await n11.get(packages, wrongSecret)).toMatchObject({ status: 400, json: { code: 400, status: 'failure', errorCode: 'SELLER_API.authenticationFailed', errorCategory: 'SELLER_API' } });
    expect(await n11.get(packages, unknownKey)).toMatchObject({ status: 403, type: expect.stringMatching(/^text\/plain/), text: 'Authentication failed' });
    expect(await n11.get(packages, onlyKey)).toMatchObject({ status: 400, type: expect.stringMatching(/^text\/html/) });
  });

  it('/cdn opens with the key alone, and answers 403 text without', async () => {
    expect((await n11.get('/cdn/categories', onlyKey)).status).toBe(200);
    expect(await n11.get('/cdn/categories', {})).toMatchObject({ status: 403, text: 'Authentication failed' });
    expect(await n11.get('/cdn/categories', unknownKey)).toMatchObject({ status: 403 });
  });

  it('/cdn answers a branch or unknown category with 400 invalidInput', async () => {
    for (const id of [1000110, 42]) expect(await n11.get(`/cdn/category/${id}/attribute`)).toMatchObject({ status: 400, json: { errorCode: 'invalidInput' } });
  });

  it('/ws answers a wrong key with 200 and a failure, except orderService with 403 text', async () => {
    const auth = { appKey: 'nobody', appSecret: 'x' };
    const failure = await n11.soap('returnService', 'ClaimReturnList', '', auth);
    expect([failure.status, failure.text]).toEqual([200, expect.stringContaining('<result><status>failure</status><errorCode>SELLER_API.authenticationFailed</errorCode>')]);
    expect(await n11.soap('orderService', 'OrderList', '', auth)).toMatchObject({ status: 403, text: 'Authentication failed' });
  });

  it('answers unknown paths with 503 HTML, and 405 on services that were closed', async () => {
    for (const path of ['/ms/product/stock-update', '/rest/nothing', '/cdn/nothing', '/']) expect(await n11.get(path)).toMatchObject({ status: 503, type: 'text/html' });
    expect(await n11.get('/ms/product-query/products')).toMatchObject({ status: 404, json: { '@type': 'NotFoundException' } });
    expect((await n11.get('/ws/ProductStockService.wsdl')).status).toBe(405);
  });

  it('answers the 1001st order list of a minute with 429 and no Retry-After', async () => {
    await fetch(`${n11.url}/_sandbox/settings`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ packageRequestsPerMinute: 2 }) });
    await n11.get(packages);
    await n11.get(packages);
    const refused = await fetch(`${n11.url}${packages}`, { headers: keys });
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([429, null, expect.objectContaining({ errorCode: 'maxCallLimit.reached' })]);
    await n11.advance(60_000);
    expect((await n11.get(packages)).status).toBe(200);
  });
});
