import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { SCOPES, type Scope } from '../../../platform/principal.js';
import type { LocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { Connector } from '../../sync/connector/contract.js';
import type { IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { Store } from '../../sync/connector/store-access.js';
import { contextOver, httpTo } from '../connector/testing/contexts.js';
import { createOzon, createOzonConnector } from '../index.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';

const STORE = 'sto_1' as StoreId;
const REPORT = 'mutation ($input: OzonDeliveryReportInput!) { ozonDeliveryReport(input: $input) { isReported preview userErrors { code field itemRef retryable } } }';
const PATHS = { LAST_MILE: '/v2/fbs/posting/last-mile', DELIVERED: '/v2/fbs/posting/delivered' } as const;
/** Nothing here is done once and only once. */
const noIntents = {} as IntentLedger;

describe('a posting that the seller delivers', () => {
  const connector = createOzonConnector();
  let sandbox: RunningSandbox;
  let http: ReturnType<typeof httpTo>;
  let subgraph: LocalSubgraph;
  let context: ReturnType<typeof contextOver>;

  beforeAll(async () => {
    sandbox = await runSandbox();
    await sandbox.sell('FBS-1');
    await sandbox.control('POST', '/products', { items: [{ offerId: 'RFBS-1', price: 1_999, stock: 50 }] });
    await sandbox.control('PUT', '/products/RFBS-1', { stock: 50, isRfbs: true });
    http = httpTo(sandbox.url);
    context = contextOver({ http });
    const openOwned = async () => ({ store: { _id: STORE, state: { kind: 'ACTIVE' } } as unknown as Store, connector: connector as unknown as Connector, context });
    subgraph = createSubgraph(createOzon({ openOwned }, noIntents).subgraph).local();
  });
  afterAll(async () => {
    await http.close();
    await sandbox.stop();
  });

  async function ask(input: object, scopes: readonly Scope[] = SCOPES) {
    const { data, errors } = await subgraph.execute({ query: REPORT, variables: { input: { storeId: STORE, ...input } }, principal: { sellerId: 'sel_1' as SellerId, keyId: 'key_1', scopes }, correlationId: 'c' });
    return { report: (data as Record<string, unknown> | null | undefined)?.['ozonDeliveryReport'], codes: (errors ?? []).map(({ extensions }) => extensions?.['code']) };
  }
  const report = async (postingNumber: string, step: keyof typeof PATHS, more: object = {}) => (await ask({ postingNumber, step, ...more })).report;
  const sent = async (step: keyof typeof PATHS) => (await sandbox.control<{ requests: unknown[] }>('GET', `/requests?path=${PATHS[step]}&limit=1000`)).requests.length;
  const read = async (orderNumber: string) => (await connector.orders.byNumber(context, orderNumber))!;
  async function shipped() {
    const { orderNumber, postingNumber } = await sandbox.order({ 'RFBS-1': 1 }, { scheme: 'RFBS' });
    const [box] = (await read(orderNumber)).packages;
    const action = { remoteOrderId: orderNumber, remotePackageId: box!.remotePackageId, packageStatus: box!.status, lines: box!.lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity })), parameters: { trackingNumber: 'RU-1' } };
    expect(await connector.orders.ship(context, action)).toEqual({ kind: 'APPLIED' });
    return { orderNumber, postingNumber };
  }
  const done = { isReported: true, preview: null, userErrors: [] };

  it('is reported with the courier, then with the buyer, and its order is delivered', async () => {
    const { orderNumber, postingNumber } = await shipped();
    expect(await report(postingNumber, 'LAST_MILE')).toEqual(done);
    expect(await read(orderNumber)).toMatchObject({ extra: { substatus: 'posting_in_courier_service' }, packages: [{ status: 'SHIPPED' }] });
    expect(await report(postingNumber, 'DELIVERED')).toEqual(done);
    expect((await read(orderNumber)).packages[0]?.status).toBe('DELIVERED');
  });

  it.each(['LAST_MILE', 'DELIVERED'] as const)('is told %s once, however often that is reported', async (step) => {
    const { postingNumber } = await shipped();
    const before = await sent(step);
    expect([await report(postingNumber, step), await report(postingNumber, step)]).toEqual([done, done]);
    expect(await sent(step)).toBe(before + 1);
  });

  it.each(['LAST_MILE', 'DELIVERED'] as const)('whose report of %s got no answer is looked at: reported where Ozon did it', async (step) => {
    const { postingNumber } = await shipped();
    await sandbox.control('POST', '/faults', { kind: 'drop-after', match: { path: PATHS[step] }, times: 1 });
    expect(await report(postingNumber, step)).toEqual(done);
  });

  it('whose report never arrived is not taken for reported, and the same call again brings it there', async () => {
    const { orderNumber, postingNumber } = await shipped();
    await sandbox.control('POST', '/faults', { kind: 'drop-before', match: { path: PATHS.DELIVERED }, times: 1 });
    expect(await report(postingNumber, 'DELIVERED')).toMatchObject({ isReported: false, userErrors: [{ retryable: true }] });
    expect((await read(orderNumber)).packages[0]?.status).toBe('SHIPPED');
    expect(await report(postingNumber, 'DELIVERED')).toEqual(done);
  });

  it('shows in a dry run what would be sent, and sends nothing', async () => {
    const { postingNumber } = await shipped();
    const before = await sent('DELIVERED');
    expect(await report(postingNumber, 'DELIVERED', { dryRun: true })).toEqual({ isReported: false, preview: { method: 'POST', path: PATHS.DELIVERED, body: { posting_number: [postingNumber] } }, userErrors: [] });
    expect(await sent('DELIVERED')).toBe(before);
  });

  it('cannot be reported on before it is shipped, nor where Ozon delivers, nor under another number', async () => {
    const waiting = await sandbox.order({ 'RFBS-1': 1 }, { scheme: 'RFBS' });
    const ozons = await sandbox.order({ 'FBS-1': 1 });
    const before = await sent('DELIVERED');
    const codes = [];
    for (const postingNumber of [waiting.postingNumber, ozons.postingNumber, '1-1-1']) codes.push(await report(postingNumber, 'DELIVERED'));
    expect(codes).toMatchObject([
      { isReported: false, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED', field: ['input', 'postingNumber'], itemRef: waiting.postingNumber }] },
      { isReported: false, userErrors: [{ code: 'SHIPPED_BY_CARRIER' }] },
      { isReported: false, userErrors: [{ code: 'ACTION_REFUSED' }] },
    ]);
    expect(await sent('DELIVERED')).toBe(before);
    expect((await ask({ postingNumber: '1', step: 'DELIVERED' }, ['orders:read'])).codes).toEqual(['FORBIDDEN']);
  });

  describe('and its tracking number', () => {
    const PATH = '/v2/fbs/posting/tracking-number/set';
    const SET = 'mutation ($input: OzonTrackingSetInput!) { ozonTrackingSet(input: $input) { isSet preview userErrors { code field itemRef } } }';
    const set = async (postingNumber: string, trackingNumber: string, more: object = {}, scopes: readonly Scope[] = SCOPES) => {
      const { data, errors } = await subgraph.execute({ query: SET, variables: { input: { storeId: STORE, postingNumber, trackingNumber, ...more } }, principal: { sellerId: 'sel_1' as SellerId, keyId: 'key_1', scopes }, correlationId: 'c' });
      return (data as Record<string, unknown> | null | undefined)?.['ozonTrackingSet'] ?? (errors ?? []).map(({ extensions }) => extensions?.['code']);
    };
    const calls = async () => (await sandbox.control<{ requests: unknown[] }>('GET', `/requests?path=${PATH}&limit=1000`)).requests.length;
    const numberOf = async (orderNumber: string) => (await read(orderNumber)).packages[0]?.trackingNumber;
    const wasSet = { isSet: true, preview: null, userErrors: [] };

    it('are brought together on the way, once however often that is said, and the number can be put right', async () => {
      const { orderNumber, postingNumber } = await shipped();
      const before = await calls();
      expect([await set(postingNumber, ' RU-2 '), await set(postingNumber, 'RU-2')]).toEqual([wasSet, wasSet]);
      expect([await numberOf(orderNumber), await calls()]).toEqual(['RU-2', before + 1]);
      expect(await set(postingNumber, 'RU-3')).toEqual(wasSet);
      expect(await numberOf(orderNumber)).toBe('RU-3');
    });

    it('are looked at where the answer was lost', async () => {
      const [there, notThere] = [await shipped(), await shipped()];
      await sandbox.control('POST', '/faults', { kind: 'drop-after', match: { path: PATH }, times: 1 });
      expect(await set(there.postingNumber, 'RU-4')).toEqual(wasSet);
      await sandbox.control('POST', '/faults', { kind: 'drop-before', match: { path: PATH }, times: 1 });
      expect(await set(notThere.postingNumber, 'RU-5')).toMatchObject({ isSet: false, userErrors: [{ code: expect.stringMatching(/\S/) }] });
      expect([await numberOf(notThere.orderNumber), await set(notThere.postingNumber, 'RU-5'), await numberOf(notThere.orderNumber)]).toEqual(['RU-1', wasSet, 'RU-5']);
    });

    it('are kept apart before it is packed, once it was delivered, where Ozon delivers, and in a dry run', async () => {
      const before = await calls();
      const unpacked = await sandbox.order({ 'RFBS-1': 1 }, { scheme: 'RFBS' });
      const { postingNumber } = await shipped();
      await report(postingNumber, 'DELIVERED');
      const ozons = await sandbox.order({ 'FBS-1': 1 });
      const codes = async (one: string) => ((await set(one, 'RU-6')) as { userErrors: { code: string }[] }).userErrors.map(({ code }) => code);
      expect([await codes(unpacked.postingNumber), await codes(postingNumber), await codes(ozons.postingNumber), await codes('1-1-1')]).toEqual([['TRANSITION_NOT_ALLOWED'], ['TRANSITION_NOT_ALLOWED'], ['SHIPPED_BY_CARRIER'], ['ACTION_REFUSED']]);
      expect(await set(postingNumber, ' ')).toMatchObject({ userErrors: [{ code: 'BAD_INPUT', field: ['input', 'trackingNumber'] }] });
      expect(await set(postingNumber, 'RU-7', { dryRun: true })).toMatchObject({ isSet: false, preview: { path: PATH, body: { tracking_numbers: [{ posting_number: postingNumber, tracking_number: 'RU-7' }] } } });
      expect(await set(postingNumber, 'RU-8', {}, ['orders:read'])).toEqual(['FORBIDDEN']);
      // Shipping told one.
      expect(await calls()).toBe(before + 1);
    });
  });
});
