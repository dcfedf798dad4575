import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { SCOPES, type Scope } from '../../../platform/principal.js';
import type { LocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { systemClock } from '../../../platform/clock.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { createIntentStore } from '../../sync/store/intent-store.js';
import type { Connector } from '../../sync/connector/contract.js';
import type { Store } from '../../sync/connector/store-access.js';
import { contextOver, httpTo } from '../connector/testing/contexts.js';
import { createOzon, createOzonConnector } from '../index.js';
import { API_KEY, CLIENT_ID, runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';

const STORE = 'sto_1' as StoreId;
const MARK = '010460000000001521abcDEF1234567';

describe('the Ozon subgraph', () => {
  let sandbox: RunningSandbox;
  let http: ReturnType<typeof httpTo>;
  let subgraph: LocalSubgraph;
  let database: TestDatabase;

  beforeAll(async () => {
    [sandbox, database] = await Promise.all([runSandbox(), openTestDatabase('ozon')]);
    await sandbox.sell('A', 'MARKED');
    await sandbox.control('PUT', '/products/MARKED', { duties: { mark: true } });
    http = httpTo(sandbox.url);
    const context = contextOver({ http });
    const openOwned = async () => ({ store: { _id: STORE, state: { kind: 'ACTIVE' } } as unknown as Store, connector: createOzonConnector() as unknown as Connector, context });
    subgraph = createSubgraph(createOzon({ openOwned }, createIntentStore(database.db, systemClock)).subgraph).local();
  });
  afterAll(async () => {
    await http.close();
    await Promise.all([sandbox.stop(), database.drop()]);
  });

  const ask = async (query: string, variables: object = {}, scopes: readonly Scope[] = SCOPES) => {
    const { data, errors } = await subgraph.execute({ query, variables: variables as Record<string, unknown>, principal: { sellerId: 'sel_1' as SellerId, keyId: 'key_1', scopes }, correlationId: 'corr-1' });
    return { data: data as Readonly<Record<string, unknown>> | null | undefined, codes: (errors ?? []).map(({ extensions }) => extensions?.['code']) };
  };
  const entity = (representation: object, selection: string) => ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`, { r: [representation] });
  const listing = (change: object = {}) => ({ __typename: 'Listing', id: 'lst_1', marketplace: 'OZON', remoteKey: 'A', remoteIds: [{ name: 'titleLanguage', value: 'RU' }, { name: 'descriptionLanguage', value: 'TR' }], store: { id: STORE }, ...change });

  it('says in which languages a listing is shown, and is silent on another marketplace', async () => {
    const selection = '... on Listing { ozon { offerId titleLanguage descriptionLanguage isRussian archived } }';
    expect((await entity(listing(), selection)).data).toEqual({ _entities: [{ ozon: { offerId: 'A', titleLanguage: 'RU', descriptionLanguage: 'TR', isRussian: false, archived: false } }] });
    expect((await entity(listing({ marketplace: 'N11' }), selection)).data).toEqual({ _entities: [{ ozon: null }] });
  });

  it('shows what Ozon reckons of an order, and nothing where it has not said', async () => {
    const selection = '... on Order { ozon { clusterTo finances { sku listPrice { amount currency } buyerPrice { amount } payout { amount } promotions } } }';
    const finance = { sku: '150000001', listPrice: { amountMinor: 169_000, currency: 'RUB' }, price: null, buyerPrice: null, discountPercent: null, commission: null, commissionPercent: null, payout: { amountMinor: 0, currency: 'RUB' }, promotions: ['Акция'] };
    const order = (remoteDetails: object) => entity({ __typename: 'Order', id: 'ord_1', marketplace: 'OZON', remoteDetails }, selection);
    expect((await order({ clusterTo: 'Урал', finances: [finance] })).data).toEqual({ _entities: [{ ozon: { clusterTo: 'Урал', finances: [{ sku: '150000001', listPrice: { amount: '1690.00', currency: 'RUB' }, buyerPrice: null, payout: { amount: '0.00' }, promotions: ['Акция'] }] } }] });
    expect((await order({})).data).toEqual({ _entities: [{ ozon: { clusterTo: null, finances: [] } }] });
  });

  it('reckons what delivery costs, and shows what others ask', async () => {
    await sandbox.control('PUT', '/products/A', { rivalPrice: 1_500 });
    const { data } = await entity(listing(), '... on Listing { ozon { priceIndex { leastPrice { amount currency } hasRivals } costs(price: "1000.00") { schemes { scheme commission { amount currency } } } } }');
    expect(data).toMatchObject({ _entities: [{ ozon: { priceIndex: { leastPrice: { amount: '1500.00', currency: 'RUB' }, hasRivals: true }, costs: { schemes: [{ scheme: 'FBS', commission: { amount: '180.00', currency: 'RUB' } }, { scheme: 'RFBS' }, { scheme: 'FBO' }] } } }] });
  });

  it('warns of a key that ends soon, and shows the warehouses', async () => {
    await sandbox.control('POST', '/sellers', { clientId: CLIENT_ID, apiKey: API_KEY, keyExpiresAt: Date.now() + 5 * 86_400_000 - 3_600_000 });
    const { data } = await entity({ __typename: 'Store', id: STORE, marketplace: 'OZON' }, '... on Store { ozon { key { roles daysLeft warning } warehouses { name isOurs isInUse isRfbs deliveryMethods { name } } } }');
    expect(data).toMatchObject({ _entities: [{ ozon: { key: { daysLeft: 4, warning: expect.stringMatching(/make a new one/) }, warehouses: [{ isOurs: true, isInUse: true, isRfbs: false, deliveryMethods: [] }, { isOurs: false, isRfbs: true, deliveryMethods: [{ name: 'Доставка продавца' }] }] } }] });
  });

  it("takes units' data in, telling mistakes unit by unit before anything is handed in", async () => {
    const { postingNumber } = await sandbox.order({ MARKED: 2 });
    const UNITS = 'query ($p: String!) { ozonUnits(storeId: "sto_1", postingNumber: $p) { status units { exemplarId needsMark markCount errors { field codes } } } }';
    const SET = 'mutation ($input: OzonExemplarsSetInput!) { ozonExemplarsSet(input: $input) { status { status } userErrors { code field itemRef retryable } } }';
    const units = async () => (await ask(UNITS, { p: postingNumber })).data!['ozonUnits'] as { status: string; units: { exemplarId: string; markCount: number }[] };
    const set = (marks: readonly string[], more: object = {}) => ask(SET, { input: { storeId: STORE, postingNumber, units: marks.map((mark, index) => ({ exemplarId: before.units[index]!.exemplarId, marks: [{ mark }] })), ...more } });
    const before = await units();
    expect(before).toMatchObject({ status: 'ship_not_available', units: [{ needsMark: true, markCount: 0 }, { needsMark: true }] });
    expect((await set([`${MARK}0`, 'nonsense'])).data).toMatchObject({ ozonExemplarsSet: { status: null, userErrors: [{ code: 'UNIT_DATA_MALFORMED', field: ['input', 'units', '1'], itemRef: before.units[1]!.exemplarId }] } });
    expect((await set([`${MARK}0`, `${MARK}1`], { dryRun: true })).data).toMatchObject({ ozonExemplarsSet: { status: null, userErrors: [] } });
    expect((await units()).units.map(({ markCount }) => markCount)).toEqual([0, 0]);
    expect((await set([`${MARK}0`, `${MARK}1`])).data).toMatchObject({ ozonExemplarsSet: { status: { status: 'validation_in_process' }, userErrors: [] } });
    await sandbox.advance(1_000);
    expect((await units()).status).toBe('ship_available');
  });

  it('names a unit the posting does not have', async () => {
    const { postingNumber } = await sandbox.order({ MARKED: 1 });
    const { data } = await ask('mutation ($input: OzonExemplarsSetInput!) { ozonExemplarsSet(input: $input) { userErrors { code itemRef } } }', { input: { storeId: STORE, postingNumber, units: [{ exemplarId: '1' }] } });
    expect(data).toEqual({ ozonExemplarsSet: { userErrors: [{ code: 'UNIT_NOT_FOUND', itemRef: '1' }] } });
  });

  it('has labels made of packed postings, ready about a minute later', async () => {
    const { postingNumber, products } = await sandbox.order({ A: 1 });
    await sandbox.post('/v4/posting/fbs/ship', { posting_number: postingNumber, packages: [{ products: [{ product_id: products[0]!.sku, quantity: 1 }] }] });
    const { data } = await ask('mutation ($input: OzonLabelsCreateInput!) { ozonLabelsCreate(input: $input) { tasks { taskId } userErrors { code } } }', { input: { storeId: STORE, postingNumbers: [postingNumber] } });
    const label = () => ask('query ($t: ID!) { ozonLabel(storeId: "sto_1", taskId: $t) { status url } }', { t: (data!['ozonLabelsCreate'] as { tasks: { taskId: string }[] }).tasks[0]!.taskId });
    expect((await label()).data).toEqual({ ozonLabel: { status: 'in_progress', url: null } });
    await sandbox.advance(60_000);
    const done = (await label()).data!['ozonLabel'] as { status: string; url: string };
    expect(done).toEqual({ status: 'completed', url: expect.stringMatching(/\.pdf$/) });
    const file = await fetch(done.url);
    expect([file.status, file.headers.get('content-type'), await file.text()]).toEqual([200, 'application/pdf', expect.stringMatching(new RegExp(`^%PDF.*${postingNumber}.*%%EOF`, 's'))]);
  });

  it('says that labels were not made, and why, where one of the postings is not packed', async () => {
    const [packed, open] = [await sandbox.order({ A: 1 }), await sandbox.order({ A: 1 })];
    await sandbox.post('/v4/posting/fbs/ship', { posting_number: packed.postingNumber, packages: [{ products: [{ product_id: packed.products[0]!.sku, quantity: 1 }] }] });
    const { data } = await ask('mutation ($input: OzonLabelsCreateInput!) { ozonLabelsCreate(input: $input) { tasks { taskId } userErrors { code } } }', { input: { storeId: STORE, postingNumbers: [packed.postingNumber, open.postingNumber] } });
    await sandbox.advance(60_000);
    const { taskId } = (data!['ozonLabelsCreate'] as { tasks: { taskId: string }[] }).tasks[0]!;
    expect((await ask('query ($t: ID!) { ozonLabel(storeId: "sto_1", taskId: $t) { status url error } }', { t: taskId })).data).toEqual({ ozonLabel: { status: 'error', url: null, error: expect.stringContaining(open.postingNumber) } });
  });

  it('shows in a dry run what a country and labels would send, and makes labels once under a key', async () => {
    const { postingNumber, products } = await sandbox.order({ A: 1 });
    const sku = String(products[0]!.sku);
    const country = await ask('mutation ($input: OzonCountrySetInput!) { ozonCountrySet(input: $input) { gtdNeeded preview } }', { input: { storeId: STORE, postingNumber, sku, countryCode: 'tr', dryRun: true } });
    expect(country.data).toEqual({ ozonCountrySet: { gtdNeeded: null, preview: { method: 'POST', path: '/v2/posting/fbs/product/country/set', body: { posting_number: postingNumber, product_id: Number(sku), country_iso_code: 'TR' } } } });
    await sandbox.post('/v4/posting/fbs/ship', { posting_number: postingNumber, packages: [{ products: [{ product_id: Number(sku), quantity: 1 }] }] });
    const labels = async (input: object) => (await ask('mutation ($input: OzonLabelsCreateInput!) { ozonLabelsCreate(input: $input) { tasks { taskId } preview userErrors { code field } } }', { input: { storeId: STORE, postingNumbers: [postingNumber], ...input } })).data!['ozonLabelsCreate'] as { tasks: { taskId: string }[] };
    expect(await labels({ dryRun: true })).toMatchObject({ tasks: [], preview: { path: '/v2/posting/fbs/package-label/create', body: { posting_number: [postingNumber] } } });
    const [first, again, other] = [await labels({ idempotencyKey: 'l-1' }), await labels({ idempotencyKey: 'l-1' }), await labels({})];
    expect(again).toEqual(first);
    expect(other.tasks[0]?.taskId).not.toBe(first.tasks[0]?.taskId);
    expect(await labels({ idempotencyKey: 'l-1', postingNumbers: ['1-1-1'] })).toMatchObject({ userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }] });
    expect(await labels({ idempotencyKey: 'l-2', postingNumbers: ['1-1-1'] })).toMatchObject({ userErrors: [{ code: 'MARKETPLACE_REFUSED' }] });
  });

  it('asks for the scope of each thing', async () => {
    expect((await ask('{ ozonUnits(storeId: "sto_1", postingNumber: "1") { status } }', {}, ['orders:write'])).codes).toEqual(['FORBIDDEN']);
    expect((await ask('mutation { ozonCountrySet(input: { storeId: "sto_1", postingNumber: "1", sku: "1", countryCode: "TR" }) { gtdNeeded } }', {}, ['orders:read'])).codes).toEqual(['FORBIDDEN']);
  });

  it('tells what Ozon refuses as a user error, and as an error where it was only asked', async () => {
    expect((await ask('mutation { ozonCountrySet(input: { storeId: "sto_1", postingNumber: "1-1-1", sku: "1", countryCode: "TR" }) { gtdNeeded userErrors { code message } } }')).data).toEqual({ ozonCountrySet: { gtdNeeded: null, userErrors: [{ code: 'MARKETPLACE_REFUSED', message: expect.stringContaining('POSTING_NOT_FOUND') }] } });
    expect((await ask('{ ozonUnits(storeId: "sto_1", postingNumber: "1-1-1") { status } }')).codes).toEqual(['MARKETPLACE_REFUSED']);
  });

  describe('answering rFBS buyers who give back', () => {
    const SHOWN = 'status state price { amount } actions { id needsReason needsAmount } rejectionReasons { id }';
    const DECIDE = `mutation ($input: OzonReturnDecideInput!) { ozonReturnDecide(input: $input) { isDecided preview request { ${SHOWN} } userErrors { code field } } }`;
    interface Decided { readonly isDecided: boolean; readonly preview: unknown; readonly request: { readonly status: string } | null; readonly userErrors: readonly object[] }
    let key = 0;

    const asked = async (): Promise<string> => {
      await sandbox.control('PUT', '/products/A', { stock: 50, isRfbs: true });
      const { postingNumber } = await sandbox.order({ A: 1 }, { scheme: 'RFBS' });
      return String((await sandbox.control<{ id: number }>('POST', `/postings/${postingNumber}/rfbs-return`, { offerId: 'A', comment: 'Мала' })).id);
    };
    const decide = async (input: object): Promise<Decided> => {
      const { data, codes } = await ask(DECIDE, { input: { storeId: STORE, idempotencyKey: `k-${(key += 1)}`, ...input } });
      expect(codes).toEqual([]);
      return data!['ozonReturnDecide'] as Decided;
    };
    const calls = async () => (await sandbox.control<{ requests: unknown[] }>('GET', '/requests?path=/v1/returns/rfbs/action/set&limit=1000')).requests.length;

    it('shows what Ozon lets the seller do now', async () => {
      const returnId = await asked();
      const { data } = await ask(`query ($r: ID!) { ozonReturn(storeId: "sto_1", returnId: $r) { postingNumber reason isDefect ${SHOWN} } }`, { r: `rfbs-${returnId}` });
      expect(data).toMatchObject({ ozonReturn: { reason: 'Не подошёл размер', isDefect: false, status: 'OnSellerApproval', state: 'AWAITING_SELLER', price: { amount: '1999.00' }, actions: [{ id: 1010, needsReason: false, needsAmount: false }, { id: 1020, needsAmount: true }, { id: 1030 }, { id: -1, needsReason: true }], rejectionReasons: [{ id: 10 }, { id: 20 }] } });
    });

    it.each<[string, object, string]>([
      ['approves', { actionId: 1010 }, 'MovingToSeller'],
      ['gives part of the price', { actionId: 1020, compensation: '300.50' }, 'ReturnCompensated'],
      ['gives the money back, and the way back too', { actionId: 1030, wayBackCost: '250' }, 'ReturnMoneyApproved'],
      ['rejects with a reason', { actionId: -1, comment: 'Срок истёк', rejectionReasonId: 10 }, 'Rejected'],
    ])('%s', async (_name, input, status) => {
      expect(await decide({ returnId: await asked(), ...input })).toMatchObject({ isDecided: true, request: { status }, userErrors: [] });
    });

    it('follows a request to its end, and Store.returns with it', async () => {
      const returnId = await asked();
      for (const actionId of [1010, 1040]) await decide({ returnId, actionId });
      expect(await decide({ returnId, actionId: 1030 })).toMatchObject({ request: { status: 'ReturnMoneyApproved' } });
      // Well ahead of the sandbox's clock, which was moved, so that the list reaches up to now.
      const context = contextOver({ http, now: () => new Date(Date.now() + 3_600_000) });
      const { claims } = createOzonConnector();
      const first = await claims!.list(context, new Date(Date.now() - 86_400_000), null);
      const { items } = await claims!.list(context, new Date(Date.now() - 86_400_000), first.next);
      expect(items.find(({ remoteClaimId }) => remoteClaimId === `rfbs-${returnId}`)).toMatchObject({ kind: 'RETURN', state: 'REFUNDED', status: 'ReturnMoneyApproved', lines: [{ remoteKey: 'A' }] });
    });

    it.each<[string, object, string, string]>([
      ['what Ozon does not offer', { actionId: 1040 }, 'TRANSITION_NOT_ALLOWED', 'actionId'],
      ['a rejection without a comment', { actionId: -1, rejectionReasonId: 10 }, 'REASON_MISSING', 'comment'],
      ['a rejection for a reason Ozon does not have', { actionId: -1, comment: 'Нет', rejectionReasonId: 99 }, 'REASON_MISSING', 'rejectionReasonId'],
      ['a compensation of nothing', { actionId: 1020 }, 'AMOUNT_INVALID', 'compensation'],
      ['a compensation above the price', { actionId: 1020, compensation: '2000.00' }, 'AMOUNT_INVALID', 'compensation'],
      ['an amount below zero', { actionId: 1030, wayBackCost: '-1' }, 'AMOUNT_INVALID', 'wayBackCost'],
    ])('refuses %s before anything is sent', async (_name, input, code, field) => {
      const before = await calls();
      expect(await decide({ returnId: await asked(), ...input })).toMatchObject({ isDecided: false, userErrors: [{ code, field: ['input', field] }] });
      expect(await calls()).toBe(before);
    });

    it('shows in a dry run what would be sent, and sends nothing', async () => {
      const [returnId, before] = [await asked(), await calls()];
      expect(await decide({ returnId, actionId: 1020, compensation: '300.50', dryRun: true })).toMatchObject({ isDecided: false, preview: { method: 'POST', path: '/v1/returns/rfbs/action/set', body: { return_id: Number(returnId), id: 1020, compensation_amount: 300.5 } }, userErrors: [] });
      expect(await calls()).toBe(before);
    });

    it('decides once under a key, however often it is asked', async () => {
      const [returnId, before] = [await asked(), await calls()];
      const input = { returnId, actionId: 1010, idempotencyKey: 'once' };
      expect([await decide(input), await decide(input)]).toMatchObject([{ isDecided: true }, { isDecided: true, request: { status: 'MovingToSeller' } }]);
      expect(await calls()).toBe(before + 1);
      expect((await decide({ ...input, actionId: 1040 })).userErrors).toEqual([{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }]);
    });

    it('looks up a decision whose answer was lost: done where Ozon did it, uncertain and never repeated where it did not', async () => {
      const fault = (kind: string) => sandbox.control('POST', '/faults', { kind, match: { path: '/v1/returns/rfbs/action/set' }, times: 1 });
      const [done, undone] = [await asked(), await asked()];
      await fault('drop-after');
      expect(await decide({ returnId: done, actionId: 1010 })).toMatchObject({ isDecided: true, request: { status: 'MovingToSeller' } });
      await fault('drop-before');
      const input = { returnId: undone, actionId: 1010, idempotencyKey: 'lost' };
      const before = await calls();
      expect([await decide(input), await decide(input)]).toMatchObject([{ isDecided: false, userErrors: [{ code: 'RETURN_DECISION_UNCERTAIN' }] }, { userErrors: [{ code: 'RETURN_DECISION_UNCERTAIN' }] }]);
      expect(await calls()).toBe(before + 1);
      await sandbox.control('PUT', `/rfbs-returns/${undone}`, { status: 'MovingToSeller' });
      expect(await decide(input)).toMatchObject({ isDecided: true });
    });

    it('takes the first answer alone when two are given under keys of their own, one after the other or at once', async () => {
      const effectsOf = async (returnId: string) => (await sandbox.control<{ effects: { key: string; new: string; requestId: number | null }[] }>('GET', '/effects?what=rfbs-return&limit=100000')).effects.filter((one) => one.key === returnId && one.requestId !== null);
      const returnId = await asked();
      expect(await decide({ returnId, actionId: -1, comment: 'Срок истёк', rejectionReasonId: 10 })).toMatchObject({ isDecided: true });
      expect(await decide({ returnId, actionId: 1010 })).toMatchObject({ isDecided: false, request: { status: 'Rejected' }, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED', field: ['input', 'actionId'] }] });
      expect(await effectsOf(returnId)).toMatchObject([{ new: 'Rejected' }]);

      const contested = await asked();
      const answers = await Promise.all([decide({ returnId: contested, actionId: 1010 }), decide({ returnId: contested, actionId: 1030 })]);
      expect(answers.filter(({ isDecided }) => isDecided)).toHaveLength(1);
      expect(answers.flatMap(({ userErrors }) => userErrors)).toMatchObject([{ code: expect.stringMatching(/^(MARKETPLACE_REFUSED|TRANSITION_NOT_ALLOWED)$/) }]);
      expect(await effectsOf(contested)).toHaveLength(1);
    });

    it('says of a request that the buyer has withdrawn, or that Ozon has not, that it cannot be answered', async () => {
      const withdraw = (returnId: string) => sandbox.control('PUT', `/rfbs-returns/${returnId}`, { status: 'Cancelled' });
      const [withdrawn, before] = [await asked(), await calls()];
      await withdraw(withdrawn);
      expect(await decide({ returnId: withdrawn, actionId: 1010 })).toMatchObject({ isDecided: false, request: { status: 'Cancelled', state: 'CANCELLED', actions: [] }, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED' }] });
      expect(await decide({ returnId: '4999999', actionId: 1010 })).toMatchObject({ isDecided: false, request: null, userErrors: [{ code: 'MARKETPLACE_REFUSED' }] });
      expect(await calls()).toBe(before);

      const input = { returnId: await asked(), actionId: 1010, idempotencyKey: 'never-arrived' };
      await sandbox.control('POST', '/faults', { kind: 'drop-before', match: { path: '/v1/returns/rfbs/action/set' }, times: 1 });
      expect(await decide(input)).toMatchObject({ userErrors: [{ code: 'RETURN_DECISION_UNCERTAIN' }] });
      await withdraw(input.returnId);
      expect([await decide(input), await decide(input)]).toMatchObject([1, 2].map(() => ({ isDecided: false, request: { status: 'Cancelled' }, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED' }] })));
    });

    it('lists a request as it stands, without a time to answer and an amount, which Ozon does not tell in its lists', async () => {
      const returnId = await asked();
      const { items } = await createOzonConnector().claims!.listWaiting!(contextOver({ http, now: () => new Date(Date.now() + 3_600_000) }), '2:0');
      expect(items.find(({ remoteClaimId }) => remoteClaimId === `rfbs-${returnId}`)).toMatchObject({ kind: 'RETURN', state: 'AWAITING_SELLER', status: 'OnSellerApproval', respondBy: null, refund: null, lines: [{ remoteKey: 'A', quantity: 1 }] });
    });

    it('asks for the scope of each thing, and knows no request of another number', async () => {
      expect((await ask(DECIDE, { input: { storeId: STORE, returnId: '1', actionId: 1, idempotencyKey: 'k' } }, ['orders:read'])).codes).toEqual(['FORBIDDEN']);
      expect((await ask('{ ozonReturn(storeId: "sto_1", returnId: "1") { status } }', {}, ['orders:write'])).codes).toEqual(['FORBIDDEN']);
      expect((await ask('{ ozonReturn(storeId: "sto_1", returnId: "rfbs-1") { status } }')).codes).toEqual(['MARKETPLACE_REFUSED']);
      expect((await decide({ returnId: 'R-1', actionId: 1010 })).userErrors).toEqual([{ code: 'BAD_INPUT', field: ['input', 'returnId'] }]);
    });
  });
});
