import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SellerId } from '../../../platform/ids.js';
import { SELLER, type TestShop } from '../sandbox/test-shop.js';
import { startSubgraphOverShop, STORE, type SubgraphOverShop } from './testing/subgraph-over-shop.js';

const UNITS = 'units { id status state isWaiting acceptDetail }';
const ANSWER = `mutation ($input: TrendyolClaimAnswerInput!) { trendyolClaimAnswer(input: $input) { isAnswered preview claim { ${UNITS} } userErrors { code field itemRef message retryable } } }`;

interface Opened {
  readonly claimId: string;
  readonly unitIds: readonly string[];
}
interface Answered {
  readonly isAnswered: boolean;
  readonly preview: { readonly body: unknown } | null;
  readonly claim: { readonly units: readonly { readonly status: string }[] } | null;
  readonly userErrors: readonly object[];
}

describe('answering buyers who give back to a Trendyol store', () => {
  let over: SubgraphOverShop;
  let shop: TestShop;
  let ask: SubgraphOverShop['ask'];
  let key = 0;

  beforeAll(async () => {
    over = await startSubgraphOverShop();
    ({ shop, ask } = over);
    await shop.seed([{ barcode: 'RED-M', stockCode: 'STK-RED-M', quantity: 1_000, salePrice: 100, listPrice: 120 }]);
  });
  afterAll(() => over.stop());

  const answer = async (input: object): Promise<Answered> => {
    const { data, codes } = await ask(ANSWER, { input: { storeId: STORE, answer: 'APPROVE', idempotencyKey: `k-${(key += 1)}`, ...input } });
    expect(codes).toEqual([]);
    return data!['trendyolClaimAnswer'] as Answered;
  };
  const given = async (quantity = 1, more: object = {}): Promise<Opened> => {
    const { orderNumber } = await shop.control<{ orderNumber: string }>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ barcode: 'RED-M', quantity }] });
    for (const move of ['ship', 'deliver']) await shop.control('POST', `/orders/${orderNumber}/${move}`);
    const { id, items } = await shop.control<{ id: string; items: { claimItems: { id: string }[] }[] }>('POST', `/orders/${orderNumber}/return`, { reasonCode: 'SMALL_SIZE', ...more });
    return { claimId: id, unitIds: items.flatMap(({ claimItems }) => claimItems.map((item) => item.id)) };
  };
  const moved = (claimId: string, status: string) => shop.control('POST', `/claims/${claimId}/status`, { sellerId: SELLER.sellerId, status });
  const fault = (claimId: string, kind: string, more: object = {}) => shop.control('POST', '/faults', { kind, match: { method: 'PUT', path: `/claims/${claimId}/` }, times: 1, ...more });
  const sent = async (claimId: string) => (await shop.control<{ requests: { method: string }[] }>('GET', `/requests?path=/claims/${claimId}/&limit=1000`)).requests.length;
  const statuses = ({ claim }: Answered) => claim?.units.map(({ status }) => status);
  const photo = { name: 'kutu.jpg', contentType: 'image/jpeg', base64: Buffer.from('a photo').toString('base64') };

  it('shows a return unit by unit, and none of another id', async () => {
    const { claimId, unitIds } = await given(2);
    const QUERY = `query ($c: ID!) { trendyolClaim(storeId: "sto_1", claimId: $c) { claimId units { id barcode reason status state isWaiting acceptDetail } } }`;
    const unit = { barcode: 'RED-M', reason: 'Beden küçük geldi', status: 'WaitingInAction', state: 'AWAITING_SELLER', isWaiting: true, acceptDetail: null };
    expect((await ask(QUERY, { c: claimId })).data).toEqual({ trendyolClaim: { claimId, units: unitIds.map((id) => ({ id, ...unit })) } });
    expect((await ask(QUERY, { c: 'none' })).data).toEqual({ trendyolClaim: null });
  });

  it('approves the units named, and leaves the others waiting', async () => {
    const { claimId, unitIds } = await given(2);
    const first = await answer({ claimId, unitIds: [unitIds[0]] });
    expect(first).toMatchObject({ isAnswered: true, preview: null, userErrors: [], claim: { units: [{ status: 'Accepted', state: 'REFUNDED', isWaiting: false, acceptDetail: 'SUPPLIER' }, { status: 'WaitingInAction', isWaiting: true }] } });
    const both = await answer({ claimId, unitIds });
    expect([both.isAnswered, statuses(both), await sent(claimId)]).toEqual([true, ['Accepted', 'Accepted'], 2]);
  });

  it('counts an approval that is looked at for fraud as given', async () => {
    await shop.control('PUT', '/settings', { claimFraudCheckMs: 60_000 });
    const claim = await given();
    expect(await answer(claim)).toMatchObject({ isAnswered: true, claim: { units: [{ status: 'WaitingFraudCheck', state: 'APPROVED' }] } });
    await shop.advance(60_000);
    expect(await answer(claim)).toMatchObject({ isAnswered: true, claim: { units: [{ status: 'Accepted', acceptDetail: 'SUPPLIER' }] } });
    expect(await sent(claim.claimId)).toBe(1);
    await shop.control('PUT', '/settings', { claimFraudCheckMs: 0 });
  });

  it('disputes with a reason that needs no file, and with a file where it needs one', async () => {
    const [lost, worn] = [await given(), await given(2)];
    expect(await answer({ ...lost, answer: 'DISPUTE', reasonId: 1651, description: 'Paket gelmedi, “şube”de' })).toMatchObject({ isAnswered: true, claim: { units: [{ status: 'InAnalysis', state: 'DISPUTED' }] }, userErrors: [] });
    expect(statuses(await answer({ ...worn, answer: 'DISPUTE', reasonId: 551, description: 'Kullanılmış', files: [photo, { ...photo, name: 'tutanak.pdf', contentType: 'application/pdf' }] }))).toEqual(['InAnalysis', 'InAnalysis']);
    const { body } = await shop.api<{ content: { items: { claimItems: { note: string }[] }[] }[] }>('GET', `/order/sellers/:id/claims?claimIds=${lost.claimId}`);
    expect(body.content[0]?.items[0]?.claimItems).toMatchObject([{ note: 'Paket gelmedi, “şube”de' }]);
  });

  it.each<[string, object, string, string]>([
    ['no unit', { unitIds: [] }, 'BAD_INPUT', 'unitIds'],
    ['a unit of another return', { unitIds: ['u-1'] }, 'UNIT_NOT_FOUND', 'unitIds'],
    ['a return of another id', { claimId: 'none' }, 'RETURN_NOT_FOUND', 'claimId'],
    ['a dispute without a reason', { answer: 'DISPUTE', description: 'Yok' }, 'REASON_MISSING', 'reasonId'],
    ['a dispute without a description', { answer: 'DISPUTE', reasonId: 451, description: ' ' }, 'REASON_MISSING', 'description'],
    ['a dispute for a reason Trendyol has no more', { answer: 'DISPUTE', reasonId: 2151, description: 'Yok' }, 'REASON_MISSING', 'reasonId'],
    ['a dispute without the file its reason needs', { answer: 'DISPUTE', reasonId: 2077, description: 'Açılmış' }, 'EVIDENCE_MISSING', 'files'],
    ['a long description', { answer: 'DISPUTE', reasonId: 451, description: 'x'.repeat(501) }, 'COMMENT_TOO_LONG', 'description'],
    ['a file that is not in base64', { answer: 'DISPUTE', reasonId: 2077, description: 'Açılmış', files: [{ ...photo, base64: 'no!' }] }, 'BAD_INPUT', 'files'],
    ['a file of another type', { answer: 'DISPUTE', reasonId: 2077, description: 'Açılmış', files: [{ ...photo, contentType: 'text/html' }] }, 'BAD_INPUT', 'files'],
    ['files of more than 5 MB', { answer: 'DISPUTE', reasonId: 2077, description: 'Açılmış', files: [{ ...photo, base64: 'AAAA'.repeat(1_666_667) }] }, 'BAD_INPUT', 'files'],
    ['an empty key', { idempotencyKey: '' }, 'INVALID_IDEMPOTENCY_KEY', 'idempotencyKey'],
  ])('refuses %s before anything is sent', async (_name, input, code, field) => {
    const claim = await given();
    expect(await answer({ ...claim, ...input })).toMatchObject({ isAnswered: false, userErrors: [{ code, field: ['input', field] }] });
    expect(await sent(claim.claimId)).toBe(0);
  });

  it.each<[string, 'APPROVE' | 'DISPUTE']>([['Created', 'APPROVE'], ['Cancelled', 'APPROVE'], ['InAnalysis', 'APPROVE'], ['Accepted', 'DISPUTE'], ['WaitingFraudCheck', 'DISPUTE']])('refuses what is %s and cannot be answered by %s', async (status, kind) => {
    const claim = await given();
    await moved(claim.claimId, status);
    expect(await answer({ ...claim, answer: kind, reasonId: 451, description: 'Yok' })).toMatchObject({ isAnswered: false, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED', itemRef: claim.unitIds[0], message: expect.stringContaining(status) }], claim: { units: [{ status }] } });
    expect(await sent(claim.claimId)).toBe(0);
  });

  it('shows in a dry run what would be sent, and sends nothing', async () => {
    const { claimId, unitIds } = await given();
    const base = `/order/sellers/${SELLER.sellerId}/claims/${claimId}`;
    expect(await answer({ claimId, unitIds, dryRun: true })).toMatchObject({ isAnswered: false, preview: { method: 'PUT', path: `${base}/items/approve`, body: { claimLineItemIdList: unitIds, params: {} } }, userErrors: [] });
    const dispute = await answer({ claimId, unitIds, answer: 'DISPUTE', reasonId: 551, description: 'Kullanılmış', files: [photo], dryRun: true });
    expect(dispute.preview).toEqual({ method: 'POST', path: `${base}/issue`, body: { claimIssueReasonId: '551', claimItemIdList: unitIds[0], description: 'Kullanılmış', files: [{ name: 'kutu.jpg', contentType: 'image/jpeg', bytes: 7 }] } });
    expect(await sent(claimId)).toBe(0);
  });

  it('answers once under a key, however often it is asked', async () => {
    const input = { ...(await given(2)), idempotencyKey: 'once' };
    expect([await answer(input), await answer({ ...input, unitIds: input.unitIds.toReversed() })]).toMatchObject([{ isAnswered: true }, { isAnswered: true, userErrors: [] }]);
    expect(await sent(input.claimId)).toBe(1);
    expect(await answer({ ...input, unitIds: [input.unitIds[0]] })).toMatchObject({ isAnswered: false, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
  });

  it('looks at a return whose answer was lost: answered where Trendyol did it, uncertain and never sent again where it did not', async () => {
    const [done, undone] = [await given(), await given()];
    await fault(done.claimId, 'drop-after');
    expect(await answer(done)).toMatchObject({ isAnswered: true, claim: { units: [{ status: 'Accepted' }] } });
    await fault(undone.claimId, 'drop-before');
    const input = { ...undone, idempotencyKey: 'lost' };
    expect([await answer(input), await answer(input)]).toMatchObject([{ isAnswered: false, userErrors: [{ code: 'RETURN_DECISION_UNCERTAIN' }] }, { userErrors: [{ code: 'RETURN_DECISION_UNCERTAIN' }] }]);
    expect(await sent(undone.claimId)).toBe(1);
    await moved(undone.claimId, 'Accepted');
    expect(await answer(input)).toMatchObject({ isAnswered: true });
    expect(await sent(undone.claimId)).toBe(1);
  });

  it('takes no refusal for an answer, and sends the same call again after one', async () => {
    const claim = await given();
    await fault(claim.claimId, 'status', { status: 400 });
    const input = { ...claim, idempotencyKey: 'refused' };
    expect(await answer(input)).toMatchObject({ isAnswered: false, userErrors: [{ code: 'MARKETPLACE_REFUSED', retryable: false }] });
    await fault(claim.claimId, 'status', { status: 429 });
    expect(await answer(input)).toMatchObject({ isAnswered: false, userErrors: [{ code: 'RATE_LIMITED', retryable: true }] });
    expect(await answer(input)).toMatchObject({ isAnswered: true, userErrors: [] });
  });

  it('asks for the scope of each thing, and knows no store of another seller and none on another marketplace', async () => {
    const claim = await given();
    const input = { storeId: STORE, answer: 'APPROVE', idempotencyKey: 'k', ...claim };
    expect((await ask(ANSWER, { input }, { scopes: ['orders:read'] })).codes).toEqual(['FORBIDDEN']);
    expect((await ask('{ trendyolClaim(storeId: "sto_1", claimId: "c") { claimId } }', {}, { scopes: ['orders:write'] })).codes).toEqual(['FORBIDDEN']);
    expect((await ask(ANSWER, { input }, { sellerId: 'sel_2' as SellerId })).codes).toEqual(['NOT_FOUND']);
    over.moveStoreTo('N11');
    expect(await answer(claim)).toMatchObject({ userErrors: [{ code: 'WRONG_MARKETPLACE', field: ['input', 'storeId'] }] });
    expect((await ask('{ trendyolClaim(storeId: "sto_1", claimId: "c") { claimId } }', {})).codes).toEqual(['BAD_INPUT']);
    over.moveStoreTo('TRENDYOL');
    expect(await sent(claim.claimId)).toBe(0);
  });
});
