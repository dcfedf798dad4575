import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PackageAction, RemoteOrder, RemotePackage } from '../../sync/connector/contract.js';
import { API_KEY, CLIENT_ID } from '../sandbox/testing/running-sandbox.js';
import { claims } from './claims.js';
import type { OzonContext } from './client.js';
import { readExemplars, readExemplarStatus, setCountry, setExemplars, type Exemplar } from './exemplars.js';
import { orders } from './orders.js';
import { splits } from './splits.js';
import { contextOver } from './testing/contexts.js';
import { openSandbox, type OpenSandbox } from './testing/open-sandbox.js';

const GOOD_MARK = '010460000000001521abcDEF1234567';
const GOOD_GTD = '10129000/051120/0012345';

describe('postings on Ozon', () => {
  let sandbox: OpenSandbox;
  let context: OzonContext;

  beforeAll(async () => {
    sandbox = await openSandbox();
    await sandbox.sell('FBS-1', 'RFBS-1', 'FBO-1', 'MARKED', 'IMPORTED', 'RETURNED');
    await sandbox.control('PUT', '/products/RFBS-1', { stock: 50, isRfbs: true });
    await sandbox.control('PUT', '/products/MARKED', { duties: { mark: true } });
    await sandbox.control('PUT', '/products/IMPORTED', { duties: { country: true } });
    context = contextOver({ http: sandbox.http });
  });
  afterAll(() => sandbox.stop());

  const read = async (number: string): Promise<RemoteOrder> => (await orders.byNumber(context, number))!;
  const actionOn = (order: RemoteOrder, one: RemotePackage | undefined = order.packages[0], parameters: Record<string, string> = {}): PackageAction => ({
    remoteOrderId: order.remoteOrderId, remotePackageId: one?.remotePackageId ?? '', packageStatus: one?.status ?? 'UNKNOWN', lines: one?.lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity })) ?? [], parameters,
  });

  it('are packages of one order, whoever delivers them', async () => {
    const { orderNumber } = await sandbox.order({ 'FBS-1': 1 });
    await sandbox.order({ 'RFBS-1': 1 }, { scheme: 'RFBS', orderNumber });
    await sandbox.order({ 'FBO-1': 1 }, { scheme: 'FBO', orderNumber });
    const order = await read(orderNumber);
    expect(order.packages.map(({ remotePackageId, stockOf, lines }) => [remotePackageId, stockOf, lines[0]?.remoteKey])).toEqual([
      [`${orderNumber}-1`, undefined, 'FBS-1'],
      [`${orderNumber}-2`, undefined, 'RFBS-1'],
      [`${orderNumber}-3`, 'MARKETPLACE', 'FBO-1'],
    ]);
    expect(order.buyer.shippingAddress).toBeNull();
  });

  it("of Ozon's own warehouse take no orders from the seller", async () => {
    const order = await read((await sandbox.order({ 'FBO-1': 1 }, { scheme: 'FBO' })).orderNumber);
    expect(await orders.accept(context, actionOn(order))).toMatchObject({ kind: 'REFUSED', issue: { code: 'FULFILLED_BY_MARKETPLACE' } });
  });

  it('say which were sold from another warehouse than the one whose stock is kept', async () => {
    const { orderNumber } = await sandbox.order({ 'FBS-1': 1 });
    await sandbox.order({ 'RFBS-1': 1 }, { scheme: 'RFBS', orderNumber });
    const soldFrom = async (credentials: object) => (await orders.byNumber(contextOver({ http: sandbox.http, credentials }), orderNumber))?.packages.map((one) => one.soldFrom);
    expect(await soldFrom({})).toEqual([undefined, 'ELSEWHERE']);
    const { warehouses } = (await sandbox.post<{ warehouses: { warehouse_id: number }[] }>('/v2/warehouse/list', { limit: 10 })).json;
    expect(await soldFrom({ warehouseId: String(warehouses[1]!.warehouse_id) })).toEqual(['ELSEWHERE', undefined]);
    await sandbox.control('POST', '/faults', { kind: 'status', status: 500, match: { path: '/v2/warehouse/list' }, times: 1 });
    expect(await soldFrom({})).toEqual([undefined, undefined]);
  });

  it('are packed by shipping, and twice is once', async () => {
    const order = await read((await sandbox.order({ 'FBS-1': 2 })).orderNumber);
    expect(await orders.ship(context, actionOn(order))).toEqual({ kind: 'APPLIED' });
    expect(await orders.ship(context, actionOn(order))).toEqual({ kind: 'APPLIED' });
    expect((await read(order.remoteOrderId)).packages).toMatchObject([{ status: 'ACCEPTED', remoteStatus: 'awaiting_deliver' }]);
    await sandbox.control('POST', `/orders/${order.remoteOrderId}/ship`);
    await sandbox.control('POST', `/orders/${order.remoteOrderId}/arrive`);
    expect((await read(order.remoteOrderId)).packages[0]?.status).toBe('AT_COLLECTION_POINT');
    await sandbox.control('POST', `/orders/${order.remoteOrderId}/deliver`);
    expect((await read(order.remoteOrderId)).packages[0]?.status).toBe('DELIVERED');
  });

  it.each<[string, string, object, (one: PackageAction) => Promise<unknown>]>([
    ['packing', '/v4/posting/fbs/ship', { result: [] }, (one) => orders.accept(context, one)],
    ['packing', '/v4/posting/fbs/ship', {}, (one) => orders.ship(context, one)],
    ['cancelling', '/v2/posting/fbs/cancel', { result: false }, (one) => orders.cancelLines(context, one)],
    ['cancelling units', '/v2/posting/fbs/product/cancel', { result: '' }, (one) => orders.cancelLines(context, { ...one, lines: one.lines.map((line) => ({ ...line, quantity: 1 })) })],
    ['dividing', '/v1/posting/fbs/split', { postings: [] }, (one) => splits.split(context, { ...one, rest: [] })],
  ])('whose %s is answered by a success without a word of it (%s: %j) are in doubt, not done', async (_name, path, body, act) => {
    const order = await read((await sandbox.order({ 'FBS-1': 2 })).orderNumber);
    await sandbox.control('POST', '/faults', { kind: 'status', status: 200, body, match: { path }, times: 1 });
    await expect(act(actionOn(order))).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'UNKNOWN' });
    expect((await read(order.remoteOrderId)).packages).toMatchObject([{ remoteStatus: 'awaiting_packaging', lines: [{ quantity: 2 }] }]);
  });

  describe('that the seller delivers, whose buyer wants to cancel', () => {
    const placed = async () => {
      const { orderNumber, postingNumber } = await sandbox.order({ 'RFBS-1': 1 }, { scheme: 'RFBS' });
      return { order: await read(orderNumber), postingNumber };
    };
    const wish = async (postingNumber: string): Promise<number> => (await sandbox.control<{ id: number }>('POST', `/postings/${postingNumber}/cancellation-request`, {})).id;

    const reject = (id: number) => sandbox.post('/v2/conditional-cancellation/reject', { cancellation_id: id, comment: 'Уже передан курьеру' });

    it('are neither packed nor reported as shipped before the seller has answered', async () => {
      const [{ order, postingNumber }, other] = [await placed(), await placed()];
      const id = await wish(postingNumber);
      const asWas = (await read(order.remoteOrderId)).packages[0]!.remoteStatus;
      expect(await orders.ship(context, actionOn(order))).toMatchObject({ kind: 'REFUSED', issue: { code: 'CANCEL_REQUEST_OPEN', retryable: true, message: expect.stringContaining(`cancel-${id}`) } });
      expect((await read(order.remoteOrderId)).packages[0]!.remoteStatus).toBe(asWas);
      expect(await orders.ship(context, actionOn(other.order))).toEqual({ kind: 'APPLIED' });
      await reject(id);
      expect(await orders.ship(context, actionOn(order))).toEqual({ kind: 'APPLIED' });
    });

    it('stay shipped where the wish came after', async () => {
      const { order, postingNumber } = await placed();
      await orders.ship(context, actionOn(order));
      const id = await wish(postingNumber);
      expect(await orders.ship(context, actionOn(order))).toEqual({ kind: 'APPLIED' });
      await reject(id);
    });

    it('are shipped where the key has no role for such wishes', async () => {
      const { order, postingNumber } = await placed();
      const id = await wish(postingNumber);
      await sandbox.control('POST', '/sellers', { clientId: CLIENT_ID, apiKey: API_KEY, deniedPaths: ['/v2/conditional-cancellation/list'] });
      expect(await orders.ship(context, actionOn(order))).toEqual({ kind: 'APPLIED' });
      await sandbox.control('POST', '/sellers', { clientId: CLIENT_ID, apiKey: API_KEY });
      await reject(id);
    });
  });

  it('that the seller delivers are packed, numbered and on their way with one shipment, and name the buyer', async () => {
    const order = await read((await sandbox.order({ 'RFBS-1': 1 }, { scheme: 'RFBS' })).orderNumber);
    expect(order.buyer).toMatchObject({ name: expect.stringMatching(/\S/), shippingAddress: { countryCode: 'RU', line: expect.stringMatching(/\S/) } });
    expect(await orders.ship(context, actionOn(order, order.packages[0], { trackingNumber: 'RU-1' }))).toEqual({ kind: 'APPLIED' });
    expect((await read(order.remoteOrderId)).packages[0]).toMatchObject({ status: 'SHIPPED', trackingNumber: 'RU-1' });
  });

  it('lose single units by a cancellation of the seller, or all of them', async () => {
    const order = await read((await sandbox.order({ 'FBS-1': 3 })).orderNumber);
    const [line] = order.packages[0]!.lines;
    const some = { ...actionOn(order), lines: [{ remoteLineId: line!.remoteLineId, quantity: 1 }], parameters: { reason: 'OTHER' } };
    expect(await orders.cancelLines(context, some)).toEqual({ kind: 'APPLIED' });
    expect((await read(order.remoteOrderId)).packages[0]?.lines[0]?.quantity).toBe(2);
    const left = await read(order.remoteOrderId);
    expect(await orders.cancelLines(context, { ...actionOn(left), parameters: { reason: 'OUT_OF_STOCK' } })).toEqual({ kind: 'APPLIED' });
    expect((await read(order.remoteOrderId)).packages[0]?.status).toBe('UNSUPPLIED');
  });

  it.each([
    ['OUT_OF_STOCK', { reasonId: 352 }],
    ['BUYER_ASKED', { reasonId: 402, reason: 'Отмена по просьбе покупателя' }],
    ['ADDRESS', { reasonId: 402, reason: 'Невозможно доставить по указанному адресу' }],
  ])('given up for %s say so to Ozon, in its code or in words', async (reason, cancellation) => {
    const order = await read((await sandbox.order({ 'FBS-1': 1 })).orderNumber);
    expect(await orders.cancelLines(context, { ...actionOn(order), parameters: { reason } })).toEqual({ kind: 'APPLIED' });
    expect(await sandbox.control('GET', `/orders/${order.remoteOrderId}`)).toMatchObject({ postings: [{ cancellation }] });
  });

  it('given up by the buyer are CANCELLED, not unsupplied', async () => {
    const { orderNumber } = await sandbox.order({ 'FBS-1': 1 });
    await sandbox.control('POST', `/orders/${orderNumber}/cancel`);
    expect((await read(orderNumber)).packages[0]?.status).toBe('CANCELLED');
  });

  it('read again unchanged keep their revision', async () => {
    const { orderNumber } = await sandbox.order({ 'FBS-1': 1 });
    const [first, second] = [await read(orderNumber), await read(orderNumber)];
    expect(second.packages[0]?.remoteRevision).toBe(first.packages[0]?.remoteRevision);
  });

  it('tell what the seller took off a price, what Ozon took off besides, and once delivered what Ozon keeps and pays', async () => {
    await sandbox.control('POST', '/products', { items: [{ offerId: 'REDUCED', price: 1_290, oldPrice: 1_690, stock: 5 }] });
    const placed = await sandbox.control<{ orderNumber: string; postingNumber: string; products: { sku: number }[] }>('POST', '/orders', { lines: [{ offerId: 'REDUCED', quantity: 2, buyerPrice: 1_190 }] });
    const rub = (amountMinor: number) => ({ amountMinor, currency: 'RUB' });
    const fresh = await read(placed.orderNumber);
    expect(fresh.packages[0]?.lines).toMatchObject([{ quantity: 2, unitPriceMinor: 169_000, unitDiscountMinor: 40_000 }]);
    expect(fresh.extra).toMatchObject({ clusterFrom: 'Москва и МО', finances: [{ sku: String(placed.products[0]!.sku), listPrice: rub(169_000), price: rub(129_000), buyerPrice: rub(119_000), discountPercent: 23.67, commission: rub(0), payout: rub(0), promotions: [expect.any(String)] }] });
    await orders.ship(context, actionOn(fresh));
    for (const step of ['ship', 'deliver']) await sandbox.control('POST', `/orders/${placed.orderNumber}/${step}`);
    const delivered = await read(placed.orderNumber);
    expect(delivered.extra).toMatchObject({ finances: [{ commission: rub(46_440), commissionPercent: 18, payout: rub(211_560) }] });
    expect(delivered.packages[0]!.remoteRevision).toBeGreaterThanOrEqual(fresh.packages[0]!.remoteRevision);
  });

  describe('with goods that carry a marking code', () => {
    const unitsOf = (posting: string): Promise<readonly Exemplar[]> => readExemplars(context, posting);

    it('are not packed before each unit has one that Ozon takes, and the refusal names the unit', async () => {
      const placed = await sandbox.order({ MARKED: 2 });
      const order = await read(placed.orderNumber);
      expect(await orders.ship(context, actionOn(order))).toMatchObject({ kind: 'REFUSED', issue: { code: 'EXEMPLARS_MISSING', retryable: true, message: expect.stringMatching(/marking codes/) } });
      const units = await unitsOf(placed.postingNumber);
      expect(units.map(({ needs }) => needs.mark)).toEqual([true, true]);

      await setExemplars(context, placed.postingNumber, units.map((unit, index) => ({ ...unit, marks: [{ mark: index === 0 ? GOOD_MARK : 'nonsense', type: 'mandatory_mark' }] })));
      expect(await orders.ship(context, actionOn(order))).toMatchObject({ kind: 'REFUSED', issue: { message: expect.stringMatching(/still checking/) } });
      await sandbox.advance(1_000);
      const { status, exemplars } = await readExemplarStatus(context, placed.postingNumber);
      expect([status, exemplars.map(({ errors }) => errors.flatMap(({ codes }) => codes))]).toEqual(['ship_not_available', [[], ['INCORRECT_MARK_FORMAT']]]);
      expect(await orders.ship(context, actionOn(order))).toMatchObject({ issue: { message: expect.stringContaining(units[1]!.exemplarId) } });

      await setExemplars(context, placed.postingNumber, units.map((unit, index) => ({ ...unit, marks: [{ mark: `${GOOD_MARK}${index}`, type: 'mandatory_mark' }] })));
      await sandbox.advance(1_000);
      expect(await orders.ship(context, actionOn(order))).toEqual({ kind: 'APPLIED' });
    });

    it('owe a country, and for a company then a customs number', async () => {
      const placed = await sandbox.order({ IMPORTED: 1 }, { isLegal: true });
      const order = await read(placed.orderNumber);
      expect(await orders.accept(context, actionOn(order))).toMatchObject({ issue: { code: 'EXEMPLARS_MISSING', message: expect.stringMatching(/country of origin/) } });
      const sku = order.packages[0]!.lines[0]!.remoteLineId;
      expect(await setCountry(context, { postingNumber: placed.postingNumber, sku, countryCode: 'TR' })).toBe(true);
      const [unit] = await unitsOf(placed.postingNumber);
      expect(unit?.needs.gtd).toBe(true);
      await setExemplars(context, placed.postingNumber, [{ ...unit!, gtd: GOOD_GTD }]);
      await sandbox.advance(1_000);
      expect(await orders.accept(context, actionOn(order))).toEqual({ kind: 'APPLIED' });
    });
  });

  it('come back as returns, with the state Ozon tells', async () => {
    const placed = await sandbox.order({ RETURNED: 1 });
    const { id } = await sandbox.control<{ id: number }>('POST', `/postings/${placed.postingNumber}/return`, { offerId: 'RETURNED', quantity: 1 });
    await sandbox.control('PUT', `/returns/${id}`, { status: 'ReceivedBySeller' });
    const later = contextOver({ http: sandbox.http, now: () => new Date(Date.now() + 86_400_000) });
    const { items } = await claims.list(later, new Date(Date.now() - 86_400_000), null);
    expect(items).toMatchObject([{ remoteClaimId: String(id), remoteOrderId: placed.orderNumber, kind: 'RETURN', state: 'RECEIVED', status: 'ReceivedBySeller', remoteKind: 'ClientReturn', lines: [{ remoteKey: 'RETURNED', quantity: 1 }] }]);
  });

  it('that come back wait for the seller as long as Ozon says so, and are read by that', async () => {
    const waiting = async () => {
      const found: string[] = [];
      for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
        const page: Awaited<ReturnType<typeof claims.list>> = await claims.listWaiting!(context, cursor);
        found.push(...page.items.filter(({ state }) => state === 'AWAITING_SELLER').map(({ remoteClaimId }) => remoteClaimId));
        cursor = page.next;
      }
      return found;
    };
    const before = await waiting();
    const placed = await sandbox.order({ RETURNED: 2 });
    const [asked, told] = [await sandbox.control<{ id: number }>('POST', `/postings/${placed.postingNumber}/return`, { offerId: 'RETURNED', quantity: 1 }), await sandbox.control<{ id: number }>('POST', `/postings/${placed.postingNumber}/return`, { offerId: 'RETURNED', quantity: 1 })];
    expect(await waiting()).toEqual(before);
    await sandbox.control('PUT', `/returns/${asked.id}`, { status: 'OnSellerApproval' });
    await sandbox.control('PUT', `/returns/${told.id}`, { status: 'OnSellerClarification' });
    expect(await waiting()).toEqual([...before, String(asked.id), String(told.id)]);
  });
});
