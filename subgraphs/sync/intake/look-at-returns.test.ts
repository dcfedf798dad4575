import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../../platform/ids.js';
import type { QuotaClass } from '../../../platform/quota/quota-class.js';
import { ConnectorError, UNTOLD, type ClaimPort, type RemoteClaim } from '../connector/contract.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';
import { takeInNews } from './take-in-news.js';
import { callsKey } from './wake-keys.js';
import { workCalls } from './work-calls.js';

const MINUTE_MS = 60_000;
const claim = (remoteClaimId: string, part: Partial<RemoteClaim> = {}): RemoteClaim => ({
  remoteClaimId, remoteOrderId: 'O-1', kind: 'RETURN', state: 'AWAITING_SELLER', status: 'WaitingInAction', ...UNTOLD, lines: [], createdAt: new Date(0), changedAt: new Date(0), ...part,
});
const due = (hours: number) => new Date(Date.UTC(2026, 10, 23, hours));

describe('looking at the returns of a store', () => {
  let suite: IntakeSuite;
  let pages: (readonly RemoteClaim[])[];
  let looks: number;
  let trouble: ConnectorError | null;
  let onPage: () => void;

  beforeEach(async () => {
    suite = await openIntakeSuite();
    [pages, looks, trouble, onPage] = [[[]], 0, null, () => undefined];
    const claims: ClaimPort<unknown> = {
      list: () => Promise.reject(new Error('what waits can be asked for')),
      async listWaiting(_context, cursor) {
        looks += cursor === null ? 1 : 0;
        onPage();
        if (trouble) throw trouble;
        const page = Number(cursor ?? 0);
        return { items: pages[page] ?? [], next: page + 1 < pages.length ? String(page + 1) : null };
      },
    };
    Object.assign(suite.market.connector, { claims });
    await work();
  });
  afterEach(() => suite.close());

  const work = () => workCalls(suite.deps, suite.storeIds.first, new AbortController().signal);
  const later = async (minutes: number) => {
    suite.clock.advance(minutes * MINUTE_MS);
    await work();
  };
  const mark = async () => (await suite.deps.marks.find([suite.storeIds.first]))[0];
  const waiting = async () => (await mark())?.returnsWaiting;

  it('counts those that wait for the seller, each once, with the first end of a time to answer, once its orders were read', async () => {
    pages = [[claim('1', { respondBy: due(9) }), claim('2', { state: 'REFUNDED', respondBy: due(1) }), claim('3', { respondBy: due(8) })], [claim('3', { respondBy: due(8) }), claim('4', { kind: 'CANCEL' }), claim('5', { state: 'UNKNOWN', unreadable: "'status' cannot be read" })]];
    expect([looks, await waiting()]).toEqual([0, undefined]);
    await later(5);
    expect(await waiting()).toEqual({ count: 3, nextRespondBy: due(8), seenAt: suite.clock.now() });
  });

  it('is done four times an hour, however often the store is worked on', async () => {
    for (let minutes = 0; minutes < 60; minutes += 5) await later(5);
    expect(looks).toBe(4);
    pages = [[claim('1')]];
    await later(15);
    expect(await waiting()).toMatchObject({ count: 1, nextRespondBy: null });
  });

  it('is done at once when news told of a return, and once a minute however many they are', async () => {
    await later(5);
    // A call with the same bytes would be one that came before.
    const news = async (n: number) => {
      await suite.post(suite.storeIds.first, JSON.stringify({ returned: true, n }));
      await takeInNews(suite.deps, suite.storeIds.first, new AbortController().signal);
    };
    pages = [[claim('1')]];
    suite.clock.advance(MINUTE_MS);
    suite.wakes.length = 0;
    await news(1);
    expect(suite.wakes).toContain(callsKey(suite.storeIds.first));
    await work();
    expect([looks, (await waiting())?.count]).toEqual([2, 1]);
    suite.clock.advance(1_000);
    await news(2);
    await work();
    expect(looks).toBe(2);
    await later(1);
    await later(2);
    expect(looks).toBe(3);
  });

  it('goes on where it stopped when there is more than orders should wait for', async () => {
    pages = Array.from({ length: 8 }, (_, page) => [claim(`p-${page}`)]);
    await later(5);
    expect([(await mark())?.returnsLook?.going?.pages, await waiting()]).toEqual([5, undefined]);
    await later(1);
    expect([looks, (await mark())?.returnsLook?.going, (await waiting())?.count]).toEqual([1, null, 8]);
  });

  it('lets orders go on after a page that took long', async () => {
    pages = [[claim('1')], [claim('2')]];
    onPage = () => suite.clock.advance(4_000);
    await later(5);
    expect(await waiting()).toBeUndefined();
    await later(1);
    expect(await waiting()).toMatchObject({ count: 2 });
  });

  it('keeps what it knew through trouble of any class, which stops nothing else of the store', async () => {
    pages = [[claim('1')]];
    await later(5);
    const known = await waiting();
    for (const errorClass of ['AUTHENTICATION', 'AUTHENTICATION', 'AUTHENTICATION', 'AUTHENTICATION', 'VALIDATION', 'SERVER'] as const) {
      trouble = new ConnectorError({ errorClass, outcome: 'REFUSED', message: 'no returns for you' });
      await later(15);
    }
    const [store] = await suite.stores.findStores([suite.storeIds.first]);
    expect([looks, await waiting(), store?.state.kind, (await mark())?.lastError]).toEqual([7, known, 'ACTIVE', null]);
    trouble = null;
    pages = [[]];
    await later(15);
    expect(await waiting()).toMatchObject({ count: 0 });
  });

  it('goes through what changed lately where the marketplace cannot be asked for what waits, on quota that nobody else wants', async () => {
    const asked: { since: Date; worth: QuotaClass | undefined }[] = [];
    const worths: (QuotaClass | undefined)[] = [];
    const access = { ...suite.deps.access };
    const send = async ({ worth }: { worth?: QuotaClass }) => {
      worths.push(worth);
      return { status: 200, headers: {}, body: Buffer.from(''), payloadId: 'pay_1' };
    };
    Object.assign(suite.deps.access, {
      open: async (storeId: StoreId) => {
        const open = await access.open(storeId);
        return { ...open, context: { ...open.context, http: { send } } };
      },
    });
    const claims: ClaimPort<unknown> = {
      async list(context, since) {
        await context.http.send({ quotaGroup: 'g', operation: 'claims.list', method: 'GET', path: '/claims' } as never);
        asked.push({ since, worth: worths.at(-1) });
        return { items: [claim('1'), claim('2', { state: 'REJECTED' })], next: null };
      },
    };
    Object.assign(suite.market.connector, { claims });
    await later(5);
    expect(asked).toEqual([{ since: new Date(suite.clock.now().getTime() - 30 * 24 * 60 * MINUTE_MS), worth: 'BULK' }]);
    expect(await waiting()).toMatchObject({ count: 1 });
  });
});
