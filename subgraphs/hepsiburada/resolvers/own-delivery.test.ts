import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SCOPES } from '../../../platform/principal.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { OpenStore } from '../../sync/connector/store-access.js';
import { createHepsiburada, createHepsiburadaConnector } from '../index.js';
import { demoSeller } from '../sandbox/index.js';
import { connectStore, type ConnectedStore } from '../sandbox/testing/connected-store.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';

const REPORT = 'mutation ($input: HepsiburadaDeliveryReportInput!) { hepsiburadaDeliveryReport(input: $input) { isReported preview userErrors { code field itemRef retryable } } }';
const ANSWER = 'mutation ($input: HepsiburadaClaimAnswerInput!) { hepsiburadaClaimAnswer(input: $input) { isAnswered preview userErrors { code retryable } } }';
const DAY_MS = 86_400_000;
/** Nothing here is done once and only once. */
const noIntents = {} as IntentLedger;
const done = { isReported: true, preview: null, userErrors: [] };

describe('what a seller tells Hepsiburada of an order', () => {
  const connector = createHepsiburadaConnector();
  let hepsiburada: RunningSandbox;
  let shop: ConnectedStore;
  let subgraph: ReturnType<ReturnType<typeof createSubgraph>['local']>;

  beforeAll(async () => {
    hepsiburada = await runSandbox();
    await hepsiburada.control('/products', { products: [{ merchantSku: 'OWN-A', price: 100, stock: 100 }] });
    shop = connectStore(hepsiburada.url);
    const open = { store: { name: 'Hepsiburada', marketplace: 'HEPSIBURADA', state: { kind: 'ACTIVE' } }, connector, context: shop.context } as unknown as OpenStore;
    subgraph = createSubgraph(createHepsiburada({ openOwned: async () => open }, noIntents).subgraph).local();
  });
  afterAll(async () => {
    await shop.close();
    await hepsiburada.stop();
  });

  async function ask(query: string, input: object): Promise<unknown> {
    const { data, errors } = await subgraph.execute({ query, variables: { input: { storeId: shop.context.store.storeId, ...input } }, principal: { sellerId: shop.context.store.sellerId, keyId: 'k', scopes: SCOPES }, correlationId: 'c' });
    expect(errors).toBeUndefined();
    return Object.values(data as Record<string, unknown>)[0];
  }
  const report = (packageNumber: string, input: object) => ask(REPORT, { packageNumber, ...input });
  const drop = (kind: 'drop-after' | 'drop-before', path: string) => hepsiburada.control('/faults', { kind, match: { method: 'POST', path }, times: 1 });
  const sent = async (path: string) => (await hepsiburada.control<{ requests: unknown[] }>(`/requests?method=POST&path=${path}&limit=1000`)).requests.length;
  const boxOf = async (orderNumber: string) => (await connector.orders.byNumber(shop.context, orderNumber))!.packages.find(({ lines }) => lines.length > 0)!;

  /** A box of the shop's own carrier, or of Hepsiburada's. */
  async function packed({ isOwn = true } = {}) {
    const { orderNumber, items } = await hepsiburada.control<{ orderNumber: string; items: { id: string }[] }>('/orders', { lines: [{ merchantSku: 'OWN-A' }] });
    await hepsiburada.control('/sellers', { ...demoSeller, usesOwnCarrier: isOwn });
    await hepsiburada.control(`/orders/${orderNumber}/pack`, {});
    await hepsiburada.control('/sellers', demoSeller);
    return { orderNumber, lineId: items[0]!.id, packageNumber: (await boxOf(orderNumber)).remotePackageId };
  }
  async function shipped() {
    const box = await packed();
    await ship(box);
    return box;
  }
  async function ship({ orderNumber, packageNumber }: { orderNumber: string; packageNumber: string }): Promise<void> {
    const { status, lines } = await boxOf(orderNumber);
    expect(await connector.orders.ship(shop.context, { remoteOrderId: orderNumber, remotePackageId: packageNumber, packageStatus: status, lines, parameters: { trackingNumber: 'OWN-1' } })).toEqual({ kind: 'APPLIED' });
  }

  describe('about a box that goes by its own carrier', () => {
    it.each([
      ['DELIVERED', { receivedBy: 'Komşu' }, 'DELIVERED'],
      ['UNDELIVERED', { reason: 'Alıcı adreste yok' }, 'UNDELIVERED'],
    ])('is %s, once, and the order shows it', async (outcome, more, status) => {
      const { orderNumber, packageNumber } = await shipped();
      const path = outcome === 'DELIVERED' ? '/deliver' : '/undeliver';
      const before = await sent(path);
      expect([await report(packageNumber, { outcome, ...more }), await report(packageNumber, { outcome, ...more })]).toEqual([done, done]);
      expect(await sent(path)).toBe(before + 1);
      expect((await boxOf(orderNumber)).status).toBe(status);
    });

    it('is a delivery after all, where the first try failed', async () => {
      const { orderNumber, packageNumber } = await shipped();
      expect(await report(packageNumber, { outcome: 'UNDELIVERED', reason: 'Adres bulunamadı' })).toEqual(done);
      expect(await report(packageNumber, { outcome: 'DELIVERED' })).toEqual(done);
      expect((await boxOf(orderNumber)).status).toBe('DELIVERED');
    });

    it('is looked up where the answer was lost, and told again by the same call where it never arrived', async () => {
      const [{ packageNumber: arrived }, { packageNumber: lost }] = [await shipped(), await shipped()];
      await drop('drop-after', '/deliver');
      expect(await report(arrived, { outcome: 'DELIVERED' })).toEqual(done);
      await drop('drop-before', '/deliver');
      expect(await report(lost, { outcome: 'DELIVERED' })).toMatchObject({ isReported: false, userErrors: [{ code: 'NETWORK', retryable: true }] });
      expect(await report(lost, { outcome: 'DELIVERED' })).toEqual(done);
    });

    it('is shown by a dry run and not sent', async () => {
      const { packageNumber } = await shipped();
      const before = await sent('/deliver');
      expect(await report(packageNumber, { outcome: 'DELIVERED', receivedBy: 'Komşu', dryRun: true })).toMatchObject({ isReported: false, preview: { method: 'POST', path: expect.stringMatching(/\/deliver$/), body: { receivedDate: expect.any(String), receivedBy: 'Komşu', digitalCodes: [] } }, userErrors: [] });
      expect(await sent('/deliver')).toBe(before);
    });

    it('is refused before anything is sent where it cannot be', async () => {
      const [waiting, theirs] = [await packed(), await packed({ isOwn: false })];
      const before = (await sent('/deliver')) + (await sent('/undeliver'));
      expect(await report(waiting.packageNumber, { outcome: 'DELIVERED' })).toMatchObject({ userErrors: [{ code: 'TRANSITION_NOT_ALLOWED', field: ['input', 'packageNumber'], itemRef: waiting.packageNumber }] });
      expect(await report(theirs.packageNumber, { outcome: 'DELIVERED' })).toMatchObject({ userErrors: [{ code: 'SHIPPED_BY_CARRIER' }] });
      expect(await report('1', { outcome: 'DELIVERED' })).toMatchObject({ userErrors: [{ code: 'PACKAGE_NOT_FOUND' }] });
      expect(await report(waiting.packageNumber, { outcome: 'UNDELIVERED', reason: ' ' })).toMatchObject({ userErrors: [{ code: 'REASON_MISSING', field: ['input', 'reason'] }] });
      for (const at of [new Date(Date.now() - 8 * DAY_MS), new Date(Date.now() + DAY_MS)]) expect(await report(waiting.packageNumber, { outcome: 'DELIVERED', at: at.toISOString() })).toMatchObject({ userErrors: [{ code: 'BAD_INPUT', field: ['input', 'at'] }] });
      expect((await sent('/deliver')) + (await sent('/undeliver'))).toBe(before);
    });
  });

  describe('about a claim', () => {
    async function claimed(): Promise<string> {
      const box = await packed({ isOwn: false });
      for (const act of ['ship', 'deliver']) await hepsiburada.control(`/orders/${box.orderNumber}/${act}`, {});
      return (await hepsiburada.control<{ number: string }>('/claims', { lineItemId: box.lineId })).number;
    }
    const answer = (claimNumber: string, input: object) => ask(ANSWER, { claimNumber, ...input });
    const rejection = { answer: 'REJECT', reason: 'ProductUsed', statement: 'Ürün kullanılmış.' };
    const answered = { isAnswered: true, preview: null, userErrors: [] };

    it.each<[string, object]>([['ACCEPT', { answer: 'ACCEPT' }], ['REJECT', rejection]])('is known to have been taken when the answer to %s was lost', async (kind, input) => {
      const number = await claimed();
      await drop('drop-after', kind === 'ACCEPT' ? '/accept' : '/reject');
      expect([await answer(number, input), await answer(number, input)]).toEqual([answered, answered]);
    });

    it('is known to have been taken when nothing at all could be asked for a while', async () => {
      const number = await claimed();
      await drop('drop-after', '/accept');
      await hepsiburada.control('/faults', { kind: 'status', status: 503, match: { method: 'GET', path: '/claims/' }, times: 1 });
      expect(await answer(number, { answer: 'ACCEPT' })).toMatchObject({ isAnswered: false, userErrors: [{ retryable: true }] });
      expect(await answer(number, { answer: 'ACCEPT' })).toEqual(answered);
    });

    it('is told again where it never arrived', async () => {
      const number = await claimed();
      await drop('drop-before', '/accept');
      expect(await answer(number, { answer: 'ACCEPT' })).toMatchObject({ isAnswered: false, userErrors: [{ code: 'NETWORK', retryable: true }] });
      expect(await answer(number, { answer: 'ACCEPT' })).toEqual(answered);
    });

    it('is an exchange where that is what the seller says, and no refund then', async () => {
      const number = await claimed();
      expect(await answer(number, { answer: 'ACCEPT', resolution: 'CHANGE', dryRun: true })).toMatchObject({ preview: { body: { FinalizedWith: 'Change' } } });
      await drop('drop-after', '/accept');
      const change = { answer: 'ACCEPT', resolution: 'CHANGE' };
      expect([await answer(number, change), await answer(number, change)]).toEqual([answered, answered]);
      expect(await answer(number, { answer: 'ACCEPT' })).toMatchObject({ isAnswered: false, userErrors: [{ code: 'MARKETPLACE_REFUSED' }] });
    });

    it('counts as taken where the money has gone back by now', async () => {
      const number = await claimed();
      await answer(number, { answer: 'ACCEPT' });
      await hepsiburada.control(`/claims/${number}/status`, { status: 'Refunded' });
      expect(await answer(number, { answer: 'ACCEPT' })).toEqual(answered);
    });

    it('is refused where another was given before, and of a claim that is not there', async () => {
      const [accepted, rejected] = [await claimed(), await claimed()];
      await answer(accepted, { answer: 'ACCEPT' });
      await answer(rejected, rejection);
      const refusals = [await answer(accepted, rejection), await answer(rejected, { ...rejection, statement: 'Başka bir söz.' }), await answer('1', { answer: 'ACCEPT' })];
      expect(refusals).toMatchObject([0, 1, 2].map(() => ({ isAnswered: false, userErrors: [{ code: 'MARKETPLACE_REFUSED' }] })));
    });
  });
});
