import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../platform/clock.js';
import { createLocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { SellerId } from '../../../platform/ids.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { createIntentStore } from '../../sync/store/intent-store.js';
import { createEbayConnector } from '../connector/index.js';
import type { EbayContext } from '../connector/client.js';
import { revisionCounter } from '../connector/revision-budget.js';
import { createEbay } from '../index.js';
import { SELLER, startSandbox, type RunningSandbox } from '../testing/running-sandbox.js';
import { send } from '../connector/client.js';

let database: TestDatabase;
let sandbox: RunningSandbox;
let context: EbayContext;

beforeAll(async () => {
  database = await openTestDatabase('ebay_refunds');
  sandbox = await startSandbox();
  context = sandbox.context;
  await sandbox.control('POST', '/products', { seller: SELLER.username, items: [{ sku: 'KUPA-1', price: '14.90' }] });
});
afterAll(async () => {
  await sandbox.stop();
  await database.drop();
});

async function ask(query: string, variables: Record<string, unknown> = {}, scopes: readonly string[] = ['orders:write', 'stores:read']) {
  const { subgraph } = createEbay({ openOwned: async () => ({ connector: createEbayConnector(), context }) as never }, createIntentStore(database.db, systemClock));
  const local = createLocalSubgraph(createSubgraph(subgraph));
  return local.execute({ query, variables, principal: { sellerId: 'sel_1' as SellerId, keyId: 'key_1', scopes: scopes as never }, correlationId: 'c-1' });
}

const REFUND = 'mutation ($input: EbayRefundIssueInput!) { ebayRefundIssue(input: $input) { refund { refundId status } preview userErrors { code field retryable } } }';
const entity = (representation: object, selection: string) => ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`, { r: [representation] });

async function buy(): Promise<{ orderId: string; lineItemId: string }> {
  const { orderId, lines } = await sandbox.control<{ orderId: string; lines: { lineItemId: string }[] }>('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'KUPA-1', quantity: 1 }] });
  return { orderId, lineItemId: lines[0]?.lineItemId ?? '' };
}

const refundOf = (orderNumber: string, change: object = {}) => ({ input: { storeId: 'sto_1', orderNumber, amount: { amount: '5.00', currency: 'EUR' }, alreadyRefunded: '0.00', reason: 'OTHER_ADJUSTMENT', idempotencyKey: `key of ${orderNumber} at ${context.store.baseUrl}`, ...change } });
const refundIn = ({ data }: { data?: unknown }) => (data as { ebayRefundIssue: { refund: { refundId: string } } }).ebayRefundIssue.refund.refundId;
const refundsOf = async (orderId: string) => (await sandbox.control<{ refunds: { refundId: string }[] }>('GET', `/orders/${orderId}`)).refunds;

describe('what only eBay has', () => {
  it('hangs on listings, orders and stores of eBay, and on no others', async () => {
    const remoteIds = [{ name: 'offerId', value: '910' }, { name: 'listingId', value: '110' }];
    const listing = await entity({ __typename: 'Listing', id: 'lst_1', marketplace: 'EBAY', remoteKey: 'KUPA-1', remoteIds, store: { id: 'sto_1' } }, '... on Listing { ebay { sku offerId listingId groupKey } }');
    expect(listing).toEqual({ data: { _entities: [{ ebay: { sku: 'KUPA-1', offerId: '910', listingId: '110', groupKey: null } }] } });
    const other = await entity({ __typename: 'Listing', id: 'lst_2', marketplace: 'N11', remoteKey: 'X', remoteIds, store: { id: 'sto_1' } }, '... on Listing { ebay { sku } }');
    expect(other).toEqual({ data: { _entities: [{ ebay: null }] } });
    const order = await entity({ __typename: 'Order', id: 'ord_1', marketplace: 'EBAY', remoteDetails: { legacyOrderId: '11-2', marketplaceFee: '3.82' } }, '... on Order { ebay { legacyOrderId marketplaceFee taxCollectedByEbay refunds { status } } }');
    expect(order).toEqual({ data: { _entities: [{ ebay: { legacyOrderId: '11-2', marketplaceFee: '3.82', taxCollectedByEbay: false, refunds: [] } }] } });
  });

  it('counts what a listing has used of its changes of the day, by its number', async () => {
    const counter = revisionCounter(context);
    await counter.add('11042', 212);
    const listing = (listingId: string | null, scopes?: readonly string[]) => ask('query ($r: [_Any!]!) { _entities(representations: $r) { ... on Listing { ebay { changesToday { used limit until } } } } }', { r: [{ __typename: 'Listing', id: 'lst_1', marketplace: 'EBAY', remoteKey: 'KUPA-1', remoteIds: listingId === null ? [] : [{ name: 'listingId', value: listingId }], store: { id: 'sto_1' } }] }, scopes ?? ['catalog:read']);
    const changes = (used: number) => ({ data: { _entities: [{ ebay: { changesToday: { used, limit: 250, until: expect.stringMatching(/T0[78]:00:00.000Z$/) } } }] } });
    expect(await listing('11042')).toEqual(changes(212));
    expect(await listing('11043')).toEqual(changes(0));
    expect(await listing(null)).toEqual({ data: { _entities: [{ ebay: { changesToday: null } }] } });
    expect((await listing('11042', ['stores:read'])).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'catalog:read' } }]);
  });

  it('says what the account may do', async () => {
    const store = await entity({ __typename: 'Store', id: 'sto_1', marketplace: 'EBAY' }, '... on Store { ebay { account { site isRegistered quantityLimit amountLimit { amount currency } signsCalls } } }');
    expect(store).toEqual({ data: { _entities: [{ ebay: { account: { site: 'EBAY_DE', isRegistered: true, quantityLimit: 100_000, amountLimit: { amount: '1000000.00', currency: 'EUR' }, signsCalls: false } } }] } });
  });
});

describe('ebayRefundIssue', () => {
  it('gives money back once, and answers the same refund however often and at once the same call comes', async () => {
    const { orderId, lineItemId } = await buy();
    const first = await ask(REFUND, refundOf(orderId, { lineId: lineItemId }));
    expect(first).toEqual({ data: { ebayRefundIssue: { refund: { refundId: expect.any(String), status: 'PENDING' }, preview: null, userErrors: [] } } });
    const refundId = refundIn(first);
    const again = await Promise.all([ask(REFUND, refundOf(orderId, { lineId: lineItemId })), ask(REFUND, refundOf(orderId, { lineId: lineItemId }))]);
    expect(again).toMatchObject([1, 2].map(() => ({ data: { ebayRefundIssue: { refund: { refundId }, userErrors: [] } } })));
    expect(await refundsOf(orderId)).toHaveLength(1);
  });

  it('says under the same key how the refund has ended, and leaves what failed to be given under another', async () => {
    const { orderId } = await buy();
    const refundId = refundIn(await ask(REFUND, refundOf(orderId)));
    await sandbox.control('POST', `/orders/${orderId}/refunds/${refundId}/fail`);
    expect(await ask(REFUND, refundOf(orderId))).toMatchObject({ data: { ebayRefundIssue: { refund: { refundId, status: 'FAILED' }, userErrors: [] } } });
    await sandbox.control('POST', '/faults', { kind: 'status', status: 500, match: { method: 'GET', path: orderId }, times: 1 });
    expect(await ask(REFUND, refundOf(orderId))).toMatchObject({ data: { ebayRefundIssue: { refund: { refundId, status: 'FAILED' } } } });
    await sandbox.control('DELETE', '/faults');
    const second = await ask(REFUND, refundOf(orderId, { idempotencyKey: `second of ${orderId}` }));
    expect(second).toMatchObject({ data: { ebayRefundIssue: { refund: { status: 'PENDING' }, userErrors: [] } } });
    const { extra: remoteDetails } = (await createEbayConnector().orders.byNumber(context, orderId))!;
    const shown = await entity({ __typename: 'Order', id: 'ord_1', marketplace: 'EBAY', remoteDetails }, '... on Order { ebay { paymentStatus refunds { refundId status amount } } }');
    expect(shown).toMatchObject({ data: { _entities: [{ ebay: { paymentStatus: 'PARTIALLY_REFUNDED', refunds: [{ refundId, status: 'FAILED', amount: '5.00' }, { refundId: refundIn(second), amount: '5.00' }] } }] } });
  });

  it('says what was known of a pending refund while the order cannot be read', async () => {
    const { orderId } = await buy();
    const first = await ask(REFUND, refundOf(orderId));
    await sandbox.control('POST', '/faults', { kind: 'status', status: 500, match: { method: 'GET', path: orderId } });
    try {
      expect(await ask(REFUND, refundOf(orderId))).toEqual(first);
    } finally {
      await sandbox.control('DELETE', '/faults');
    }
  });

  it('gives nothing under a key that stands for another refund, nor under another while more was given than the caller has seen', async () => {
    const { orderId } = await buy();
    await ask(REFUND, refundOf(orderId));
    expect(await ask(REFUND, refundOf(orderId, { amount: { amount: '6.00', currency: 'EUR' } }))).toMatchObject({ data: { ebayRefundIssue: { refund: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }] } } });
    expect(await ask(REFUND, refundOf(orderId, { idempotencyKey: 'another' }))).toMatchObject({ data: { ebayRefundIssue: { refund: null, userErrors: [{ code: 'REFUNDED_AMOUNT_DIFFERS', field: ['input', 'alreadyRefunded'], retryable: false }] } } });
    expect(await refundsOf(orderId)).toHaveLength(1);
  });

  it('is uncertain when the answer is lost; the same call again finds the refund in the order and gives nothing more', async () => {
    const { orderId } = await buy();
    await sandbox.control('POST', '/faults', { kind: 'drop-after', match: { method: 'POST', path: 'issue_refund' }, times: 1 });
    expect(await ask(REFUND, refundOf(orderId))).toMatchObject({ data: { ebayRefundIssue: { refund: null, userErrors: [{ code: 'REFUND_UNCERTAIN', retryable: true }] } } });
    const [refund] = await refundsOf(orderId);
    expect(await ask(REFUND, refundOf(orderId))).toMatchObject({ data: { ebayRefundIssue: { refund: { refundId: refund?.refundId }, userErrors: [] } } });
    expect(await refundsOf(orderId)).toHaveLength(1);
  });

  it('stays uncertain, and gives nothing, while a call that was cut off shows nowhere', async () => {
    const { orderId } = await buy();
    await sandbox.control('POST', '/faults', { kind: 'drop-before', match: { method: 'POST', path: 'issue_refund' }, times: 1 });
    const asked = [await ask(REFUND, refundOf(orderId)), await ask(REFUND, refundOf(orderId))];
    expect(asked).toMatchObject(asked.map(() => ({ data: { ebayRefundIssue: { refund: null, userErrors: [{ code: 'REFUND_UNCERTAIN' }] } } })));
    expect(await refundsOf(orderId)).toEqual([]);
  });

  it('may be asked for again under the same key when eBay has refused it', async () => {
    const { orderId } = await buy();
    await sandbox.control('POST', '/faults', { kind: 'status', status: 429, match: { method: 'POST', path: 'issue_refund' }, times: 1 });
    expect(await ask(REFUND, refundOf(orderId))).toMatchObject({ data: { ebayRefundIssue: { userErrors: [{ code: 'RATE_LIMITED', retryable: true }] } } });
    expect(await ask(REFUND, refundOf(orderId))).toMatchObject({ data: { ebayRefundIssue: { refund: { status: 'PENDING' } } } });
  });

  it('shows in a dry run what would be sent, and gives nothing', async () => {
    const { orderId } = await buy();
    const { data } = await ask(REFUND, refundOf(orderId, { dryRun: true }));
    expect(data).toMatchObject({ ebayRefundIssue: { refund: null, preview: { method: 'POST', body: { reasonForRefund: 'OTHER_ADJUSTMENT', orderLevelRefundAmount: { value: '5.00', currency: 'EUR' } } } } });
    expect((await sandbox.control<{ refunds: unknown[] }>('GET', `/orders/${orderId}`)).refunds).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['an amount of nothing', { amount: { amount: '0.00', currency: 'EUR' } }, 'AMOUNT_INVALID'],
    ['another currency', { amount: { amount: '5.00', currency: 'USD' } }, 'AMOUNT_INVALID'],
    ['more than the order has', { amount: { amount: '500.00', currency: 'EUR' } }, 'MARKETPLACE_REFUSED'],
    ['a long comment', { comment: 'x'.repeat(101) }, 'COMMENT_TOO_LONG'],
    ['an order that is not there', { orderNumber: '99-99999-99999' }, 'ORDER_NOT_FOUND'],
  ])('refuses %s', async (_name, change, code) => {
    const { orderId } = await buy();
    expect(await ask(REFUND, refundOf(orderId, change))).toMatchObject({ data: { ebayRefundIssue: { refund: null, userErrors: [{ code }] } } });
  });

  it('needs the scope to change orders', async () => {
    expect((await ask(REFUND, refundOf('11-00000-00001'), ['orders:read'])).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'orders:write' } }]);
  });
});

describe('ebayCancelRequestReject', () => {
  const REJECT = 'mutation ($input: EbayCancelRequestRejectInput!) { ebayCancelRequestReject(input: $input) { isRejected request { state status } preview userErrors { code field retryable } } }';
  const reject = async (cancelRequestId: string, change: object = {}) => (await ask(REJECT, { input: { storeId: 'sto_1', cancelRequestId, ...change } })).data;
  const rejected = { ebayCancelRequestReject: { isRejected: true, request: { state: 'REJECTED', status: 'CANCEL_REJECTED' }, preview: null, userErrors: [] } };
  const refusedWith = (code: string, retryable = false) => ({ ebayCancelRequestReject: { isRejected: false, preview: null, userErrors: [{ code, field: ['input', 'cancelRequestId'], retryable }] } });
  async function wished(): Promise<{ orderId: string; cancelId: string }> {
    const { orderId } = await buy();
    return { orderId, cancelId: (await sandbox.control<{ cancelId: string }>('POST', `/orders/${orderId}/cancel-request`)).cancelId };
  }
  const asked = async (cancelId: string) => (await sandbox.control<{ requests: unknown[] }>('GET', `/requests?path=${cancelId}/reject`)).requests.length;

  it("declines a buyer's wish once, however often the same call comes, and the order goes on", async () => {
    const { orderId, cancelId } = await wished();
    expect([await reject(cancelId), await reject(cancelId), await asked(cancelId)]).toEqual([rejected, rejected, 1]);
    const order = await createEbayConnector().orders.byNumber(context, orderId);
    expect([order?.packages[0]?.status, order?.extra['cancelState'], order?.extra['cancelRequestId'] ?? null]).toEqual(['CREATED', 'NONE_REQUESTED', null]);
  });

  it('finds a decline whose answer was lost, and sends nothing again', async () => {
    const { cancelId } = await wished();
    await sandbox.control('POST', '/faults', { kind: 'drop-after', match: { method: 'POST', path: '/reject' }, times: 1 });
    expect([await reject(cancelId), await asked(cancelId)]).toEqual([rejected, 1]);
  });

  it('is uncertain about a call that never arrived, and sends it when it is made again', async () => {
    const { cancelId } = await wished();
    await sandbox.control('POST', '/faults', { kind: 'drop-before', match: { method: 'POST', path: '/reject' }, times: 1 });
    expect(await reject(cancelId)).toMatchObject(refusedWith('RETURN_DECISION_UNCERTAIN', true));
    expect(await reject(cancelId)).toEqual(rejected);
  });

  it('shows in a dry run what would be sent, and leaves the wish open', async () => {
    const { cancelId } = await wished();
    expect(await reject(cancelId, { dryRun: true })).toEqual({ ebayCancelRequestReject: { isRejected: false, request: { state: 'OPEN', status: 'CANCEL_REQUESTED' }, preview: { method: 'POST', path: `/post-order/v2/cancellation/${cancelId}/reject`, body: {} }, userErrors: [] } });
    expect(await asked(cancelId)).toBe(0);
  });

  it('declines nothing that has been granted, nor what the seller has asked for, nor what is not there', async () => {
    const { orderId, cancelId } = await wished();
    const { lineItemId } = (await sandbox.control<{ lines: { lineItemId: string }[] }>('GET', `/orders/${orderId}`)).lines[0]!;
    const cancel = (number: string, line: string) => createEbayConnector().orders.cancelLines(context, { remoteOrderId: number, remotePackageId: number, packageStatus: 'CREATED', lines: [{ remoteLineId: line, quantity: 1 }], parameters: {} });
    await cancel(orderId, lineItemId);
    expect(await reject(cancelId)).toMatchObject(refusedWith('TRANSITION_NOT_ALLOWED'));
    const own = await buy();
    await cancel(own.orderId, own.lineItemId);
    const [ownCancel] = (await sandbox.control<{ cancels: { cancelId: string }[] }>('GET', `/orders/${own.orderId}`)).cancels;
    expect(await reject(ownCancel!.cancelId)).toMatchObject(refusedWith('TRANSITION_NOT_ALLOWED'));
    expect(await reject('999999')).toMatchObject(refusedWith('RETURN_NOT_FOUND'));
  });

  it('needs the scope to change orders', async () => {
    expect((await ask(REJECT, { input: { storeId: 'sto_1', cancelRequestId: '1' } }, ['orders:read'])).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'orders:write' } }]);
  });
});

describe('a seller who must sign', () => {
  it('is refused without a key, and refunds and cancels with one', async () => {
    const strict = await startSandbox({ mustSign: true });
    const before = context;
    try {
      await strict.control('POST', '/products', { seller: SELLER.username, items: [{ sku: 'KUPA-1' }] });
      const order = () => strict.control<{ orderId: string; lines: { lineItemId: string }[] }>('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'KUPA-1', quantity: 1 }] });
      context = strict.context;
      const { orderId, lines } = await order();
      expect(await ask(REFUND, refundOf(orderId))).toMatchObject({ data: { ebayRefundIssue: { userErrors: [{ code: 'SIGNATURE_REFUSED', retryable: false }] } } });
      const cancelled = await createEbayConnector().orders.cancelLines(context, { remoteOrderId: orderId, remotePackageId: orderId, packageStatus: 'CREATED', lines: [{ remoteLineId: lines[0]?.lineItemId ?? '', quantity: 1 }], parameters: {} });
      expect(cancelled).toMatchObject({ kind: 'REFUSED', issue: { code: 'SIGNATURE_REFUSED' } });
      context = strict.contextWith({ credentials: { signingKeyJwe: 'a-name-of-a-key', signingPrivateKey: 'no key at all' } });
      expect(await ask(REFUND, refundOf(orderId))).toMatchObject({ data: { ebayRefundIssue: { userErrors: [{ code: 'SIGNING_KEY_UNREADABLE', retryable: false }] } } });
      const { json } = await send(strict.context, { endpoint: 'account', operation: 'test', method: 'POST', path: '/developer/key_management/v1/signing_key', body: { signingKeyCipher: 'ED25519' }, identity: 'APPLICATION' });
      const { jwe, privateKey } = json as { jwe: string; privateKey: string };
      context = strict.contextWith({ credentials: { signingKeyJwe: jwe, signingPrivateKey: privateKey } });
      expect(await ask(REFUND, refundOf(orderId))).toMatchObject({ data: { ebayRefundIssue: { refund: { status: 'PENDING' } } } });
      const action = { remoteOrderId: orderId, remotePackageId: orderId, packageStatus: 'CREATED' as const, lines: [{ remoteLineId: lines[0]?.lineItemId ?? '', quantity: 1 }], parameters: {} };
      expect(await createEbayConnector().orders.cancelLines(context, action)).toEqual({ kind: 'APPLIED' });
      const { json: rsa } = await send(strict.context, { endpoint: 'account', operation: 'test', method: 'POST', path: '/developer/key_management/v1/signing_key', body: { signingKeyCipher: 'RSA' }, identity: 'APPLICATION' });
      const rsaKey = { signingKeyJwe: (rsa as { jwe: string }).jwe, signingPrivateKey: (rsa as { privateKey: string }).privateKey };
      context = strict.contextWith({ credentials: rsaKey });
      expect(await ask(REFUND, refundOf((await order()).orderId))).toMatchObject({ data: { ebayRefundIssue: { refund: { status: 'PENDING' } } } });
      context = strict.contextWith({ credentials: rsaKey, at: () => new Date(Date.now() - 3_600_000) });
      expect(await ask(REFUND, refundOf((await order()).orderId))).toMatchObject({ data: { ebayRefundIssue: { userErrors: [{ code: 'SIGNATURE_REFUSED' }] } } });
      const { privateKey: foreign } = generateKeyPairSync('ed25519');
      context = strict.contextWith({ credentials: { signingKeyJwe: jwe, signingPrivateKey: String(foreign.export({ type: 'pkcs8', format: 'pem' })) } });
      expect(await ask(REFUND, refundOf((await order()).orderId))).toMatchObject({ data: { ebayRefundIssue: { userErrors: [{ code: 'SIGNATURE_REFUSED' }] } } });
    } finally {
      context = before;
      await strict.stop();
    }
  });
});
