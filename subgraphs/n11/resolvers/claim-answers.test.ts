import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import type { IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { OpenStore } from '../../sync/connector/store-access.js';
import { answerClaim } from '../operations/answer-claim.js';
import { sku } from '../sandbox/testing/running-sandbox.js';
import { openN11Shop, type AskingAs, type N11Shop } from './testing/n11-shop.js';

interface Answered {
  readonly claim: { readonly status: string; readonly state: string } | null;
  readonly isAnswered: boolean;
  readonly preview: unknown;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null }[];
}
const PAYLOAD = '{ isAnswered preview claim { claimId kind orderNumber status state quantity reason timeLeft price { amount currency } } userErrors { code field itemRef retryable } }';
const RETURN_ANSWER = `mutation ($input: N11ReturnAnswerInput!) { n11ReturnAnswer(input: $input) ${PAYLOAD} }`;
const CANCEL_ANSWER = `mutation ($input: N11CancelAnswerInput!) { n11CancelAnswer(input: $input) ${PAYLOAD} }`;

let shop: N11Shop;
let key = 0;

beforeAll(async () => {
  shop = await openN11Shop();
  await shop.n11.control('/products/bulk', { products: [sku('ANS-A', { quantity: 500 })] });
});
afterAll(() => shop.stop());

async function answerWith(query: string, input: object, as?: AskingAs): Promise<Answered> {
  const { data, errors } = await shop.ask(query, { input: { storeId: shop.storeId, idempotencyKey: `k-${(key += 1)}`, ...input } }, as);
  expect(errors).toEqual([]);
  return Object.values(data)[0] as Answered;
}
async function ordered(): Promise<{ orderNumber: string; lineId: number }> {
  const placed = await shop.n11.control<{ orderNumber: string; lines: { orderLineId: number }[] }>('/orders', { lines: [{ stockCode: 'ANS-A', quantity: 2 }] });
  return { orderNumber: placed.orderNumber, lineId: placed.lines[0]!.orderLineId };
}

