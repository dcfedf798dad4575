import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop, SELLER, type Shop } from '../connector/testing/shop.js';

const TR = 'A33AVAJ2PDY3EV';
const LONG_AGO = '2020-01-01T00:00:00Z';

interface Payload {
  readonly Orders?: readonly { readonly AmazonOrderId: string; readonly OrderStatus: string }[];
  readonly NextToken?: string;
}

describe('the legacy reading of orders', () => {
  let shop: Shop;
  let token: string;
  const placed: string[] = [];
  beforeAll(async () => {
    shop = await openShop();
    const { clientId, clientSecret, refreshToken, sellerId } = SELLER;
    const answer = await fetch(`${shop.url}/auth/o2/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId, client_secret: clientSecret }) });
    token = ((await answer.json()) as { access_token: string }).access_token;
    await shop.control('POST', '/listings', { sellerId, items: [{ sku: 'V0-1', quantity: 9, price: 100 }] });
    for (const quantity of [1, 2, 3]) placed.push((await shop.control<{ orderId: string }>('POST', '/orders', { sellerId, lines: [{ sku: 'V0-1', quantity }] })).orderId);
    await shop.control('POST', `/orders/${placed[2]!}/cancel`, {});
    await shop.advance(600_000);
  });
  afterAll(() => shop.stop());

  async function get(path: string): Promise<{ status: number; payload: Payload & Record<string, unknown> }> {
    const answer = await fetch(`${shop.url}/orders/v0/orders${path}`, { headers: { 'x-amz-access-token': token } });
    return { status: answer.status, payload: ((await answer.json()) as { payload: Payload & Record<string, unknown> }).payload };
  }

  it('shows each order once, page by page, under one token', async () => {
    const first = await get(`?MarketplaceIds=${TR}&CreatedAfter=${LONG_AGO}&MaxResultsPerPage=2`);
    const second = await get(`?NextToken=${encodeURIComponent(first.payload.NextToken ?? '')}`);
    expect([...first.payload.Orders!, ...second.payload.Orders!].map(({ AmazonOrderId, OrderStatus }) => [AmazonOrderId, OrderStatus])).toEqual([[placed[0], 'Unshipped'], [placed[1], 'Unshipped'], [placed[2], 'Canceled']]);
    expect(second.payload.NextToken).toBeUndefined();
  });

  it('narrows by status, by number and by time of change', async () => {
    const numbers = async (query: string) => (await get(`?MarketplaceIds=${TR}${query}`)).payload.Orders?.map(({ AmazonOrderId }) => AmazonOrderId);
    expect(await numbers(`&LastUpdatedAfter=${LONG_AGO}&OrderStatuses=Canceled`)).toEqual([placed[2]]);
    expect(await numbers(`&AmazonOrderIds=${placed[1]!},${placed[0]!}`)).toEqual([placed[0], placed[1]]);
    expect(await numbers('&CreatedAfter=2090-01-01T00:00:00Z')).toEqual([]);
  });

  it('shows an order and its lines, whose price is that of the line', async () => {
    expect((await get(`/${placed[1]!}`)).payload).toMatchObject({ AmazonOrderId: placed[1], OrderTotal: { CurrencyCode: 'TRY', Amount: '200.00' }, NumberOfItemsUnshipped: 2, FulfillmentChannel: 'MFN' });
    expect((await get(`/${placed[1]!}/orderItems`)).payload).toMatchObject({ AmazonOrderId: placed[1], OrderItems: [{ SellerSKU: 'V0-1', QuantityOrdered: 2, QuantityShipped: 0, ItemPrice: { CurrencyCode: 'TRY', Amount: '200.00' } }] });
  });

  it.each(['', `?MarketplaceIds=${TR}`, `?MarketplaceIds=${TR}&CreatedAfter=soon`, '?NextToken=nonsense', '?NextToken=MTIz'])("refuses '%s' with 400", async (query) => {
    expect((await get(query)).status).toBe(400);
  });

  it('tells nobody of orders that are not there', async () => {
    expect((await get('/405-0000000-0000000')).status).toBe(404);
  });
});
