import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { API_KEY, CLIENT_ID, runSandbox, type RunningSandbox } from './testing/running-sandbox.js';

interface Refusal {
  readonly code: number;
  readonly message: string;
}

describe("the sandbox's postings", () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await runSandbox();
    await sandbox.sell('A', 'B');
    await sandbox.control('PUT', '/products/A', { stock: 900, isRfbs: true });
  });
  afterAll(() => sandbox.stop());

  type Placed = Awaited<ReturnType<RunningSandbox['order']>>;
  const pack = (placed: Placed, packages: readonly Readonly<Record<string, number>>[]) =>
    sandbox.post<Refusal & { result: string[] }>('/v4/posting/fbs/ship', {
      posting_number: placed.postingNumber,
      packages: packages.map((box) => ({ products: Object.entries(box).map(([offerId, quantity]) => ({ product_id: placed.products.find((one) => one.offerId === offerId)!.sku, quantity })) })),
    });

  it('are packed with exactly what was ordered, once', async () => {
    const placed = await sandbox.order({ A: 2, B: 1 });
    expect((await pack(placed, [{ A: 1, B: 1 }])).json.message).toBe('HAS_INCORRECT_PRODUCT_QUANTITY');
    expect((await sandbox.post<Refusal>('/v4/posting/fbs/ship', { posting_number: placed.postingNumber, packages: [{ products: [{ product_id: 1, quantity: 1 }] }] })).json.message).toBe('UNKNOWN_PRODUCT_DEFINED');
    expect((await pack(placed, [{ A: 2, B: 1 }])).json.result).toEqual([placed.postingNumber]);
    expect((await pack(placed, [{ A: 2, B: 1 }])).json).toMatchObject({ code: 3, message: 'POSTING_ALREADY_SHIPPED' });
  });

  it('packed in several boxes become several postings of the order', async () => {
    const placed = await sandbox.order({ A: 2 });
    expect((await pack(placed, [{ A: 1 }, { A: 1 }])).json.result).toEqual([`${placed.orderNumber}-1`, `${placed.orderNumber}-2`]);
    const { postings } = await sandbox.control<{ postings: { status: string; parentPostingNumber: string; products: { quantity: number }[] }[] }>('GET', `/orders/${placed.orderNumber}`);
    expect(postings.map(({ status, parentPostingNumber, products }) => [status, parentPostingNumber, products[0]?.quantity])).toEqual([['awaiting_deliver', '', 1], ['awaiting_deliver', placed.postingNumber, 1]]);
  });

  it('are labelled some time after packing, all or none', async () => {
    const [packed, open] = [await sandbox.order({ A: 1 }), await sandbox.order({ A: 1 })];
    await pack(packed, [{ A: 1 }]);
    const label = (...numbers: readonly string[]) => sandbox.post<Refusal>('/v2/posting/fbs/package-label', { posting_number: numbers });
    expect((await label(packed.postingNumber)).json.message).toMatch(/aren't ready/);
    await sandbox.advance(45_000);
    expect(await label(packed.postingNumber)).toMatchObject({ status: 200, type: 'application/pdf' });
    expect((await label(packed.postingNumber, open.postingNumber)).status).toBe(400);
  });

  it("of Ozon's own delivery take no reports from the seller; own ones go step by step", async () => {
    const [ozons, own] = [await sandbox.order({ A: 1 }), await sandbox.order({ A: 1 }, { scheme: 'RFBS' })];
    const report = async (step: string, placed: Placed) => (await sandbox.post<{ result: { result: boolean; error: string }[] }>(`/v2/fbs/posting/${step}`, { posting_number: [placed.postingNumber] })).json.result[0];
    expect(await report('delivering', ozons)).toMatchObject({ result: false, error: 'HAS_INCORRECT_TPL_INTEGRATION_TYPE' });
    expect(await report('delivering', own)).toMatchObject({ result: false, error: 'TRANSITION_IS_NOT_POSSIBLE' });
    await pack(own, [{ A: 1 }]);
    for (const step of ['delivering', 'last-mile', 'delivered']) expect(await report(step, own)).toMatchObject({ result: true });
    expect(await report('delivered', own)).toMatchObject({ result: false });
  });

  it('take the numbers of their units without a word in answer', async () => {
    const { postingNumber } = await sandbox.order({ A: 1 });
    const { json } = await sandbox.post<{ products: object[] }>('/v6/fbs/posting/product/exemplar/create-or-get', { posting_number: postingNumber });
    const headers = { 'content-type': 'application/json', 'client-id': CLIENT_ID, 'api-key': API_KEY };
    const said = await fetch(`${sandbox.url}/v6/fbs/posting/product/exemplar/set`, { method: 'POST', headers, body: JSON.stringify({ posting_number: postingNumber, multi_box_qty: 0, products: json.products }) });
    expect([said.status, await said.text()]).toEqual([200, '']);
  });

  it('are cancelled for a reason there is, before they leave', async () => {
    const placed = await sandbox.order({ A: 1 });
    const cancel = (reason: object) => sandbox.post<Refusal>('/v2/posting/fbs/cancel', { posting_number: placed.postingNumber, ...reason });
    expect((await cancel({ cancel_reason_id: 1 })).json.message).toBe('HAS_INCORRECT_CANCEL_REASON');
    expect((await cancel({ cancel_reason_id: 402 })).json.message).toBe('HAS_INCORRECT_CANCEL_REASON');
    expect(await cancel({ cancel_reason_id: 402, cancel_reason_message: 'нет' })).toMatchObject({ status: 200, json: { result: true } });
    expect((await cancel({ cancel_reason_id: 352 })).json.message).toBe('POSTING_ALREADY_CANCELLED');
    const gone = await sandbox.order({ A: 1 });
    await pack(gone, [{ A: 1 }]);
    await sandbox.control('POST', `/orders/${gone.orderNumber}/ship`);
    expect((await sandbox.post<Refusal>('/v2/posting/fbs/cancel', { posting_number: gone.postingNumber, cancel_reason_id: 352 })).json.message).toBe('HAS_INCORRECT_STATUS');
  });

  it('are listed by their last change, page by page, and with prices as objects', async () => {
    const placed = await sandbox.order({ B: 1 });
    const list = async (filter: object) => {
      const numbers: string[] = [];
      let cursor = '';
      do {
        const { json } = await sandbox.post<{ postings: { posting_number: string; products: { price: unknown }[] }[]; cursor: string; has_next: boolean }>('/v4/posting/fbs/list', { cursor, limit: 3, filter });
        numbers.push(...json.postings.map(({ posting_number }) => posting_number));
        if (json.postings[0]) expect(json.postings[0].products[0]?.price).toEqual({ amount: expect.stringMatching(/^\d+\.\d\d$/), currency: 'RUB' });
        cursor = json.has_next ? json.cursor : '';
      } while (cursor !== '');
      return numbers;
    };
    const [since, to] = [new Date(Date.now() - 86_400_000).toISOString(), new Date(Date.now() + 86_400_000).toISOString()];
    const all = await list({ since, to });
    expect([all.includes(placed.postingNumber), new Set(all).size]).toEqual([true, all.length]);
    const { now } = await sandbox.control<{ now: number }>('GET', '/clock');
    await sandbox.advance(10_000);
    await sandbox.control('POST', `/orders/${placed.orderNumber}/cancel`);
    expect(await list({ since, to, last_changed_status_date: { from: new Date(now + 5_000).toISOString(), to } })).toEqual([placed.postingNumber]);
  });

  it('found on a shelf that is empty are refused at the till', async () => {
    await expect(sandbox.order({ B: 1_000 })).rejects.toThrow(/409.*only/);
  });
});

