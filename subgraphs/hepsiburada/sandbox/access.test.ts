import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessHeaders, MERCHANT_ID, runSandbox, type RunningSandbox } from './testing/running-sandbox.js';

const LISTINGS = `/listing-external/listings/merchantid/${MERCHANT_ID}`;
const CATEGORIES = '/mpop/product/api/categories/get-all-categories?page=0&size=1';
const OPEN = `/oms-external/orders/merchantid/${MERCHANT_ID}`;

describe('the Hepsiburada sandbox', () => {
  let sandbox: RunningSandbox;

  beforeAll(async () => {
    sandbox = await runSandbox();
    await sandbox.control('/products', { products: [{ merchantSku: 'S-1', stock: 100 }] });
  });
  afterAll(() => sandbox.stop());

  it.each([
    ['the listing service in plain text', `${LISTINGS}?offset=0&limit=1`, 'text/plain', 'Missing Credentials!'],
    ['the order service with nothing under a JSON type', `${OPEN}?offset=0&limit=1`, 'application/json', ''],
  ])('refuses a wrong key in the words of %s', async (_, path, type, text) => {
    const answer = await sandbox.get(path, accessHeaders({ key: 'wrong' }));
    expect([answer.status, answer.headers.get('content-type')?.split(';')[0], answer.text]).toEqual([401, type, text]);
  });

  it('takes the User-Agent to the letter', async () => {
    expect((await sandbox.get(`${LISTINGS}?offset=0&limit=1`, accessHeaders({ integrator: 'markethub_dev/1.0' }))).status).toBe(403);
    expect((await sandbox.get(`${LISTINGS}?offset=0&limit=1`)).status).toBe(200);
  });

  it("keeps a caller out of another shop's path", async () => {
    expect((await sandbox.get(`/listing-external/listings/merchantid/00000000-0000-4000-8000-000000000000?offset=0&limit=1`)).status).toBe(403);
  });

  it('knows the listing path in small letters only, the order path in either', async () => {
    expect((await sandbox.get(`${LISTINGS.replace('merchantid', 'merchantId')}?offset=0&limit=1`)).status).toBe(400);
    expect((await sandbox.get(`${OPEN.replace('merchantid', 'merchantId')}?offset=0&limit=1`)).status).toBe(200);
  });

  it('wants limit and offset, and gives no more rows than a feed has on a page, whatever is asked for', async () => {
    const missing = await sandbox.get(OPEN);
    expect([missing.status, missing.text]).toEqual([400, '"limit and offset parameters are required"']);
    expect((await sandbox.get(`${OPEN}?offset=0&limit=101`)).json).toMatchObject({ limit: 100 });
    expect((await sandbox.get(`/oms-external/packages/merchantid/${MERCHANT_ID}/status/unpacked?Offset=0&limit=50`)).json).toMatchObject({ limit: 10 });
    expect((await sandbox.get(`/oms-external/claims/merchantId/${MERCHANT_ID}?offset=0`)).json).toMatchObject({ code: 'LimitCannotBeEmpty' });
  });

  it('finds orders by Istanbul time, silently none by ISO, and refuses dates where the real feeds do', async () => {
    await sandbox.control('/orders', { lines: [{ merchantSku: 'S-1' }] });
    const { now } = await sandbox.control<{ now: number }>('/clock');
    const istanbul = (ms: number) => new Date(ms + 3 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    const count = async (begin: string, end: string) => (await sandbox.get<{ totalCount: number }>(`${OPEN}?${new URLSearchParams({ offset: '0', limit: '10', begindate: begin, enddate: end }).toString()}`)).json.totalCount;
    expect(await count(istanbul(now - 60_000), istanbul(now + 60_000))).toBe(1);
    expect(await count(istanbul(now + 3_600_000), istanbul(now + 7_200_000))).toBe(0);
    expect(await count(new Date(now - 60_000).toISOString(), new Date(now + 60_000).toISOString())).toBe(0);
    const delivered = await sandbox.get(`/oms-external/packages/merchantid/${MERCHANT_ID}/delivered?offset=0&limit=10&begindate=2026-11-01 00:00`);
    expect([delivered.status, delivered.json['code']]).toEqual([400, 'WrongDateFormat']);
  });

  it('answers 500 to a product state it does not know, and a failure inside a 200 elsewhere', async () => {
    expect((await sandbox.get(`/mpop/product/api/products/products-by-merchant-and-status?merchantId=${MERCHANT_ID}&productStatus=NONE`)).status).toBe(500);
    const notLeaf = await sandbox.get('/mpop/product/api/categories/60000100/attributes?version=2');
    expect([notLeaf.status, notLeaf.json]).toEqual([200, expect.objectContaining({ success: false, code: 1003 })]);
  });

  it('takes a decimal comma in a catalogue price, and no decimal point', async () => {
    const item = (price: string) => ({ categoryId: 60000111, merchant: MERCHANT_ID, attributes: { merchantSku: `P-${price}`, VaryantGroupID: 'G', Barcode: '1', UrunAdi: 'Ad', UrunAciklamasi: '<p/>', Marka: 'M', GarantiSuresi: 0, kg: '1', tax_vat_rate: '10', price, stock: '1', Image1: 'https://x.invalid/1.jpg', renk_variant_property: 'Mavi', beden_variant_property: 'M', '00000MU': 'Kadın' } });
    const { json } = await sandbox.sendFile<{ data: { trackingId: string } }>('/mpop/product/api/products/import?version=1', [item('130,50'), item('130.50')]);
    const { json: result } = await sandbox.get<{ data: { merchantSku: string; importStatus: string }[] }>(`/mpop/product/api/products/status/${json.data.trackingId}?version=1&page=0&size=10`);
    expect(result.data.map(({ merchantSku, importStatus }) => [merchantSku, importStatus])).toEqual([['P-130,50', 'SUCCESS'], ['P-130.50', 'FAILED']]);
  });

  it('says how much of its order quota is left, and 429 when none is', async () => {
    await sandbox.advance(1_000);
    await sandbox.settings({ quotaScale: 0.002 });
    const codes = [];
    for (let i = 0; i < 3; i += 1) codes.push(await sandbox.get(`${OPEN}?offset=0&limit=1`));
    await sandbox.settings({ quotaScale: 1 });
    expect(codes.map(({ status, headers }) => [status, headers.get('x-ratelimit-remaining')])).toEqual([[200, '1'], [200, '0'], [429, '0']]);
    expect(codes[2]?.headers.get('x-ratelimit-reset')).toBe('1');
  });

  it('refuses the catalogue with 403 over its limit, and blocks who goes on for five seconds until support lifts it', async () => {
    await sandbox.advance(5_000);
    await sandbox.settings({ quotaScale: 0.01 });
    expect((await sandbox.get(CATEGORIES)).status).toBe(200);
    expect((await sandbox.get(CATEGORIES)).status).toBe(403);
    for (let second = 0; second < 6; second += 1) {
      await sandbox.advance(1_000);
      await sandbox.get(CATEGORIES);
      await sandbox.get(CATEGORIES);
    }
    await sandbox.settings({ quotaScale: 1 });
    await sandbox.advance(60_000);
    expect((await sandbox.get(CATEGORIES)).status).toBe(403);
    await sandbox.control('/catalogue-block/lift', {});
    expect((await sandbox.get(CATEGORIES)).status).toBe(200);
  });

  it('tells too many uploads inside a 200, and forgets none over a restart', async () => {
    const shop = await runSandbox();
    await shop.control('/products', { products: [{ merchantSku: 'S-1', stock: 100 }] });
    await shop.settings({ dailyUploadsPerListing: 6, batchDelayMs: 60_000 });
    const upload = (availableStock: number) => shop.send<{ id: string | null; message?: string }>('POST', `${LISTINGS}/stock-uploads`, [{ merchantSku: 'S-1', availableStock }]);
    const answers = [];
    for (let stock = 1; stock <= 6; stock += 1) answers.push(await upload(stock));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(answers[5]?.json).toMatchObject({ id: null, message: expect.stringContaining('too many') });
    await shop.restart();
    await shop.advance(60_000);
    const { json } = await shop.get(`${LISTINGS}/stock-uploads/id/${answers[4]?.json.id ?? ''}`);
    expect(json).toMatchObject({ status: 'Done', total: 1, errors: [] });
    expect((await shop.get<{ listings: { availableStock: number }[] }>(`${LISTINGS}?offset=0&limit=1`)).json.listings[0]?.availableStock).toBe(5);
    await upload(7);
    expect((await upload(8)).json.message).toMatch(/exceeds his inventory upload limit/);
    await shop.stop();
  });

  it('cancels for the seller with reason 83 only, and nothing that is packed', async () => {
    const placed = await sandbox.control<{ items: { id: string }[]; orderNumber: string }>('/orders', { lines: [{ merchantSku: 'S-1' }] });
    const path = `/oms-external/lineitems/merchantid/${MERCHANT_ID}/id/${placed.items[0]?.id ?? ''}/cancelbymerchant`;
    expect((await sandbox.send('POST', path, { reasonId: 82 })).status).toBe(400);
    await sandbox.control(`/orders/${placed.orderNumber}/pack`, {});
    expect((await sandbox.send('POST', path, { reasonId: 83 })).status).toBe(400);
    await sandbox.control(`/orders/${placed.orderNumber}/unpack`, {});
    expect((await sandbox.send('POST', path, { reasonId: 83 })).status).toBe(200);
  });

  it('packs by itself for a shop that wants it so', async () => {
    const { sellers } = await sandbox.control<{ sellers: object[] }>('/sellers');
    await sandbox.control('/sellers', { ...sellers[0], packsAutomatically: true });
    const { orderNumber } = await sandbox.control<{ orderNumber: string }>('/orders', { lines: [{ merchantSku: 'S-1' }] });
    await sandbox.advance(15 * 60_000);
    expect((await sandbox.control<{ packages: { status: string }[] }>(`/orders/${orderNumber}`)).packages).toMatchObject([{ status: 'Open' }]);
  });
});
