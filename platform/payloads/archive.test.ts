import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { newId, type PayloadId, type SellerId, type StoreId } from '../ids.js';
import { ensureIndexes } from '../mongo/indexes.js';
import { withCorrelation } from '../telemetry/correlation.js';
import { createPayloadArchive, payloadIndexes, type OutboundRequest, type PayloadArchive } from './archive.js';

describe('payload archive', () => {
  let database: TestDatabase;
  let archive: PayloadArchive;
  let now: Date;
  let sellerId: SellerId;
  let storeId: StoreId;

  beforeAll(async () => {
    database = await openTestDatabase('payloads');
    await ensureIndexes(database.db, [payloadIndexes]);
    archive = createPayloadArchive({ db: database.db, clock: { now: () => now } });
  });

  afterAll(() => database.drop());

  beforeEach(() => {
    now = new Date('2026-11-22T12:00:00Z');
    sellerId = newId('seller');
    storeId = newId('store');
  });

  const request = (changes: Partial<OutboundRequest> = {}): OutboundRequest => ({
    marketplace: 'TRENDYOL',
    sellerId,
    storeId,
    operation: 'offers.push',
    method: 'POST',
    url: 'https://api.example/offers',
    headers: { 'User-Agent': '2738001 - SelfIntegration', Authorization: 'Basic c2VjcmV0' },
    body: Buffer.from('{"items":[]}'),
    personal: false,
    ...changes,
  });
  const stored = async (id: Awaited<ReturnType<PayloadArchive['open']>>, revealPersonal = false) => (await archive.getPayload({ sellerId, id, revealPersonal }))!;

  it('keeps a request that never got an answer, marked as such', async () => {
    const id = await archive.open(request());
    expect(await stored(id)).toMatchObject({ direction: 'OUTBOUND', status: null, failure: null, durationMs: null, startedAt: now });
    await archive.close(id, { failure: { kind: 'TIMEOUT', reached: 'MAYBE', message: 'no answer' }, durationMs: 15_000 });
    expect(await stored(id)).toMatchObject({ status: null, failure: { kind: 'TIMEOUT', reached: 'MAYBE' }, durationMs: 15_000 });
  });

  it('stores payloads that come at once together, and those beside one that cannot be stored', async () => {
    const urls = ['https://a.example', 'https://b.example', 'x'.repeat(17_000_000), 'https://c.example', 'https://d.example'];
    const outcomes = await Promise.allSettled(urls.map((url) => archive.open(request({ url }))));
    expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    const { items } = await archive.findPayloads({ sellerId, page: {} });
    expect(items).toHaveLength(4);
  });

  it.each([
    ['short text', Buffer.from('{"fiyat":"199,90 ₺"}')],
    ['long text', Buffer.from('{"ürün":"tişört"}'.repeat(5_000))],
    ['bytes that are not text', randomBytes(4_096)],
    ['a body over the size of one document', randomBytes(6_500_000)],
  ])('gives back %s byte for byte, with its digest', async (_name, body) => {
    const id = await archive.open(request({ body }));
    await archive.close(id, { status: 200, headers: {}, body, durationMs: 12 });
    const { requestBody, responseBody } = await stored(id);
    const expected = { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex'), isExact: true };
    expect(requestBody).toMatchObject(expected);
    expect(requestBody!.content!.equals(body)).toBe(true);
    expect(responseBody!.content!.equals(body)).toBe(true);
  });

  it('compresses what is long', async () => {
    const id = await archive.open(request({ body: Buffer.alloc(1_000_000, 'a') }));
    const document = await database.db.collection<{ _id: string; requestBody: { encoding: string; data: { length(): number } } }>('payloads').findOne({ _id: id });
    expect(document!.requestBody.encoding).toBe('gzip');
    expect(document!.requestBody.data.length()).toBeLessThan(10_000);
  });

  it('stores no header that grants access, and no secret anywhere', async () => {
    const secret = 'N11&"secret"';
    const soap = Buffer.from('<auth><appKey>key-1</appKey><appSecret>N11&amp;"secret"</appSecret></auth><price>5</price>');
    const id = await archive.open(
      request({
        headers: { appkey: 'key-1', AppSecret: secret, cookie: 'session=1', 'X-Trace': secret, accept: 'text/xml' },
        url: `https://api.example/x?token=${encodeURIComponent(secret)}`,
        body: soap,
        secrets: [secret, 'key-1'],
      }),
    );
    await archive.close(id, { status: 200, headers: { 'set-cookie': 'a=b' }, body: Buffer.from(`echo ${JSON.stringify(secret)}`), durationMs: 1, secrets: [secret] });
    const payload = await stored(id);
    expect(payload.requestHeaders).toEqual({ appkey: '[redacted]', appsecret: '[redacted]', cookie: '[redacted]', 'x-trace': '[redacted]', accept: 'text/xml' });
    expect(payload.url).toBe('https://api.example/x?token=[redacted]');
    expect(payload.requestBody!.content!.toString()).toBe('<auth><appKey>[redacted]</appKey><appSecret>[redacted]</appSecret></auth><price>5</price>');
    expect(payload.requestBody).toMatchObject({ isExact: false, bytes: soap.length, sha256: createHash('sha256').update(soap).digest('hex') });
    expect(payload.responseHeaders).toEqual({ 'set-cookie': '[redacted]' });
    expect(payload.responseBody!.content!.toString()).toBe('echo "[redacted]"');
  });

  it('masks buyers unless asked to reveal them, and leaves the rest of the text alone', async () => {
    const body = Buffer.from('{"orderNumber":"1","cargoTrackingNumber":7260000000000000123,"shipmentAddress":{"firstName":"Ayşe","phone":5551112233,"city":"İzmir"}}');
    const id = await archive.recordInbound({ ...request({ body, personal: true, operation: 'webhook' }), status: 200 });
    expect((await stored(id)).requestBody!.content!.toString()).toBe(
      '{"orderNumber":"1","cargoTrackingNumber":7260000000000000123,"shipmentAddress":{"firstName":"***","phone":"***","city":"İzmir"}}',
    );
    expect((await stored(id, true)).requestBody!.content!.equals(body)).toBe(true);
  });

  it('takes an erased buyer out of both bodies, and whatever identifies buyers beside them, once', async () => {
    const page = Buffer.from('{"orders":[{"buyer":{"username":"ornek_alici"},"orderId":"11-1","fullName":"Ayşe"},{"buyer":{"username":"other"},"fullName":"Fatma"}]}');
    const [hit, long, miss] = [await archive.open(request({ personal: true })), await archive.open(request({ personal: true, body: Buffer.from(`<order><user>ornek_alici</user><note>${'x'.repeat(4_000)}</note></order>`) })), await archive.open(request({ personal: true, body: Buffer.from('{"username":"ornek_alici_2"}') }))];
    await archive.close(hit, { status: 200, headers: {}, body: page, durationMs: 1 });
    expect(await archive.eraseNames({ storeId, names: ['ornek_alici', 'exUser1'] })).toBe(2);
    const { responseBody } = await stored(hit, true);
    expect(responseBody!.content!.toString()).toBe('{"orders":[{"buyer":{"username":"[erased]"},"orderId":"11-1","fullName":"***"},{"buyer":{"username":"other"},"fullName":"***"}]}');
    expect(responseBody).toMatchObject({ isExact: false, bytes: page.length, sha256: createHash('sha256').update(page).digest('hex') });
    expect((await stored(long, true)).requestBody!.content!.toString()).toContain('<user>[erased]</user>');
    expect((await stored(miss, true)).requestBody!.content!.toString()).toBe('{"username":"ornek_alici_2"}');
    expect(await archive.eraseNames({ storeId, names: ['ornek_alici', 'exUser1'] })).toBe(0);
  });

  it("leaves other stores' bodies alone when a buyer is erased", async () => {
    const id = await archive.open(request({ personal: true, storeId: newId('store'), body: Buffer.from('{"username":"ornek_alici"}') }));
    expect(await archive.eraseNames({ storeId, names: ['ornek_alici'] })).toBe(0);
    expect((await stored(id, true)).requestBody).toMatchObject({ isExact: true });
  });

  it('expires, and sooner when it carries buyers', async () => {
    const [plain, personal] = [await archive.open(request()), await archive.open(request({ personal: true }))];
    expect((await stored(plain)).expiresAt).toEqual(new Date('2026-12-22T12:00:00Z'));
    expect((await stored(personal)).expiresAt).toEqual(new Date('2026-11-29T12:00:00Z'));
  });

  it('carries the correlation id of what caused it', async () => {
    const id = await withCorrelation('req-7', () => archive.open(request()));
    expect(await stored(id)).toMatchObject({ correlationId: 'req-7' });
  });

  it("never shows a seller another's payloads", async () => {
    const id = await archive.open(request());
    const stranger = newId('seller');
    expect(await archive.getPayload({ sellerId: stranger, id })).toBeNull();
    expect((await archive.findPayloads({ sellerId: stranger, page: {} })).items).toEqual([]);
  });

  it('lists newest first, filtered, page by page, without bodies', async () => {
    const other = newId('store');
    for (let minute = 0; minute < 7; minute += 1) {
      now = new Date(Date.UTC(2026, 10, 22, 12, minute));
      await archive.open(request(minute % 2 ? { storeId: other } : { operation: `op-${minute}` }));
    }
    const first = await archive.findPayloads({ sellerId, filter: { storeId }, page: { first: 3 } });
    const rest = await archive.findPayloads({ sellerId, filter: { storeId }, page: { first: 3, after: first.endCursor } });
    expect([...first.items, ...rest.items].map(({ node }) => node.operation)).toEqual(['op-6', 'op-4', 'op-2', 'op-0']);
    expect([first.hasNextPage, rest.hasNextPage]).toEqual([true, false]);
    expect(first.items[0]!.node.requestBody).toEqual({ bytes: 12, sha256: expect.any(String), isExact: true });
    const since = await archive.findPayloads({ sellerId, filter: { since: new Date(Date.UTC(2026, 10, 22, 12, 5)), direction: 'OUTBOUND' }, page: {} });
    expect(since.items).toHaveLength(2);
    expect((await archive.findPayloads({ sellerId, filter: { direction: 'INBOUND' }, page: {} })).items).toEqual([]);
    expect((await archive.findPayloads({ sellerId, filter: { operation: 'op-2' }, page: {} })).items).toHaveLength(1);
  });

  it('finds those named by their ids oldest first, page by page, and none of another seller', async () => {
    const ids: PayloadId[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await archive.open(request({ operation: `op-${n}` })));
    const named = [ids[4]!, newId('payload'), ids[0]!, ids[2]!];
    const first = await archive.findPayloads({ sellerId, filter: { ids: named }, page: { first: 2 } });
    const rest = await archive.findPayloads({ sellerId, filter: { ids: named }, page: { first: 2, after: first.endCursor } });
    expect([...first.items, ...rest.items].map(({ node }) => node.operation)).toEqual(['op-0', 'op-2', 'op-4']);
    expect(rest.hasNextPage).toBe(false);
    expect((await archive.findPayloads({ sellerId: newId('seller'), filter: { ids: named }, page: {} })).items).toEqual([]);
  });
});
