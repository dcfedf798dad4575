import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OfferChange, PackageAction, RemoteClaim, RemoteOrder } from '../../sync/connector/contract.js';
import { sku, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';
import { createN11Connector } from './index.js';
import type { N11Context } from './client.js';
import { readProductsForDisplay } from './products.js';
import { draft, openN11Bench, receiptOf, STEP_MS, type N11Bench } from './testing/n11-bench.js';

const connector = createN11Connector();
const known = { price: null, quantity: null };

describe('the N11 connector against its sandbox', () => {
  let bench: N11Bench;
  let n11: RunningSandbox;
  let context: N11Context;
  beforeAll(async () => {
    bench = await openN11Bench();
    ({ n11, context } = bench);
    await n11.control('/products/bulk', { products: ['A', 'B', 'C'].map((name) => sku(`QRK-${name}`, { quantity: 500 })) });
  });
  afterAll(() => bench.close());

  const advance = (ms: number) => bench.advance(ms);
  const push = (...changes: Omit<OfferChange, 'known'>[]) => connector.offers.push(context, changes.map((change) => ({ ...change, known })));

  describe('prices', () => {
    it('travel with two decimals, both together, and TL for lira', async () => {
      const body = connector.offers.preview([{ remoteKey: 'A "1"', price: { saleMinor: 200_000, listMinor: 200_010, currency: 'TRY' }, quantity: 0, known }]).body;
      expect(body).toContain('{"stockCode":"A \\"1\\"","listPrice":2000.10,"salePrice":2000.00,"currencyType":"TL","quantity":0}');
      expect(JSON.parse(body)).toMatchObject({ payload: { integrator: expect.any(String) } });
    });

    it('refused by price protection come back with N11\'s sentence, not to be retried', async () => {
      await fetch(`${n11.url}/_sandbox/listings/QRK-A`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ priceProtection: { minimum: 900, maximum: 1100 } }) });
      const receipt = receiptOf(await push({ remoteKey: 'QRK-A', price: { saleMinor: 100, listMinor: 100, currency: 'TRY' } }));
      await advance(STEP_MS);
      expect(await connector.offers.poll(context, receipt)).toMatchObject({ kind: 'SETTLED', results: [{ ok: false, issue: { code: 'PRICE_PROTECTION', retryable: false, message: expect.stringContaining('900.00') } }] });
    });

    it('of a task refused whole are REFUSED at once, although N11 answers 200', async () => {
      const tooMany = Array.from({ length: 1_001 }, (_, index) => ({ remoteKey: `X${index}`, quantity: 1 }));
      expect(await push(...tooMany)).toMatchObject({ kind: 'REFUSED', issue: { message: expect.stringMatching(/1000/) } });
    });
  });

  describe('product reads', () => {
    it('for showing are at most 300 s old and cost no call; proofs always ask and refresh them', async () => {
      await connector.offers.read(context, ['QRK-B']);
      const reads = async (): Promise<number> => (await n11.control<{ requests: unknown[] }>('/requests?path=product-query&limit=100000')).requests.length;
      const before = await reads();
      receiptOf(await push({ remoteKey: 'QRK-B', quantity: 9 }));
      await advance(STEP_MS);
      expect((await readProductsForDisplay(context, ['QRK-B']))[0]?.quantity).toBe(500);
      expect(await reads()).toBe(before);
      expect((await connector.offers.read(context, ['QRK-B']))[0]?.quantity).toBe(9);
      expect((await readProductsForDisplay(context, ['QRK-B']))[0]?.quantity).toBe(9);
    });
  });

  describe('reading many offers', () => {
    it('reads the shop page by page and asks singly only for what the pages did not show', async () => {
      const keys = Array.from({ length: 600 }, (_, index) => `BULK-${index}`);
      await n11.control('/products/bulk', { products: keys.map((key) => sku(key)) });
      const { requests: before } = await n11.control<{ requests: unknown[] }>('/requests?path=product-query&limit=100000');
      const offers = await connector.offers.read(context, [...keys, 'NO-SUCH-KEY']);
      const { requests: after } = await n11.control<{ requests: unknown[] }>('/requests?path=product-query&limit=100000');
      expect([offers.length, after.length - before.length]).toEqual([600, 4]);
    });
  });

  describe('content', () => {
    it('is published only once the catalogue has approved it, and then knows its N11 ids', async () => {
      const receipt = receiptOf(await connector.content!.publish(context, [draft('NEW-1'), draft('NEW-2', { title: 'Katalog red olacak elbise' }), draft('NEW-3', { mapping: { ...draft('').mapping, categoryId: '1' } })]));
      await advance(STEP_MS / 2);
      expect(await connector.content!.poll(context, receipt)).toMatchObject({ kind: 'PENDING', settled: [] });
      await advance(STEP_MS / 2);
      expect(await connector.content!.poll(context, receipt)).toMatchObject({ kind: 'PENDING', settled: [{ remoteKey: 'NEW-3', ok: false, issue: { code: 'CATEGORY_REFUSED' } }] });
      await advance(STEP_MS);
      const done = await connector.content!.poll(context, receipt);
      expect(done).toMatchObject({ kind: 'SETTLED' });
      expect(done.kind === 'SETTLED' && Object.fromEntries(done.results.map((result) => [result.remoteKey, result.ok ? result.remoteIds : result.issue.code]))).toEqual({
        'NEW-1': { n11ProductId: expect.stringMatching(/^\d+$/), groupId: expect.stringMatching(/^\d+$/) },
        'NEW-2': 'CATALOGUE_REJECTED',
        'NEW-3': 'CATEGORY_REFUSED',
      });
    });

    it('of many products settles by reading the shop page by page', async () => {
      const many = Array.from({ length: 300 }, (_, index) => draft(`MANY-${index}`));
      const receipt = receiptOf(await connector.content!.publish(context, many));
      await advance(STEP_MS);
      expect(await connector.content!.poll(context, receipt)).toMatchObject({ kind: 'PENDING', settled: [] });
      await advance(STEP_MS);
      const done = await connector.content!.poll(context, receipt);
      expect(done.kind === 'SETTLED' && done.results.filter((result) => result.ok).length).toBe(300);
    });

    it('is withdrawn by suspending the product and comes back by an update', async () => {
      const withdrawn = receiptOf(await connector.content!.withdraw(context, ['QRK-C']));
      await advance(STEP_MS);
      expect(await connector.content!.poll(context, withdrawn)).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'QRK-C', ok: true }] });
      expect((await connector.offers.read(context, ['QRK-C']))[0]?.onSale).toBe(false);
      receiptOf(await connector.content!.publish(context, [draft('QRK-C', { remoteIds: { n11ProductId: '600000003' } })]));
      await advance(STEP_MS);
      expect((await connector.offers.read(context, ['QRK-C']))[0]?.onSale).toBe(true);
    });

    it('adopts a product that is there already instead of failing to create it twice', async () => {
      const receipt = receiptOf(await connector.content!.publish(context, [draft('QRK-A')]));
      await advance(STEP_MS);
      expect(await connector.content!.poll(context, receipt)).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'QRK-A', ok: true, remoteIds: { n11ProductId: '600000001' } }] });
    });

    it.each([
      ['a title under 15 characters', { title: 'Elbise' }, 'TITLE_REFUSED'],
      ['an http image', { images: ['http://example.invalid/1.jpg'] }, 'IMAGE_REFUSED'],
      ['roubles', { price: { saleMinor: 1, listMinor: 1, currency: 'RUB' as const } }, 'CURRENCY_REFUSED'],
    ])('is refused with %s before anything is sent', (_, change, code) => {
      expect(connector.content!.check(draft('X', change), new Date())).toMatchObject({ code, retryable: false });
    });
  });

  describe('orders', () => {
    const place = async (...lines: { stockCode: string; quantity: number }[]): Promise<RemoteOrder> => {
      const { orderNumber } = await n11.control<{ orderNumber: string }>('/orders', { lines });
      return (await connector.orders.byNumber(context, orderNumber))!;
    };
    const actionOn = (order: RemoteOrder, lines = order.packages[0]!.lines): PackageAction => {
      const pkg = order.packages[0]!;
      return { remoteOrderId: order.remoteOrderId, remotePackageId: pkg.remotePackageId, packageStatus: pkg.status, lines: lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity })), parameters: { reason: 'OUT_OF_STOCK' } };
    };
    const statuses = async (order: RemoteOrder): Promise<string[]> => ((await connector.orders.byNumber(context, order.remoteOrderId))?.packages ?? []).map((pkg) => pkg.status).sort();

    it('come page by page without loss while they change status under the reader', async () => {
      const since = new Date(Date.now() - 1_000);
      const placed: RemoteOrder[] = [];
      for (let index = 0; index < 130; index += 1) placed.push(await place({ stockCode: 'QRK-A', quantity: 1 }));
      const found = new Set<string>();
      let pages = 0;
      for (let cursor: string | null = null; pages === 0 || cursor !== null; pages += 1) {
        const page: { items: readonly RemoteOrder[]; next: string | null } = await connector.orders.changedSince(context, since, cursor);
        for (const order of page.items) found.add(order.remoteOrderId);
        cursor = page.next;
        if (pages === 0) for (const order of placed.slice(0, 10)) await connector.orders.accept(context, actionOn(order));
      }
      expect(placed.filter((order) => !found.has(order.remoteOrderId))).toEqual([]);
    });

    it('are not cancelled in Created, since N11 allows that in its panel only', async () => {
      const order = await place({ stockCode: 'QRK-A', quantity: 2 });
      expect(await connector.orders.cancelLines(context, actionOn(order))).toMatchObject({ kind: 'REFUSED', issue: { code: 'CANCEL_IN_PANEL' } });
    });

    it('lose some pieces by a split by quantity', async () => {
      const order = await place({ stockCode: 'QRK-A', quantity: 2 }, { stockCode: 'QRK-B', quantity: 1 });
      await connector.orders.accept(context, actionOn(order));
      const line = { ...order.packages[0]!.lines[0]!, quantity: 1 };
      expect(await connector.orders.cancelLines(context, actionOn(order, [line]))).toEqual({ kind: 'APPLIED' });
      expect(await statuses(order)).toEqual(['ACCEPTED', 'SPLIT', 'UNSUPPLIED']);
    });

    it("name N11's reason, and its other for what it has no word for", async () => {
      const bodies: string[] = [];
      const told: N11Context = { ...context, http: { send: (request) => (bodies.push(String(request.body ?? '')), context.http.send(request)) } };
      for (const reason of ['BUYER_ASKED', 'ADDRESS', 'FORCE_MAJEURE']) {
        const order = await place({ stockCode: 'QRK-A', quantity: 1 });
        await connector.orders.accept(context, actionOn(order));
        expect(await connector.orders.cancelLines(told, { ...actionOn(order), parameters: { reason } })).toEqual({ kind: 'APPLIED' });
      }
      expect(bodies.flatMap((body) => /cancelReasonTypeId>(\d+)</.exec(body)?.[1] ?? [])).toEqual(['65', '65', '64']);
      expect(connector.orders.cancelReasons).toMatchObject({ BUYER_ASKED: { isExact: false }, ADDRESS: { isExact: false }, FORCE_MAJEURE: { isExact: true } });
    });

    it('lose all lines one by one though each cancel renews the line ids', async () => {
      const order = await place({ stockCode: 'QRK-A', quantity: 2 }, { stockCode: 'QRK-B', quantity: 1 });
      await connector.orders.accept(context, actionOn(order));
      expect(await connector.orders.cancelLines(context, actionOn(order))).toEqual({ kind: 'APPLIED' });
      expect(new Set(await statuses(order))).toEqual(new Set(['SPLIT', 'UNSUPPLIED']));
    });

    it('are not split in Created', async () => {
      const order = await place({ stockCode: 'QRK-A', quantity: 2 });
      const [line] = order.packages[0]!.lines;
      const half = [{ remoteLineId: line!.remoteLineId, quantity: 1 }];
      expect(await connector.splits!.split(context, { ...actionOn(order), lines: half, rest: half })).toMatchObject({ kind: 'REFUSED', issue: { code: 'SPLIT_BEFORE_ACCEPT' } });
    });

    it('keep their parts whole when a wish for the package they came out of arrives late, though the line ids still stand', async () => {
      const order = await place({ stockCode: 'QRK-A', quantity: 1 }, { stockCode: 'QRK-B', quantity: 1 }, { stockCode: 'QRK-C', quantity: 1 });
      await connector.orders.accept(context, actionOn(order));
      const [a, b, c] = actionOn(order).lines;
      const split = (lines: PackageAction['lines'], rest: PackageAction['lines']) => connector.splits!.split(context, { ...actionOn(order), lines, rest });
      expect(await split([a!, b!], [c!])).toEqual({ kind: 'APPLIED' });
      expect(await split([a!], [b!, c!])).toMatchObject({ kind: 'REFUSED', issue: { code: 'SPLIT_TOO_LATE' } });
      expect(await statuses(order)).toEqual(['ACCEPTED', 'ACCEPTED', 'SPLIT']);
    });

    it('ship by themselves; only an invoice link can be told', async () => {
      const order = await place({ stockCode: 'QRK-A', quantity: 1 });
      expect(await connector.orders.ship(context, actionOn(order))).toMatchObject({ kind: 'REFUSED', issue: { code: 'SHIPPED_BY_CARRIER' } });
      const withLink = (invoiceUrl: string) => connector.orders.ship(context, { ...actionOn(order), parameters: { invoiceUrl } });
      expect(await withLink('https://example.invalid/f.pdf')).toEqual({ kind: 'APPLIED' });
      expect(await withLink('https://example.invalid/f.exe')).toMatchObject({ kind: 'REFUSED' });
    });

    it('show their returns and cancel requests as claims, joined to their lines', async () => {
      const [returned, cancelled] = [await place({ stockCode: 'QRK-B', quantity: 1 }), await place({ stockCode: 'QRK-C', quantity: 1 })];
      await connector.orders.accept(context, actionOn(returned));
      for (const step of ['ship', 'deliver', 'return']) await n11.control(`/orders/${returned.remoteOrderId}/${step}`, {});
      await n11.control(`/orders/${cancelled.remoteOrderId}/cancel-request`, {});
      const all: RemoteClaim[] = [];
      for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
        const page: { items: readonly RemoteClaim[]; next: string | null } = await connector.claims!.list(context, context.now(), cursor);
        all.push(...page.items);
        cursor = page.next;
      }
      expect(all).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ kind: 'RETURN', remoteOrderId: returned.remoteOrderId, status: 'REQUESTED', lines: [expect.objectContaining({ remoteKey: 'QRK-B', remoteLineId: returned.packages[0]!.lines[0]!.remoteLineId })] }),
          expect.objectContaining({ kind: 'CANCEL', remoteOrderId: cancelled.remoteOrderId, status: 'REQUESTED', lines: [expect.objectContaining({ remoteKey: 'QRK-C' })] }),
        ]),
      );
    });

    it('tell those of their claims that wait for the seller in a call for each state, and until when', async () => {
      const [back, wish] = [await place({ stockCode: 'QRK-B', quantity: 1 }), await place({ stockCode: 'QRK-C', quantity: 1 })];
      await connector.orders.accept(context, actionOn(back));
      for (const step of ['ship', 'deliver']) await n11.control(`/orders/${back.remoteOrderId}/${step}`, {});
      await n11.control(`/orders/${back.remoteOrderId}/return`, {});
      const paths: string[] = [];
      const http: typeof context.http = { send: (request) => (paths.push(request.path), context.http.send(request)) };
      const waiting = async () => {
        const found: RemoteClaim[] = [];
        for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
          const page: { items: readonly RemoteClaim[]; next: string | null } = await connector.claims!.listWaiting!({ ...context, http, now: () => context.now() }, cursor);
          found.push(...page.items);
          cursor = page.next;
        }
        return found.filter(({ remoteOrderId }) => remoteOrderId === back.remoteOrderId || remoteOrderId === wish.remoteOrderId);
      };
      expect(await waiting()).toEqual([]);
      expect(paths).toHaveLength(4);
      const { items } = await connector.claims!.list(context, context.now(), null);
      await n11.control(`/returns/${items.find(({ remoteOrderId }) => remoteOrderId === back.remoteOrderId)!.remoteClaimId}/arrive`, {});
      await n11.control(`/orders/${wish.remoteOrderId}/cancel-request`, {});
      expect(await waiting()).toMatchObject([
        { kind: 'RETURN', state: 'AWAITING_SELLER', status: 'APPROVAL_WAITING', respondBy: expect.any(Date), refund: { currency: 'TRY' } },
        { kind: 'CANCEL', state: 'AWAITING_SELLER', status: 'REQUESTED', respondBy: null },
      ]);
    });

    it('show a claim whose order cannot be read without its line, and the other claims', async () => {
      const [odd, other] = [await place({ stockCode: 'QRK-B', quantity: 1 }), await place({ stockCode: 'QRK-C', quantity: 1 })];
      for (const { remoteOrderId } of [odd, other]) await n11.control(`/orders/${remoteOrderId}/cancel-request`, {});
      const http: typeof context.http = {
        async send(request) {
          const answer = await context.http.send(request);
          return request.path.includes(`orderNumber=${odd.remoteOrderId}`) ? { ...answer, body: Buffer.from(answer.body.toString('utf8').replaceAll('"lines":[', '"lines":["odd",')) } : answer;
        },
      };
      const { items } = await connector.claims!.list({ ...context, http, now: () => context.now() }, context.now(), '{"kind":"CANCEL","page":0}');
      const keyOf = (remoteOrderId: string) => items.find((claim) => claim.remoteOrderId === remoteOrderId)?.lines[0]?.remoteKey;
      expect([keyOf(odd.remoteOrderId), keyOf(other.remoteOrderId)]).toEqual([null, 'QRK-C']);
    });
  });

  it('tells the commission of what N11 sells, no amount, and nothing of what it does not know', async () => {
    const price = { saleMinor: 10_000, listMinor: 10_000, currency: 'TRY' as const };
    expect(await connector.fees!.estimate(context, ['QRK-B', 'NOT-THERE'].map((remoteKey) => ({ remoteKey, price })))).toEqual([{ remoteKey: 'QRK-B', totalMinor: null, commissionPercent: expect.any(Number) }]);
  });

  describe('the catalogue', () => {
    it('is read once and then remembered', async () => {
      const first = await connector.catalogue!.categories(context);
      await connector.catalogue!.categories(context);
      const { requests } = await n11.control<{ requests: unknown[] }>('/requests?path=/cdn/categories');
      expect([first.length > 5, requests.length]).toEqual([true, 1]);
    });

    it('names required, variant and free-text attributes, and lists their values', async () => {
      const attributes = await connector.catalogue!.attributes(context, '1000111');
      expect(attributes.find((attribute) => attribute.id === '44')).toMatchObject({ name: 'Beden', required: true, isVariant: true, allowsCustomValue: false });
      const values = await connector.catalogue!.attributeValues(context, '1000111', '44', null);
      expect(values).toMatchObject({ next: null, items: expect.arrayContaining([{ id: '10044003', name: 'M' }]) });
    });

    it('refuses a branch category as VALIDATION', async () => {
      await expect(connector.catalogue!.attributes(context, '1000110')).rejects.toMatchObject({ errorClass: 'VALIDATION', outcome: 'REFUSED' });
    });
  });
});