describe('a return on N11', () => {
  const answer = (input: object, as?: AskingAs): Promise<Answered> => answerWith(RETURN_ANSWER, input, as);

  const lineOf = async (orderNumber: string): Promise<number> =>
    (await shop.n11.get<{ content: { lines: { orderLineId: number }[] }[] }>(`/rest/delivery/v1/shipmentPackages?orderNumber=${orderNumber}`)).json.content[0]!.lines[0]!.orderLineId;

  async function asked(): Promise<{ orderNumber: string; returnId: string }> {
    const { orderNumber, lineId } = await ordered();
    await shop.n11.send('PUT', '/rest/order/v1/update', { lines: [{ lineId }], status: 'Picking' });
    for (const step of ['ship', 'deliver']) await shop.n11.control(`/orders/${orderNumber}/${step}`, {});
    const { returns } = await shop.n11.control<{ returns: { claimReturnId: number }[] }>(`/orders/${orderNumber}/return`, {});
    return { orderNumber, returnId: String(returns[0]!.claimReturnId) };
  }

  it('is approved when the goods have come back, and shows as it is then', async () => {
    const [claim, before] = [await asked(), shop.sent('ClaimReturnApprove')];
    await shop.n11.control(`/returns/${claim.returnId}/arrive`, {});
    expect(await answer({ ...claim, answer: 'APPROVE', dryRun: true })).toMatchObject({
      isAnswered: false,
      claim: { claimId: claim.returnId, kind: 'RETURN', orderNumber: claim.orderNumber, status: 'APPROVAL_WAITING', state: 'AWAITING_SELLER', quantity: 2, timeLeft: '2 gün', price: { amount: '1999.80', currency: 'TRY' } },
      preview: { service: 'returnService', operation: 'ClaimReturnApprove', fields: { claimReturnId: claim.returnId } },
      userErrors: [],
    });
    expect(shop.sent('ClaimReturnApprove')).toBe(before);
    expect(await answer({ ...claim, answer: 'APPROVE' })).toMatchObject({ isAnswered: true, preview: null, claim: { status: 'APPROVED', state: 'REFUNDED' }, userErrors: [] });
  });

  it.each([
    ['denied for a reason of the list', { answer: 'DENY', reasonId: '2', note: 'Ürün kullanılmış.', trackingNumber: '73000111222' }, 'DENIED'],
    ['put off for some days', { answer: 'POSTPONE', reasonId: '1', note: 'İnceleniyor.', postponeDays: 3 }, 'PENDED'],
  ])('is %s', async (_what, said, status) => {
    expect(await answer({ ...(await asked()), ...said })).toMatchObject({ isAnswered: true, claim: { status }, userErrors: [] });
  });

  it('is put off once, and then still approved', async () => {
    const claim = await asked();
    const postpone = { ...claim, answer: 'POSTPONE', reasonId: '1', note: 'İnceleniyor.', postponeDays: 3 };
    await answer(postpone);
    expect(await answer({ ...postpone, postponeDays: 9 })).toMatchObject({ isAnswered: false, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED' }] });
    expect(await answer({ ...claim, answer: 'APPROVE' })).toMatchObject({ isAnswered: true, claim: { status: 'APPROVED' } });
  });

  it.each([
    ['a denial without a note', { answer: 'DENY', reasonId: '2', note: ' ' }, 'REASON_MISSING', 'note'],
    ['a denial for a reason that N11 does not have', { answer: 'DENY', reasonId: '77', note: 'x' }, 'REASON_MISSING', 'reasonId'],
    ['a postponement for a reason of the other list', { answer: 'POSTPONE', reasonId: '41', note: 'x', postponeDays: 2 }, 'REASON_MISSING', 'reasonId'],
    ['a postponement of no days', { answer: 'POSTPONE', reasonId: '1', note: 'x', postponeDays: 0 }, 'BAD_INPUT', 'postponeDays'],
    ['a number that is none', { answer: 'APPROVE', returnId: 'R-1' }, 'BAD_INPUT', 'returnId'],
    ['an unknown return', { answer: 'APPROVE', returnId: '999' }, 'RETURN_NOT_FOUND', 'returnId'],
    ['a return of another order', { answer: 'APPROVE', orderNumber: '299999999999' }, 'RETURN_NOT_FOUND', 'returnId'],
    ['no key', { answer: 'APPROVE', idempotencyKey: '' }, 'INVALID_IDEMPOTENCY_KEY', 'idempotencyKey'],
  ])('takes no %s, before anything is sent', async (_what, said, code, field) => {
    const claim = await asked();
    const before = ['ClaimReturnApprove', 'ClaimReturnDeny', 'ClaimReturnPending'].map(shop.sent);
    expect(await answer({ ...claim, ...said })).toMatchObject({ isAnswered: false, userErrors: [{ code, field: ['input', field] }] });
    expect(['ClaimReturnApprove', 'ClaimReturnDeny', 'ClaimReturnPending'].map(shop.sent)).toEqual(before);
  });

  it('is answered once under a key, however often it is asked', async () => {
    const [input, before] = [{ ...(await asked()), answer: 'APPROVE', idempotencyKey: 'once' }, shop.sent('ClaimReturnApprove')];
    expect([await answer(input), await answer(input)]).toMatchObject([{ isAnswered: true }, { isAnswered: true, claim: { status: 'APPROVED' } }]);
    expect(shop.sent('ClaimReturnApprove')).toBe(before + 1);
    expect(await answer({ ...input, answer: 'DENY', reasonId: '2', note: 'x' })).toMatchObject({ isAnswered: false, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }] });
  });

  it('that stands where the answer leads is answered so, and any other answer is refused', async () => {
    const claim = await asked();
    await answer({ ...claim, answer: 'APPROVE' });
    const before = shop.sent('ClaimReturnApprove');
    expect(await answer({ ...claim, answer: 'APPROVE' })).toMatchObject({ isAnswered: true, claim: { status: 'APPROVED' }, userErrors: [] });
    expect(shop.sent('ClaimReturnApprove')).toBe(before);
    expect(await answer({ ...claim, answer: 'DENY', reasonId: '2', note: 'x' })).toMatchObject({ isAnswered: false, claim: { status: 'APPROVED' }, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED', itemRef: claim.returnId }] });
    const takenBack = await asked();
    await shop.n11.control(`/returns/${takenBack.returnId}/cancel`, {});
    expect(await answer({ ...takenBack, answer: 'APPROVE' })).toMatchObject({ isAnswered: false, claim: { state: 'CANCELLED' }, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED' }] });
  });

  it('is looked up when the answer was lost: answered where N11 did it, uncertain and never sent again where it did not', async () => {
    const done = await asked();
    shop.loseAnswerOf('ClaimReturnApprove', 'drop-after');
    expect(await answer({ ...done, answer: 'APPROVE' })).toMatchObject({ isAnswered: true, claim: { status: 'APPROVED' }, userErrors: [] });
    const input = { ...(await asked()), answer: 'APPROVE', idempotencyKey: 'lost' };
    shop.loseAnswerOf('ClaimReturnApprove', 'drop-before');
    const before = shop.sent('ClaimReturnApprove');
    expect([await answer(input), await answer(input)]).toMatchObject([{ isAnswered: false, userErrors: [{ code: 'RETURN_DECISION_UNCERTAIN' }] }, { claim: { status: 'REQUESTED' }, userErrors: [{ code: 'RETURN_DECISION_UNCERTAIN' }] }]);
    expect(shop.sent('ClaimReturnApprove')).toBe(before + 1);
    expect(await answer({ ...input, idempotencyKey: 'another' })).toMatchObject({ isAnswered: true });
    expect(await answer(input)).toMatchObject({ isAnswered: true, claim: { status: 'APPROVED' } });
  });

  it('is found behind the others of its order', async () => {
    const { orderNumber, returnId } = await asked();
    const many = { lines: [{ orderLineId: await lineOf(orderNumber), quantity: 1 }] };
    let last = returnId;
    for (let more = 0; more < 20; more += 1) last = String((await shop.n11.control<{ returns: { claimReturnId: number }[] }>(`/orders/${orderNumber}/return`, many)).returns[0]!.claimReturnId);
    expect(await answer({ orderNumber, returnId: last, answer: 'APPROVE' })).toMatchObject({ isAnswered: true, claim: { claimId: last, status: 'APPROVED' } });
  });

  it('that could not be read leaves the key free', async () => {
    const input = { ...(await asked()), answer: 'APPROVE', idempotencyKey: 'unread' };
    shop.loseAnswerOf('ClaimReturnList', 'drop-before');
    expect(await answer(input)).toMatchObject({ isAnswered: false, claim: null, userErrors: [{ code: 'NETWORK', retryable: true }] });
    expect(await answer(input)).toMatchObject({ isAnswered: true });
  });

  it('is closed to keys without the scope, to other sellers, while the store is paused, and on another marketplace', async () => {
    const input = { storeId: shop.storeId, returnId: '1', orderNumber: '1', answer: 'APPROVE', idempotencyKey: 'k' };
    const codeAs = async (as?: AskingAs) => (await shop.ask(RETURN_ANSWER, { input }, as)).errors;
    expect(await codeAs({ scopes: ['orders:read'] })).toMatchObject([{ code: 'FORBIDDEN', scope: 'orders:write' }]);
    expect(await codeAs({ sellerId: newId('seller') })).toMatchObject([{ code: 'NOT_FOUND' }]);
    shop.pause(true);
    expect(await codeAs()).toMatchObject([{ code: 'STORE_PAUSED' }]);
    shop.pause(false);
    const elsewhere = { openOwned: async () => ({ store: { state: { kind: 'ACTIVE' } }, connector: { marketplace: 'EBAY' } }) as unknown as OpenStore };
    const neverAsked = {} as IntentLedger;
    expect(await answerClaim({ stores: elsewhere, intents: neverAsked }, { ...input, kind: 'RETURN', claimId: '1', answer: 'APPROVE', sellerId: newId('seller'), storeId: newId('store') })).toMatchObject({ isAnswered: false, userErrors: [{ code: 'WRONG_MARKETPLACE', field: ['input', 'storeId'] }] });
  });
});

describe("a buyer's wish to cancel on N11", () => {
  const answer = (input: object, as?: AskingAs): Promise<Answered> => answerWith(CANCEL_ANSWER, input, as);
  const statuses = async (orderNumber: string) => (await shop.n11.get<{ content: { shipmentPackageStatus: string }[] }>(`/rest/delivery/v1/shipmentPackages?orderNumber=${orderNumber}`)).json.content.map((one) => one.shipmentPackageStatus);

  async function asked(): Promise<{ orderNumber: string; cancelId: string; lineId: number }> {
    const { orderNumber, lineId } = await ordered();
    const { cancels } = await shop.n11.control<{ cancels: { claimCancelId: number }[] }>(`/orders/${orderNumber}/cancel-request`, {});
    return { orderNumber, cancelId: String(cancels[0]!.claimCancelId), lineId };
  }
  const wish = ({ orderNumber, cancelId }: { orderNumber: string; cancelId: string }) => ({ orderNumber, cancelId });

  it('waits for the seller, and cancels the pieces once approved', async () => {
    const claim = wish(await asked());
    expect(await answer({ ...claim, answer: 'APPROVE', dryRun: true })).toMatchObject({ claim: { kind: 'CANCEL', status: 'REQUESTED', state: 'AWAITING_SELLER' }, preview: { service: 'claimCancelService', operation: 'ClaimCancelApprove' }, userErrors: [] });
    expect(await answer({ ...claim, answer: 'APPROVE' })).toMatchObject({ isAnswered: true, claim: { status: 'COMPLETED', state: 'REFUNDED' } });
    expect(await statuses(claim.orderNumber)).toEqual(['Cancelled']);
    expect(await answer({ ...claim, answer: 'DENY', reasonId: '1', note: 'x' })).toMatchObject({ isAnswered: false, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED', field: ['input', 'cancelId'] }] });
  });

  it('leaves the order standing once denied for a reason of the list', async () => {
    const claim = wish(await asked());
    expect(await answer({ ...claim, answer: 'DENY', reasonId: '9', note: 'Kargoda.' })).toMatchObject({ isAnswered: false, userErrors: [{ code: 'REASON_MISSING', field: ['input', 'reasonId'] }] });
    expect(await answer({ ...claim, answer: 'DENY', reasonId: '1', note: 'Kargoda.' })).toMatchObject({ isAnswered: true, claim: { status: 'DENIED', state: 'REJECTED' } });
    expect(await statuses(claim.orderNumber)).toEqual(['Created']);
  });

  it("keeps N11's words when the goods have left meanwhile, and leaves the key free", async () => {
    const { lineId, ...claim } = await asked();
    await shop.n11.send('PUT', '/rest/order/v1/update', { lines: [{ lineId }], status: 'Picking' });
    await shop.n11.control(`/orders/${claim.orderNumber}/ship`, {});
    const input = { ...claim, answer: 'APPROVE', idempotencyKey: 'left' };
    expect([await answer(input), await answer(input)]).toMatchObject([{ isAnswered: false, userErrors: [{ code: 'MARKETPLACE_REFUSED', retryable: false }] }, { userErrors: [{ code: 'MARKETPLACE_REFUSED' }] }]);
  });

  it('is looked up when the answer was lost, and is another thing than a return of the same number and key', async () => {
    const claim = wish(await asked());
    shop.loseAnswerOf('ClaimCancelApprove', 'drop-after');
    expect(await answer({ ...claim, answer: 'APPROVE', idempotencyKey: 'once' })).toMatchObject({ isAnswered: true, claim: { status: 'COMPLETED' } });
    expect(await answer({ orderNumber: claim.orderNumber, cancelId: '1', answer: 'APPROVE' })).toMatchObject({ isAnswered: false, claim: null, userErrors: [{ code: 'RETURN_NOT_FOUND', field: ['input', 'cancelId'], itemRef: '1' }] });
    expect((await shop.ask(CANCEL_ANSWER, { input: { storeId: shop.storeId, ...claim, answer: 'APPROVE', idempotencyKey: 'k' } }, { scopes: ['orders:read'] })).errors).toMatchObject([{ code: 'FORBIDDEN', scope: 'orders:write' }]);
  });
});
