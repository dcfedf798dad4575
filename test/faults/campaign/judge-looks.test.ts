import { describe, expect, it } from '@jest/globals';
import type { AttemptId, ListingId, StoreId } from '../../../platform/ids.js';
import { judgeLooks, type LedgerCall, type Look } from './judge-looks.js';

const STORE = 'sto_1' as StoreId;
const SENT_AT = 10_000;
const PROVES_FROM = 40_000;
const at = (ms: number): Date => new Date(ms);

interface CallSketch {
  readonly sku?: string;
  readonly revision?: number;
  readonly preparedMs: number;
  readonly isSent?: boolean;
  readonly settledMs?: number;
  readonly provesFromMs?: number;
  readonly lostMs?: number;
  readonly settledKeys?: readonly string[];
  readonly state?: LedgerCall['state'];
}

function call(id: string, { sku = 'A', revision = 1, preparedMs, isSent = true, settledMs, provesFromMs, lostMs, settledKeys = [], state = 'SETTLED' }: CallSketch): LedgerCall {
  const price = { value: { saleMinor: 100, listMinor: 100, currency: 'TRY' as const }, revision, operationId: null, setAt: at(0) };
  return {
    _id: id as AttemptId, storeId: STORE, state, correlationId: `of ${id}`, items: [{ listingId: `lst_${sku}` as ListingId, remoteKey: sku, price }], settledKeys,
    preparedAt: at(preparedMs), sentAt: isSent ? at(preparedMs) : null, settledAt: settledMs === undefined ? null : at(settledMs), ...(lostMs !== undefined && { lostAt: at(lostMs) }), ...(provesFromMs !== undefined && { provesFrom: at(provesFromMs) }),
  };
}

function look(startedMs: number, more: Partial<Look> = {}): Look {
  return { storeId: STORE, correlationId: 'of lost', said: '/offers?barcodes=B,A', startedAt: at(startedMs), endedAt: at(startedMs + 100), isAnswer: false, ...more };
}

const LOST: CallSketch = { preparedMs: SENT_AT, provesFromMs: PROVES_FROM, settledMs: 45_000 };
const AGAIN: CallSketch = { preparedMs: 46_000 };
const unseenBy = (looks: readonly Look[], again: CallSketch, lost: CallSketch = LOST): readonly string[] => judgeLooks([call('lost', lost), call('again', again)], { looks, carriedOut: [] }).unseen;

const SETTLED_UNSEEN = 'A of the lost call lost was settled without a look';
const REPEATED_UNSEEN = 'the price of A in the lost call lost was sent again by again without a look';

describe('a value whose call lost its answer', () => {
  it('may be sent again after a look that proves that it will not come', () => {
    expect(judgeLooks([call('lost', LOST), call('again', AGAIN)], { looks: [look(44_000)], carriedOut: [] })).toEqual({ lost: 1, sentAgain: 1, unseen: [], accused: new Set() });
  });

  it('is found sent again blindly, however the marketplace takes it', () => {
    expect(unseenBy([look(44_000)], { preparedMs: 13_000 })).toEqual([REPEATED_UNSEEN]);
  });

  it.each<[string, Partial<Look>]>([
    ['at other goods', { said: '/offers?barcodes=B' }],
    ['at another store', { storeId: 'sto_2' }],
    ['for another call', { correlationId: 'of another' }],
    ['that began before it proved anything', { startedAt: at(20_000) }],
  ])('is found sent again and settled unseen after nothing but a look %s', (_what, other) => {
    expect(unseenBy([look(44_000, other)], AGAIN)).toEqual([SETTLED_UNSEEN, REPEATED_UNSEEN]);
  });

  it('may have been looked at where nobody knows any more what was answered', () => {
    expect(unseenBy([look(44_000, { said: null })], AGAIN)).toEqual([]);
  });

  it('needs no look where the call was answered after its worker had been given up', () => {
    expect(unseenBy([look(SENT_AT, { endedAt: at(20_000), isAnswer: true })], AGAIN)).toEqual([]);
  });

  it('needs a look where it was another call for the same goods that was answered', () => {
    const repeated = call('again', { preparedMs: 15_000 });
    const answer = look(16_000, { isAnswer: true, endedAt: at(16_100) });
    expect(judgeLooks([call('lost', LOST), repeated], { looks: [answer], carriedOut: [] }).unseen).toEqual([SETTLED_UNSEEN, REPEATED_UNSEEN]);
  });

  it('needs no look where its worker had the answer before others gave the call up, and wrote it down later', () => {
    expect([unseenBy([], AGAIN, { ...LOST, settledMs: 11_000, lostMs: 18_000 }), unseenBy([], AGAIN, { ...LOST, lostMs: 18_000 })]).toEqual([[], [SETTLED_UNSEEN, REPEATED_UNSEEN]]);
  });

  it('is found settled without a look also where nobody sent it again', () => {
    expect(judgeLooks([call('lost', LOST)], { looks: [], carriedOut: [] }).unseen).toEqual([SETTLED_UNSEEN]);
  });

  it('is settled early by a look that found it, and by nothing else', () => {
    const early = { ...LOST, settledMs: 12_000 };
    expect([judgeLooks([call('lost', early)], { looks: [look(11_500)], carriedOut: [] }).unseen, judgeLooks([call('lost', early)], { looks: [], carriedOut: [] }).unseen]).toEqual([[], [SETTLED_UNSEEN]]);
  });

  it('is not sent again by a call for a newer one, for other goods, or that never left', () => {
    const others = [call('newer', { ...AGAIN, revision: 2 }), call('other', { ...AGAIN, sku: 'B' }), call('unsent', { ...AGAIN, isSent: false })];
    expect(judgeLooks([call('lost', LOST), ...others], { looks: [look(44_000)], carriedOut: [] })).toEqual({ lost: 1, sentAgain: 0, unseen: [], accused: new Set() });
  });

  it('need not be looked at where the marketplace had told what became of it', () => {
    expect(judgeLooks([call('lost', { ...LOST, settledKeys: ['A'] })], { looks: [], carriedOut: [] })).toEqual({ lost: 0, sentAgain: 0, unseen: [], accused: new Set() });
  });

  it('needs no look where its own worker, frozen meanwhile, found that it had not left, unless the marketplace knows better', () => {
    const unsent = call('lost', { ...LOST, state: 'NOT_SENT', settledMs: 20_000, lostMs: 18_000 });
    const carriedOut = { storeId: STORE, correlationId: 'of lost', said: '{"sku":"A"}', startedAt: at(11_000), endedAt: at(12_000) };
    expect(judgeLooks([unsent, call('again', AGAIN)], { looks: [], carriedOut: [] }).unseen).toEqual([]);
    expect(judgeLooks([unsent], { looks: [], carriedOut: [carriedOut] }).unseen).toEqual(['A of the lost call lost was taken for unsent, and carried out']);
    expect(judgeLooks([unsent], { looks: [], carriedOut: [{ ...carriedOut, startedAt: at(30_000), endedAt: at(31_000) }] }).unseen).toEqual([]);
    const straightAfter = { ...carriedOut, startedAt: at(20_200), endedAt: at(20_300) };
    expect(judgeLooks([unsent, call('again', { preparedMs: 20_100 })], { looks: [], carriedOut: [straightAfter] }).unseen).toEqual([]);
    expect(judgeLooks([unsent, call('other', { preparedMs: 20_100, sku: 'B' })], { looks: [], carriedOut: [straightAfter] }).unseen).toEqual(['A of the lost call lost was taken for unsent, and carried out']);
  });
});
