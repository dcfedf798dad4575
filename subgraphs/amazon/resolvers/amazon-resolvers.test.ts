import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../platform/clock.js';
import type { SellerId } from '../../../platform/ids.js';
import { createLocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { createIntentStore } from '../../sync/store/intent-store.js';
import type { AmazonContext } from '../connector/credentials.js';
import { openShop, SELLER, type Shop } from '../connector/testing/shop.js';
import { createAmazon, createAmazonConnector } from '../index.js';

const REFUND = 'mutation ($input: AmazonRefundIssueInput!) { amazonRefundIssue(input: $input) { feedId preview userErrors { code field retryable } } }';
const PREVIEW = 'query ($input: AmazonListingPreviewInput!) { amazonListingPreview(input: $input) { valid issues { code severity attributeNames } } }';

let database: TestDatabase;
let shop: Shop;
let context: AmazonContext;
beforeAll(async () => {
  database = await openTestDatabase('amazon_refunds');
  shop = await openShop();
  ({ context } = shop);
  await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'GQL-1', quantity: 40, price: 200 }, { sku: 'GQL-2', quantity: 5, price: 100 }] });
});
afterAll(async () => {
  await shop.stop();
  await database.drop();
});

async function ask(query: string, variables: Record<string, unknown> = {}, scopes: readonly string[] = ['orders:read', 'orders:write', 'stores:read', 'catalog:read'], own = context) {
  const { subgraph } = createAmazon({ openOwned: async () => ({ store: { state: { kind: 'ACTIVE' } }, connector: createAmazonConnector(), context: own }) as never }, createIntentStore(database.db, systemClock));
  return createLocalSubgraph(createSubgraph(subgraph)).execute({ query, variables, principal: { sellerId: 'sel_1' as SellerId, keyId: 'key_1', scopes: scopes as never }, correlationId: 'c-1' });
}
const entities = async (representations: readonly object[], selection: string) => ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`, { r: representations });
const listing = (remoteKey: string, marketplace = 'AMAZON') => ({ __typename: 'Listing', id: `lst_${remoteKey}`, marketplace, remoteKey, remoteIds: [{ name: 'asin', value: 'B01' }], store: { __typename: 'Store', id: 'sto_1' } });

async function shippedLine(): Promise<{ orderNumber: string; lineId: string }> {
  const { orderId } = await shop.control<{ orderId: string }>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ sku: 'GQL-1', quantity: 1 }] });
  const { orders } = createAmazonConnector();
  const [pkg] = (await orders.byNumber(context, orderId))!.packages;
  const lines = pkg!.lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity }));
  await orders.ship(context, { remoteOrderId: orderId, remotePackageId: orderId, packageStatus: 'CREATED', lines, parameters: { trackingNumber: 'T', carrier: 'PTT' } });
  return { orderNumber: orderId, lineId: lines[0]!.remoteLineId };
}
const refundOf = (line: { orderNumber: string; lineId: string }, change: object = {}) => ({ input: { storeId: 'sto_1', ...line, amount: { amount: '49.90', currency: 'TRY' }, reason: 'CUSTOMER_RETURN', idempotencyKey: `key-${line.orderNumber}`, ...change } });
const offerOf = async (sku: string) => (await createAmazonConnector().offers.read(context, [sku]))[0];
const refunded = async (orderNumber: string): Promise<number> => (await shop.control<{ items: { refundedMinor: number }[] }>('GET', `/orders/${orderNumber}`)).items[0]!.refundedMinor;

describe('what only Amazon has', () => {
  it('hangs on listings, orders and stores of Amazon, and on no others', async () => {
    const { data } = await entities([listing('GQL-1'), listing('X', 'N11')], '... on Listing { amazon { sku asin productType } }');
    expect(data).toEqual({ _entities: [{ amazon: { sku: 'GQL-1', asin: 'B01', productType: null } }, { amazon: null }] });
    const remoteDetails = { programs: ['PRIME'], serviceLevel: 'STANDARD', cancelRequested: true, deliverBy: '2026-11-27T20:59:59.000Z', packages: [{ id: '1', status: 'SHIPPED', carrier: 'PTT', trackingNumber: 'T' }] };
    const order = await entities([{ __typename: 'Order', id: 'ord_1', marketplace: 'AMAZON', remoteDetails }], '... on Order { amazon { programs serviceLevel cancelRequested deliverBy parcels { id status trackingNumber detailedStatus } } }');
    expect(order.data).toEqual({ _entities: [{ amazon: { programs: ['PRIME'], serviceLevel: 'STANDARD', cancelRequested: true, deliverBy: '2026-11-27T20:59:59.000Z', parcels: [{ id: '1', status: 'SHIPPED', trackingNumber: 'T', detailedStatus: null }] } }] });
  });

  it('reads live listings of a request in one call, with what is wrong with them', async () => {
    await shop.control('PUT', '/listings', { sellerId: SELLER.sellerId, sku: 'GQL-2', suppressed: true, issue: { code: '18027', message: 'no image', attributeNames: ['main_product_image_locator'] } });
    const before = (await shop.requests('/listings/2021-08-01/items')).length;
    const { data } = await entities([listing('GQL-1'), listing('GQL-2'), listing('NO-SUCH')], '... on Listing { amazon { live { status price { amount currency } quantity issues { code attributeNames } } } }');
    expect(data).toMatchObject({
      _entities: [
        { amazon: { live: { status: ['BUYABLE', 'DISCOVERABLE'], price: { amount: '200.00', currency: 'TRY' }, issues: [] } } },
        { amazon: { live: { status: [], quantity: 5, issues: [{ code: '18027', attributeNames: ['main_product_image_locator'] }] } } },
        { amazon: { live: null } },
      ],
    });
    expect(await shop.requests('/listings/2021-08-01/items')).toHaveLength(before + 1);
  });

  it('says who is featured, what Amazon keeps and where the seller sells', async () => {
    const { data } = await entities([listing('GQL-1')], '... on Listing { amazon { featuredOffer { rank price { amount } hasRivals } fees(price: { amount: "100.00", currency: "TRY" }) { total { amount currency } referralPercent } } }');
    expect(data).toEqual({ _entities: [{ amazon: { featuredOffer: { rank: 1, price: { amount: '200.00' }, hasRivals: false }, fees: { total: { amount: '16.50', currency: 'TRY' }, referralPercent: 15 } } }] });
    const store = await entities([{ __typename: 'Store', id: 'sto_1', marketplace: 'AMAZON' }], '... on Store { amazon { participations { marketplaceId name currency isParticipating } } }');
    expect(store.data).toEqual({ _entities: [{ amazon: { participations: [{ marketplaceId: 'A33AVAJ2PDY3EV', name: 'Amazon.com.tr', currency: 'TRY', isParticipating: true }] } }] });
  });

  it('warns before client secret and authorisation end, counted from the days given with the credentials', async () => {
    const daysAgo = (days: number): string => new Date(shop.context.now().getTime() - days * 86_400_000).toISOString();
    const read = async (credentials: Record<string, unknown>) => {
      const { data } = await ask('query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { amazon { access { clientSecret { endsAt daysLeft warning } authorisation { daysLeft warning } } } } } }', { r: [{ __typename: 'Store', id: 'sto_1', marketplace: 'AMAZON' }] }, ['stores:read'], shop.contextWith({ credentials }));
      return (data as { _entities: [{ amazon: { access: unknown } }] })._entities[0].amazon.access;
    };
    const nothing = { daysLeft: null, warning: null };
    expect(await read({})).toEqual({ clientSecret: { endsAt: null, ...nothing }, authorisation: nothing });
    expect(await read({ clientSecretMadeOn: daysAgo(149), authorisedOn: daysAgo(334) })).toMatchObject({ clientSecret: { endsAt: daysAgo(-31), daysLeft: 31, warning: null }, authorisation: { daysLeft: 31, warning: null } });
    expect(await read({ clientSecretMadeOn: daysAgo(151), authorisedOn: daysAgo(366) })).toMatchObject({
      clientSecret: { daysLeft: 29, warning: expect.stringMatching(/^The client secret ends on .*developer console/) },
      authorisation: { daysLeft: 0, warning: expect.stringMatching(/^The seller's authorisation ended on .*authorise/) },
    });
  });

  it('is refused without the scope', async () => {
    const { errors } = await ask(REFUND, refundOf({ orderNumber: '405-1000001-1000001', lineId: '1' }), ['orders:read']);
    expect(errors).toHaveLength(1);
  });
});

describe('amazonListingPreview', () => {
  it('says what Amazon would refuse, and hands nothing in', async () => {
    const input = { storeId: 'sto_1', sku: 'PRV-1', productType: 'T_SHIRT', attributes: { item_name: [{ value: 'Tişört' }] } };
    const { data } = await ask(PREVIEW, { input });
    expect(data).toMatchObject({ amazonListingPreview: { valid: false, issues: expect.arrayContaining([{ code: '90220', severity: 'ERROR', attributeNames: ['color'] }]) } });
    await shop.advance(5_000);
    expect(await createAmazonConnector().offers.read(context, ['PRV-1'])).toEqual([]);
  });
});

describe('amazonListingPreview of patches', () => {
  const preview = (input: object) => ask(PREVIEW, { input: { storeId: 'sto_1', sku: 'GQL-1', productType: 'PRODUCT', ...input } });
  const priced = (currency: string) => [{ op: 'replace', path: '/attributes/purchasable_offer', value: [{ marketplace_id: 'A33AVAJ2PDY3EV', currency, audience: 'ALL', our_price: [{ schedule: [{ value_with_tax: 149.9 }] }] }] }];

  it('says what Amazon would take and refuse, and changes nothing', async () => {
    const before = await offerOf('GQL-1');
    expect((await preview({ patches: priced('TRY') })).data).toMatchObject({ amazonListingPreview: { valid: true } });
    expect((await preview({ patches: priced('EUR') })).data).toMatchObject({ amazonListingPreview: { valid: false } });
    await shop.advance(5_000);
    expect(await offerOf('GQL-1')).toEqual(before);
  });

  it('is refused with neither attributes nor patches, and with both', async () => {
    expect((await preview({})).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_INPUT' });
    expect((await preview({ attributes: {}, patches: priced('TRY') })).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('amazonOfferPreview', () => {
  const lira = (amount: string) => ({ amount, currency: 'TRY' });
  const preview = (input: object) => ask('query ($input: AmazonOfferPreviewInput!) { amazonOfferPreview(input: $input) { valid issues { code severity attributeNames } } }', { input: { storeId: 'sto_1', sku: 'GQL-1', ...input } });

  it('says that a price and a stock would be taken, and sets neither', async () => {
    const before = await offerOf('GQL-1');
    expect((await preview({ price: lira('149.90'), listPrice: lira('199.90'), quantity: 3 })).data).toEqual({ amazonOfferPreview: { valid: true, issues: [] } });
    await shop.advance(5_000);
    expect(await offerOf('GQL-1')).toEqual(before);
  });

  it('says what Amazon would refuse', async () => {
    expect((await preview({ price: { amount: '5.00', currency: 'EUR' } })).data).toMatchObject({ amazonOfferPreview: { valid: false, issues: expect.arrayContaining([{ code: '90000900', severity: 'ERROR', attributeNames: ['purchasable_offer'] }]) } });
    expect((await preview({ sku: 'NO-SUCH', quantity: 1 })).errors?.[0]?.extensions).toMatchObject({ code: 'MARKETPLACE_REFUSED' });
  });

  it.each<[string, object]>([
    ['nothing to preview', {}],
    ['a currency that the hub does not keep', { price: { amount: '5.00', currency: 'DKK' } }],
    ['two currencies', { price: lira('5.00'), listPrice: { amount: '6.00', currency: 'EUR' } }],
    ['thousandths', { price: lira('5.001') }],
  ])('is refused with %s', async (_name, input) => {
    expect((await preview(input)).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('amazonRefundIssue', () => {
  it('gives money back once, however often the same call comes', async () => {
    const line = await shippedLine();
    const first = await ask(REFUND, refundOf(line));
    const again = await ask(REFUND, refundOf(line));
    expect(first.data).toEqual({ amazonRefundIssue: { feedId: expect.stringMatching(/^\d+$/), preview: null, userErrors: [] } });
    expect(again.data).toEqual(first.data);
    await shop.advance(5_000);
    expect(await refunded(line.orderNumber)).toBe(4_990);
    const { feedId } = (first.data as { amazonRefundIssue: { feedId: string } }).amazonRefundIssue;
    expect((await ask('query ($id: ID!) { amazonFeed(storeId: "sto_1", id: $id) { id state report refusedRows { row } } }', { id: feedId })).data).toEqual({ amazonFeed: { id: feedId, state: 'DONE', report: expect.stringContaining('successful'), refusedRows: [] } });
  });

  it("that Amazon would not pay shows so, with the row, Amazon's code and its words", async () => {
    const line = await shippedLine();
    const { data } = await ask(REFUND, refundOf(line, { amount: { amount: '9000.00', currency: 'TRY' } }));
    const { feedId } = (data as { amazonRefundIssue: { feedId: string } }).amazonRefundIssue;
    const read = async () => (await ask('query ($id: ID!) { amazonFeed(storeId: "sto_1", id: $id) { state refusedRows { row sku code message } } }', { id: feedId })).data;
    expect(await read()).toEqual({ amazonFeed: { state: 'PENDING', refusedRows: [] } });
    await shop.advance(5_000);
    expect(await read()).toEqual({ amazonFeed: { state: 'DONE_WITH_REFUSALS', refusedRows: [{ row: 1, sku: null, code: '18028', message: 'The adjustments exceed what the buyer paid.' }] } });
    expect(await refunded(line.orderNumber)).toBe(0);
  });

  it('is refused under a key that stands for another refund', async () => {
    const line = await shippedLine();
    await ask(REFUND, refundOf(line));
    expect((await ask(REFUND, refundOf(line, { amount: { amount: '10.00', currency: 'TRY' } }))).data).toMatchObject({ amazonRefundIssue: { feedId: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] } });
  });

  it('is uncertain when the answer is lost, and never repeated under that key', async () => {
    const line = await shippedLine();
    await shop.control('POST', '/faults', { kind: 'drop-after', match: { method: 'POST', path: '/feeds/2021-06-30/feeds' }, times: 1 });
    for (let time = 0; time < 2; time += 1) expect((await ask(REFUND, refundOf(line))).data).toMatchObject({ amazonRefundIssue: { feedId: null, userErrors: [{ code: 'REFUND_UNCERTAIN' }] } });
    await shop.advance(5_000);
    expect(await refunded(line.orderNumber)).toBe(4_990);
  });

  it('is handed in by the next call when nothing had been sent', async () => {
    const line = await shippedLine();
    await shop.control('POST', '/faults', { kind: 'status', status: 500, match: { method: 'PUT', path: '/documents/' }, times: 1 });
    expect((await ask(REFUND, refundOf(line))).data).toMatchObject({ amazonRefundIssue: { userErrors: [{ code: 'SERVER', retryable: true }] } });
    expect((await ask(REFUND, refundOf(line))).data).toMatchObject({ amazonRefundIssue: { feedId: expect.any(String), userErrors: [] } });
  });

  it('shows in a dry run what would be sent, and gives nothing', async () => {
    const line = await shippedLine();
    const { data } = await ask(REFUND, refundOf(line, { dryRun: true }));
    expect(data).toMatchObject({ amazonRefundIssue: { feedId: null, preview: { feedType: 'POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA', document: expect.stringContaining(`${line.orderNumber}\t${line.lineId}\tCustomerReturn\tTRY\t49.90`) } } });
    await shop.advance(5_000);
    expect(await refunded(line.orderNumber)).toBe(0);
  });

  it.each([['0.00', 'TRY'], ['1.999', 'TRY'], ['5.00', 'EUR']])('refuses %s %s', async (amount, currency) => {
    const { data } = await ask(REFUND, refundOf({ orderNumber: '405-1000001-1000001', lineId: '1' }, { amount: { amount, currency } }));
    expect(data).toMatchObject({ amazonRefundIssue: { feedId: null, userErrors: [{ code: 'AMOUNT_INVALID', field: ['input', 'amount'] }] } });
  });
});