describe("the sandbox's notifications", () => {
  let sandbox: RunningSandbox;
  const listeners: Server[] = [];
  beforeAll(async () => {
    sandbox = await runSandbox();
    await sandbox.sell('A');
  });
  afterAll(async () => {
    for (const one of listeners) one.close();
    await sandbox.stop();
  });

  /** Answers each call as told, with null never, and keeps what came. */
  async function listen(answer: (body: { message_type: string }) => string | null): Promise<{ url: string; received: string[] }> {
    const received: string[] = [];
    const listener = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { message_type: string };
        received.push(body.message_type);
        const told = answer(body);
        if (told !== null) response.end(told);
      });
    }).listen(0, '127.0.0.1');
    listeners.push(listener);
    await once(listener, 'listening');
    return { url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`, received };
  }
  const good = ({ message_type }: { message_type: string }) => (message_type === 'TYPE_PING' ? JSON.stringify({ version: '1', name: 'n', time: new Date().toISOString() }) : '{"result":true}');
  const registerAll = async (url: string): Promise<number> => sandbox.register(url, ['TYPE_NEW_POSTING', 'TYPE_POSTING_CANCELLED', 'TYPE_STATE_CHANGED']);

  it('ping a new address, then tell of postings and what becomes of them', async () => {
    const { url, received } = await listen(good);
    const id = await registerAll(url);
    await sandbox.advance(1);
    const { orderNumber } = await sandbox.order({ A: 1 });
    await sandbox.advance(1);
    await sandbox.control('POST', `/orders/${orderNumber}/cancel`);
    await sandbox.advance(1);
    expect(received).toEqual(['TYPE_PING', 'TYPE_NEW_POSTING', 'TYPE_POSTING_CANCELLED']);
    await sandbox.post('/v1/notification/delete', { id });
  });

  it('are repeated until they are answered as Ozon wants, also over a restart', async () => {
    let isGood = false;
    const { url, received } = await listen((body) => (isGood || body.message_type === 'TYPE_PING' ? good(body) : '{"received":true}'));
    const id = await registerAll(url);
    await sandbox.advance(1);
    await sandbox.order({ A: 1 });
    await sandbox.advance(1);
    await sandbox.restart();
    isGood = true;
    await sandbox.advance(5_000);
    expect(received).toEqual(['TYPE_PING', 'TYPE_NEW_POSTING', 'TYPE_NEW_POSTING']);
    expect(await sandbox.control('GET', '/push-deliveries')).toEqual({ deliveries: [] });
    await sandbox.post('/v1/notification/delete', { id });
  });

  it('are repeated to a receiver that took longer to answer than Ozon waits', async () => {
    let isSlow = true;
    const { url, received } = await listen((body) => (isSlow && body.message_type !== 'TYPE_PING' ? null : good(body)));
    const id = await registerAll(url);
    await sandbox.advance(1);
    await sandbox.control('PUT', '/settings', { pushTimeoutMs: 50 });
    await sandbox.order({ A: 1 });
    await sandbox.advance(1);
    expect(await sandbox.control('GET', '/push-deliveries')).toMatchObject({ deliveries: [{ type: 'TYPE_NEW_POSTING', failures: 1 }] });
    await sandbox.control('PUT', '/settings', { pushTimeoutMs: 5_000 });
    isSlow = false;
    await sandbox.advance(5_000);
    expect(received.at(-1)).toBe('TYPE_NEW_POSTING');
    expect(await sandbox.control('GET', '/push-deliveries')).toEqual({ deliveries: [] });
    await sandbox.post('/v1/notification/delete', { id });
  });

  it('end for a receiver that fails for a day', async () => {
    const { url } = await listen(() => 'no');
    const id = await registerAll(url);
    for (let hour = 0; hour < 26; hour += 1) {
      await sandbox.order({ A: 1 });
      await sandbox.advance(3_600_000);
    }
    const { json } = await sandbox.post<{ urls: { id: number; enable: boolean; availability_status: string }[] }>('/v1/notification/list', { limit: 100 });
    expect(json.urls.find((one) => one.id === id)).toMatchObject({ enable: false, availability_status: 'RED' });
  });
});
