import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import { takeInNews } from './take-in-news.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';
import { workCalls } from './work-calls.js';

const never = new AbortController().signal;
const IN_A_WHILE_MS = 600_000;

describe('news that name an order which a poll brings', () => {
  let suite: IntakeSuite;
  /** When the orders of these tests were changed, by the marketplace. */
  let changedAt: number;
  let told = 0;

  beforeEach(async () => {
    suite = await openIntakeSuite();
    await suite.shelve([{ sku: 'SKU', barcode: 'BC', onHand: 1_000 }]);
    // The first poll and webhook check are behind us; the next come in minutes.
    await work();
    suite.clock.advance(10_000);
    changedAt = suite.clock.now().getTime();
    suite.market.calls.length = 0;
  });
  afterEach(() => suite.close());

  const store = () => suite.storeIds.first;
  const work = () => workCalls(suite.deps, store(), never);
  const put = (...ids: string[]) => ids.forEach((id) => suite.market.put(sampleOrder({ remoteOrderId: id, packages: [samplePackage({ remotePackageId: `P-${id}`, remoteRevision: changedAt, lines: [sampleLine({ remoteKey: 'BC' })] })] })));
  const tell = (revision: number | null, ...changed: string[]) => tellEach(revision, [changed]);
  const tellEach = async (revision: number | null, each: readonly (readonly string[])[]) => {
    for (const changed of each) await suite.post(store(), JSON.stringify({ n: ++told, changed, ...(revision === null ? {} : { revision }) }));
    await takeInNews(suite.deps, store(), never);
    suite.clock.advance(1);
  };
  const poll = async () => {
    await suite.deps.marks.note(store(), { readNotBefore: new Date(suite.clock.now().getTime() + IN_A_WHILE_MS), pollAt: suite.clock.now() });
    await work();
    await suite.deps.marks.note(store(), { readNotBefore: suite.clock.now(), pollAt: new Date(suite.clock.now().getTime() + IN_A_WHILE_MS) });
  };
  const reads = () => suite.market.calls.filter((call) => call.startsWith('byNumber'));
  const polls = () => suite.market.calls.filter((call) => call.startsWith('changedSince') && call.endsWith('first')).length;
  const states = async () => (await suite.db.collection('inbox').find().toArray()).map((entry) => (entry['state'] as { kind: string }).kind);
  const mark = async () => (await suite.deps.marks.find([store()]))[0]!;

  it('are taken in without reading it by its number', async () => {
    put('A', 'B', 'C');
    for (const id of ['A', 'B', 'C', 'A']) await tell(changedAt, id);
    await poll();
    await work();
    expect([await states(), reads()]).toEqual([['MAPPED', 'MAPPED', 'MAPPED', 'MAPPED'], []]);
    expect(await suite.stockOf('SKU')).toEqual({ onHand: 1_000, reserved: 3 });
  });

  it.each([
    ['tell of a newer change than it brought', 1],
    ['do not tell when it was changed', null],
  ])('have it read when they %s', async (_what, later) => {
    put('A');
    await tell(later === null ? null : changedAt + later, 'A');
    await poll();
    expect([await states(), reads()]).toEqual([['RECEIVED'], []]);
    await work();
    expect([await states(), reads()]).toEqual([['MAPPED'], ['byNumber A']]);
  });

  it('have it read when that poll had been begun before they came', async () => {
    put('A');
    const startedAt = suite.clock.now();
    await tell(changedAt, 'A');
    await suite.deps.marks.note(store(), { window: { since: new Date(changedAt - 1), startedAt, cursor: null } });
    await poll();
    expect(await states()).toEqual(['RECEIVED']);
    await work();
    expect([await states(), reads()]).toEqual([['MAPPED'], ['byNumber A']]);
  });

  it('have only those read that it did not bring', async () => {
    put('A');
    await tell(changedAt, 'A', 'overtaken');
    await poll();
    put('overtaken');
    await work();
    expect([await states(), reads()]).toEqual([['MAPPED'], ['byNumber overtaken']]);
  });

  it('stay as they are when the process dies before what it brought is recorded', async () => {
    put('A');
    await tell(changedAt, 'A');
    await suite.deps.marks.note(store(), { readNotBefore: new Date(suite.clock.now().getTime() + IN_A_WHILE_MS), pollAt: suite.clock.now() });
    const dying = { ...suite.deps, orders: { ...suite.deps.orders, recordOrders: () => Promise.reject(new Error('the process died')) } };
    await expect(workCalls(dying, store(), never)).rejects.toThrow('the process died');
    expect(await states()).toEqual(['RECEIVED']);
  });

  it('count as told: the webhooks are not taken for broken', async () => {
    put('A');
    await tell(changedAt, 'A');
    suite.clock.advance(60_000);
    await poll();
    expect([await states(), (await mark()).webhooksMissed]).toEqual([['MAPPED'], false]);
  });

  const burst = Array.from({ length: 60 }, (_, index) => `T-${String(index).padStart(2, '0')}`);

  it('bring it forward when more of them wait than one turn reads', async () => {
    put(...burst);
    await tellEach(changedAt, burst.map((id) => [id]));
    await work();
    expect([reads().length, polls(), new Set(await states())]).toEqual([40, 1, new Set(['MAPPED'])]);
    expect(await suite.stockOf('SKU')).toEqual({ onHand: 1_000, reserved: 60 });
  }, 240_000);

  it.each([
    ['they do not tell when they were changed, as it could spare no reading', null, {}],
    ['polls are paused', 0, { isPaused: true }],
  ])('leave it where it is when %s', async (_what, later, plan) => {
    put(...burst);
    await tellEach(later === null ? null : changedAt + later, burst.map((id) => [id]));
    await workCalls({ ...suite.deps, orderPlan: async () => ({ intervalMs: 1_800_000, isSet: true, isPaused: false, batch: 40, ...plan }) }, store(), never);
    expect([reads().length, polls()]).toEqual([40, 0]);
  }, 240_000);
});
