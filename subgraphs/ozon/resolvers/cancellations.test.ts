import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { SCOPES, type Scope } from '../../../platform/principal.js';
import type { LocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { Connector, RemoteClaim } from '../../sync/connector/contract.js';
import type { IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { Store } from '../../sync/connector/store-access.js';
import { contextOver, httpTo } from '../connector/testing/contexts.js';
import { createOzon, createOzonConnector } from '../index.js';
import { demoSeller } from '../sandbox/index.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';

const STORE = 'sto_1' as StoreId;
const TWO_DAYS_MS = 172_800_000;
const SHOWN = 'cancelId postingNumber orderNumber initiator reason status state requestedAt answerBy comment';
const ANSWER = `mutation ($input: OzonCancellationAnswerInput!) { ozonCancellationAnswer(input: $input) { isAnswered preview request { ${SHOWN} } userErrors { code field retryable } } }`;
const LIST = '/v2/conditional-cancellation/list';
const LISTS = { APPROVE: '/v2/conditional-cancellation/approve', REJECT: '/v2/conditional-cancellation/reject' };

interface Answered {
  readonly isAnswered: boolean;
  readonly preview: unknown;
  readonly request: { readonly status: string } | null;
  readonly userErrors: readonly { readonly code: string }[];
}

describe('the wishes of rFBS buyers to cancel', () => {
  let sandbox: RunningSandbox;
  let http: ReturnType<typeof httpTo>;
  let subgraph: LocalSubgraph;

  beforeAll(async () => {
    sandbox = await runSandbox();
    await sandbox.sell('A', 'FBS');
    await sandbox.control('PUT', '/products/A', { stock: 500, isRfbs: true });
    http = httpTo(sandbox.url);
    const context = contextOver({ http });
    const openOwned = async () => ({ store: { _id: STORE, state: { kind: 'ACTIVE' } } as unknown as Store, connector: createOzonConnector() as unknown as Connector, context });
    subgraph = createSubgraph(createOzon({ openOwned }, {} as IntentLedger).subgraph).local();
  });
  afterAll(async () => {
    await http.close();
    await sandbox.stop();
  });

  const ask = async (query: string, variables: object, scopes: readonly Scope[] = SCOPES) => {
    const { data, errors } = await subgraph.execute({ query, variables: variables as Record<string, unknown>, principal: { sellerId: 'sel_1' as SellerId, keyId: 'key_1', scopes }, correlationId: 'corr-1' });
    return { data: data as Readonly<Record<string, unknown>> | null | undefined, codes: (errors ?? []).map(({ extensions }) => extensions?.['code']) };
  };
  const answer = async (input: object): Promise<Answered> => {
    const { data, codes } = await ask(ANSWER, { input: { storeId: STORE, ...input } });
    expect(codes).toEqual([]);
    return data!['ozonCancellationAnswer'] as Answered;
  };
  const wished = async (shipped = false) => {
    const { postingNumber, orderNumber } = await sandbox.order({ A: 1 }, { scheme: 'RFBS' });
    if (shipped) await sandbox.control('PUT', `/postings/${postingNumber}`, { status: 'delivering' });
    const { id } = await sandbox.control<{ id: number }>('POST', `/postings/${postingNumber}/cancellation-request`, { message: 'Заказал не тот размер' });
    return { postingNumber, orderNumber, id, cancelId: `cancel-${id}` };
  };
  const move = (id: number, state: string) => sandbox.control('PUT', `/cancellation-requests/${id}`, { state });
  const statusOf = async (postingNumber: string) => (await sandbox.post<{ result: { status: string; cancellation: { cancellation_type: string } } }>('/v3/posting/fbs/get', { posting_number: postingNumber })).json.result;
  const callsTo = async (path: string) => (await sandbox.control<{ requests: unknown[] }>('GET', `/requests?path=${path}&limit=1000`)).requests.length;
  const fault = (kind: string, path: string) => sandbox.control('POST', '/faults', { kind, match: { path }, times: 1 });
  // Ahead of the sandbox's clock, which was moved, so that lists reach up to now.
  const aheadOfSandbox = () => new Date(Date.now() + 3 * TWO_DAYS_MS);
  const waiting = async (): Promise<RemoteClaim[]> => {
    const found: RemoteClaim[] = [];
    const claims = createOzonConnector().claims!;
    const context = contextOver({ http, now: aheadOfSandbox });
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof claims.list>> = await claims.listWaiting!(context, cursor);
      found.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    return found;
  };

  it('stand among what waits for the seller, with the goods, the reason, the buyer’s words and the hour at which Ozon agrees', async () => {
    const { cancelId, orderNumber } = await wished();
    expect((await waiting()).find(({ remoteClaimId }) => remoteClaimId === cancelId)).toMatchObject({
      kind: 'CANCEL', remoteKind: 'CLIENT', remoteOrderId: orderNumber, state: 'AWAITING_SELLER', status: 'ON_APPROVAL', note: 'Заказал не тот размер',
      respondBy: expect.any(Date), lines: [{ remoteKey: 'A', quantity: 1, reason: 'Покупатель передумал' }],
    });
    const { data } = await ask(`query ($c: ID!) { ozonCancellation(storeId: "sto_1", cancelId: $c) { ${SHOWN} } }`, { c: cancelId });
    expect(data).toMatchObject({ ozonCancellation: { cancelId, orderNumber, initiator: 'CLIENT', status: 'ON_APPROVAL', state: 'AWAITING_SELLER', answerBy: expect.stringMatching(/Z$/) } });
  });

  it.each([['before it leaves', false], ['on its way', true]])('once approved end the posting, %s, as the buyer’s own', async (_when, shipped) => {
    const { cancelId, postingNumber } = await wished(shipped);
    expect(await answer({ cancelId, answer: 'APPROVE' })).toMatchObject({ isAnswered: true, request: { status: 'APPROVED', state: 'APPROVED', answerBy: null }, userErrors: [] });
    expect(await statusOf(postingNumber)).toMatchObject({ status: 'cancelled', cancellation: { cancellation_type: 'client' } });
    expect((await waiting()).map(({ remoteClaimId }) => remoteClaimId)).not.toContain(cancelId);
  });

  it('once rejected leave the posting as it is, with the seller’s words', async () => {
    const { cancelId, postingNumber } = await wished();
    expect(await answer({ cancelId, answer: 'REJECT', comment: 'Уже у курьера' })).toMatchObject({ isAnswered: true, request: { status: 'REJECTED', comment: 'Уже у курьера' } });
    expect((await statusOf(postingNumber)).status).toBe('awaiting_packaging');
  });

  it('are approved by Ozon where nobody answers, and then not rejected any more', async () => {
    const { cancelId, postingNumber } = await wished();
    await sandbox.advance(TWO_DAYS_MS);
    expect((await statusOf(postingNumber)).status).toBe('cancelled');
    expect(await answer({ cancelId, answer: 'REJECT', comment: 'Нет' })).toMatchObject({ isAnswered: false, request: { status: 'APPROVED' }, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED', field: ['input', 'answer'] }] });
  });

  it.each(['APPROVE', 'REJECT'] as const)('are answered %s once, however often that is said', async (word) => {
    const { cancelId } = await wished();
    const before = await callsTo(LISTS[word]);
    for (let each = 0; each < 3; each += 1) expect(await answer({ cancelId, answer: word, comment: 'Да' })).toMatchObject({ isAnswered: true, userErrors: [] });
    expect(await callsTo(LISTS[word])).toBe(before + 1);
  });

  it('whose answer got none in return are looked at: answered where Ozon did it, else the same call again brings it there', async () => {
    const [done, undone] = [await wished(), await wished()];
    await fault('drop-after', LISTS.APPROVE);
    expect(await answer({ cancelId: done.cancelId, answer: 'APPROVE' })).toMatchObject({ isAnswered: true, request: { status: 'APPROVED' } });
    await fault('drop-before', LISTS.APPROVE);
    expect(await answer({ cancelId: undone.cancelId, answer: 'APPROVE' })).toMatchObject({ isAnswered: false, userErrors: [{ code: expect.stringMatching(/\S/) }] });
    expect((await statusOf(undone.postingNumber)).status).toBe('awaiting_packaging');
    expect(await answer({ cancelId: undone.cancelId, answer: 'APPROVE' })).toMatchObject({ isAnswered: true });
  });

  it.each(['APPROVE', 'REJECT'] as const)('are not told as answered %s where Ozon says so and goes on showing them as open', async (word) => {
    const { cancelId } = await wished();
    await sandbox.control('POST', '/faults', { kind: 'status', status: 200, body: {}, match: { path: LISTS[word] }, times: 1 });
    expect(await answer({ cancelId, answer: word, comment: 'Да' })).toMatchObject({ isAnswered: false, userErrors: [{ code: 'SERVER', retryable: true }] });
    expect((await waiting()).map(({ remoteClaimId }) => remoteClaimId)).toContain(cancelId);
    expect(await answer({ cancelId, answer: word, comment: 'Да' })).toMatchObject({ isAnswered: true, userErrors: [] });
  });

  it('decided in the cabinet in between are not told as answered otherwise', async () => {
    const { id, cancelId } = await wished();
    await move(id, 'REJECTED');
    const before = await callsTo(LISTS.APPROVE);
    expect(await answer({ cancelId, answer: 'APPROVE' })).toMatchObject({ isAnswered: false, request: { status: 'REJECTED' }, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED' }] });
    expect(await callsTo(LISTS.APPROVE)).toBe(before);
  });

  it('are not rejected without a word, nor under a number that is none or that Ozon does not have', async () => {
    const { cancelId } = await wished();
    expect((await answer({ cancelId, answer: 'REJECT', comment: ' ' })).userErrors).toEqual([{ code: 'REASON_MISSING', field: ['input', 'comment'], retryable: false }]);
    expect((await answer({ cancelId: 'R-1', answer: 'APPROVE' })).userErrors).toEqual([{ code: 'BAD_INPUT', field: ['input', 'cancelId'], retryable: false }]);
    expect((await answer({ cancelId: 'cancel-1', answer: 'APPROVE' })).userErrors).toMatchObject([{ code: 'MARKETPLACE_REFUSED' }]);
  });

  it('show in a dry run what would be sent, and nothing is sent', async () => {
    const { id, cancelId, postingNumber } = await wished();
    expect(await answer({ cancelId, answer: 'REJECT', comment: 'Нет', dryRun: true })).toMatchObject({ isAnswered: false, preview: { path: LISTS.REJECT, body: { cancellation_id: id, comment: 'Нет' } } });
    expect(await answer({ cancelId, answer: 'APPROVE', dryRun: true })).toMatchObject({ preview: { path: LISTS.APPROVE } });
    expect((await statusOf(postingNumber)).status).toBe('awaiting_packaging');
  });

  it('are read through at once, and the goods asked of those only that may have changed', async () => {
    const [open, decided] = [await wished(), await wished()];
    await move(decided.id, 'REJECTED');
    for (let each = 0; each < 60; each += 1) await move((await wished()).id, 'REJECTED');
    const before = [await callsTo(LIST), await callsTo('/v4/posting/fbs/list')];
    const { items, next } = await createOzonConnector().claims!.list(contextOver({ http, now: aheadOfSandbox }), new Date(Date.now() + 30 * TWO_DAYS_MS), 'cancel:0');
    expect(next).toBeNull();
    expect(items.find(({ remoteClaimId }) => remoteClaimId === open.cancelId)).toMatchObject({ state: 'AWAITING_SELLER', lines: [{ remoteKey: 'A' }] });
    expect(items.map(({ remoteClaimId }) => remoteClaimId)).not.toContain(decided.cancelId);
    expect([await callsTo(LIST), await callsTo('/v4/posting/fbs/list')]).toEqual(before.map((calls) => calls + 1));
  });

  it('are told to no key without the role for them, which hears of returns all the same', async () => {
    const { cancelId } = await wished();
    const { postingNumber } = await sandbox.order({ A: 1 }, { scheme: 'RFBS' });
    const { id } = await sandbox.control<{ id: number }>('POST', `/postings/${postingNumber}/rfbs-return`, { offerId: 'A', comment: 'Мала' });
    await sandbox.control('POST', '/sellers', { ...demoSeller, deniedPaths: [LIST] });
    const told = (await waiting()).map(({ remoteClaimId }) => remoteClaimId);
    await sandbox.control('POST', '/sellers', demoSeller);
    expect([told.includes(cancelId), told.includes(`rfbs-${id}`)]).toEqual([false, true]);
  });

  it('cannot be of a posting that Ozon delivers, nor twice at once', async () => {
    const { postingNumber } = await wished();
    await expect(sandbox.control('POST', `/postings/${postingNumber}/cancellation-request`, {})).rejects.toThrow('404');
    const ozons = await sandbox.order({ FBS: 1 });
    await expect(sandbox.control('POST', `/postings/${ozons.postingNumber}/cancellation-request`, {})).rejects.toThrow('404');
  });

  it('ask for the scope of each thing', async () => {
    expect((await ask(ANSWER, { input: { storeId: STORE, cancelId: '1', answer: 'APPROVE' } }, ['orders:read'])).codes).toEqual(['FORBIDDEN']);
    expect((await ask('{ ozonCancellation(storeId: "sto_1", cancelId: "1") { status } }', {}, ['orders:write'])).codes).toEqual(['FORBIDDEN']);
  });

  it('keep waiting over a restart of the sandbox, and are approved after it when their time has come', async () => {
    const { postingNumber } = await wished();
    await sandbox.restart();
    await sandbox.advance(TWO_DAYS_MS);
    expect((await statusOf(postingNumber)).status).toBe('cancelled');
  });
});
