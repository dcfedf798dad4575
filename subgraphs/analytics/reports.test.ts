import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../platform/ids.js';
import { eventually } from '../sync/testing/lane-suite.js';
import { quantilesOf } from '../sync/figures/domain/latency-buckets.js';
import { SETTLE_MS } from './domain/report-plan.js';
import type { Report } from './domain/report.js';
import { keepPlans, wakeOverdueReports } from './operations/keep-plans.js';
import { makeDueReports } from './operations/make-due-reports.js';
import { sendReports } from './operations/send-reports.js';
import { openReportOffice, type ReportOffice } from './testing/report-office.js';

const DAY_MS = 86_400_000;
const TIMES = '{ count p50Seconds p95Seconds p99Seconds }';
const FIGURES = `{ operations { kind state operations values rejected } errors { what cause times explanation { cause } } propagation { field toSent ${TIMES} toApplied ${TIMES} } saleAnswered { count } consistency { sweeps fields { field score } } oversells { orders lines } }`;
const REPORT = `id period day from to timeZone isFinished madeAt sentAt total ${FIGURES} stores { nodes { store { id } figures ${FIGURES} quotas { group calls } } pageInfo { hasNextPage } }`;
const LIST = `query ($filter: OperationsReportFilter, $first: Int, $after: String) { operationsReports(filter: $filter, first: $first, after: $after) { nodes { ${REPORT} } pageInfo { hasNextPage endCursor } } }`;
const SO_FAR = `query ($period: ReportPeriod!) { operationsReportSoFar(period: $period) { ${REPORT} } }`;
const SET = 'mutation ($input: ReportSettingsSetInput!) { reportSettingsSet(input: $input) { settings { timeZone daily weekly nextAt } userErrors { code field explanation { remedy } } } }';

interface Figures {
  readonly operations: readonly { readonly kind: string; readonly state: string; readonly operations: number; readonly values: number | null; readonly rejected: number | null }[];
  readonly errors: readonly { readonly what: string; readonly cause: string; readonly times: number; readonly explanation: unknown }[];
  readonly propagation: readonly { readonly field: string; readonly toSent: { readonly count: number }; readonly toApplied: { readonly count: number; readonly p50Seconds: number | null } }[];
}
interface Shown {
  readonly id: string;
  readonly period: string;
  readonly day: string;
  readonly from: string;
  readonly to: string;
  readonly isFinished: boolean;
  readonly sentAt: string | null;
  readonly total: Figures;
  readonly stores: { readonly nodes: readonly { readonly store: { readonly id: string }; readonly figures: Figures }[] };
}
interface Listed {
  readonly operationsReports: { readonly nodes: readonly Shown[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string } };
}
interface Changed {
  readonly reportSettingsSet: { readonly settings: { readonly timeZone: string; readonly daily: boolean; readonly weekly: boolean; readonly nextAt: string | null }; readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[] };
}

describe('operations reports', () => {
  let office: ReportOffice;
  const sellerId = () => office.house.sellerId;
  const make = () => makeDueReports(office.deps, sellerId());
  const list = async (variables: Record<string, unknown> = {}) => {
    const { data, errors } = await office.ask<Listed>(LIST, variables);
    expect(errors).toEqual([]);
    return data!.operationsReports;
  };
  const days = async () => (await list({ filter: { period: 'DAILY' }, first: 250 })).nodes;
  const set = async (input: Record<string, unknown>) => (await office.ask<Changed>(SET, { input })).data!.reportSettingsSet;

  /** A seller whose reports begin two days ago, with one change of five prices that has been done by now, one of them refused. */
  beforeAll(async () => {
    office = await openReportOffice();
    const { house, paper, skus, storeId } = office;
    paper.refuse(skus[0]!, { code: 'PRICE_REFUSED', message: 'Fiyat çok düşük', retryable: false, at: new Date() });
    await office.done(await office.setPrices('123.00'));
    const window = { storeId, from: new Date(Date.now() - DAY_MS), to: new Date(Date.now() + DAY_MS) };
    await eventually(async () => (await house.figures.flush(), house.figures.sum(window)), ({ applied, refusals }) => quantilesOf(applied.price).count >= 4 && refusals['PRICE_REFUSED'] === 1);
  });
  afterAll(() => office.close());

  beforeEach(async () => {
    await office.house.db.collection('operations_reports').deleteMany({});
    await office.house.db.collection('report_plans').deleteMany({});
    office.delivered.length = 0;
    office.putClock(-2 * DAY_MS);
    await keepPlans(office.deps);
    office.putClock(2 * DAY_MS + SETTLE_MS);
  });

  /** Midnight may lie anywhere between what the suite did, so what it did is the sum over the days. */
  const sumOf = (reports: readonly Shown[], count: (figures: Figures) => number) => reports.reduce((sum, { total }) => sum + count(total), 0);

  it('tell what was asked for, what became of it and how long it took', async () => {
    await make();
    const reports = await days();
    expect(sumOf(reports, ({ operations }) => operations.filter(({ kind, state }) => kind === 'PRICE_SET' && state === 'DONE_WITH_ERRORS').reduce((sum, { operations: some, values, rejected }) => sum + some * 100 + values! * 10 + rejected!, 0))).toBe(151);
    expect(sumOf(reports, ({ propagation }) => propagation.find(({ field }) => field === 'PRICE')!.toSent.count)).toBe(5);
    expect(sumOf(reports, ({ propagation }) => propagation.find(({ field }) => field === 'PRICE')!.toApplied.count)).toBe(4);
    const errors = reports.flatMap(({ total }) => total.errors);
    expect(errors).toEqual([{ what: 'VALUE', cause: 'PRICE_REFUSED', times: 1, explanation: { cause: expect.any(String) } }]);
  });

  it('break down by store, where values of operations are not counted apart', async () => {
    await make();
    const withPrices = (await days()).filter(({ total }) => total.operations.some(({ kind }) => kind === 'PRICE_SET'));
    expect(withPrices[0]!.stores.nodes).toMatchObject([{ store: { id: office.storeId } }]);
    expect(withPrices[0]!.stores.nodes[0]!.figures.operations.find(({ kind }) => kind === 'PRICE_SET')).toEqual({ kind: 'PRICE_SET', state: 'DONE_WITH_ERRORS', operations: 1, values: null, rejected: null });
  });

  it('are made once for each day and week and delivered once, by however many workers at once', async () => {
    await Promise.all([make(), make(), make(), make()]);
    await make();
    const reports = (await list({ first: 250 })).nodes;
    const ids = reports.map(({ id }) => id);
    expect((await days()).length).toBe(4);
    expect(new Set(ids).size).toBe(ids.length);
    expect(office.delivered.map(({ idempotencyId }) => idempotencyId).toSorted()).toEqual(ids.toSorted());
    expect(reports.every(({ sentAt, isFinished }) => sentAt !== null && isFinished)).toBe(true);
  });

  it('of days that passed while nothing ran are caught up, 31 at most', async () => {
    office.putClock(60 * DAY_MS);
    await make();
    const caughtUp = await days();
    expect(caughtUp).toHaveLength(31);
    expect(caughtUp.slice(0, -1).map(({ from }) => from)).toEqual(caughtUp.slice(1).map(({ to }) => to));
    expect((await list({ filter: { period: 'WEEKLY' } })).nodes).toHaveLength(5);
  });

  it('are delivered later when that failed, under the same id', async () => {
    office.failDeliveries(new Error('the database is away'));
    await expect(make()).rejects.toThrow('the database is away');
    const [kept] = (await list({ first: 250 })).nodes;
    expect(kept).toMatchObject({ sentAt: null });
    await sendReports(office.deps);
    await sendReports(office.deps);
    expect(office.delivered).toMatchObject([{ sellerId: sellerId(), kind: 'report.ready', idempotencyId: kept!.id, body: { reportId: kept!.id, period: kept!.period, day: kept!.day, total: { oversells: { orders: 0 } } } }]);
    expect((await list({ first: 250 })).nodes[0]!.sentAt).not.toBeNull();
  });

  it('of the running day are shown unfinished and not kept', async () => {
    office.putClock(0);
    const { data, errors } = await office.ask<{ operationsReportSoFar: Shown }>(SO_FAR, { period: 'WEEKLY' });
    expect(errors).toEqual([]);
    expect(data!.operationsReportSoFar).toMatchObject({ period: 'WEEKLY', isFinished: false, sentAt: null });
    expect(new Date(data!.operationsReportSoFar.from).getUTCDay()).toBe(1);
    expect((await list()).nodes).toEqual([]);
  });

  it('come in pages, newest first, by period and days', async () => {
    await make();
    const all = await days();
    const first = await list({ filter: { period: 'DAILY' }, first: 3 });
    const rest = await list({ filter: { period: 'DAILY' }, first: 3, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes].map(({ day }) => day)).toEqual(all.map(({ day }) => day));
    expect(all.map(({ day }) => day)).toEqual(all.map(({ day }) => day).toSorted().toReversed());
    const [, second, third] = all;
    expect((await list({ filter: { period: 'DAILY', from: third!.day, to: second!.day } })).nodes.map(({ day }) => day)).toEqual([second!.day, third!.day]);
    const { errors } = await office.ask(LIST, { filter: { from: 'yesterday' } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });

  it('are their seller’s alone, and want a scope', async () => {
    await make();
    const [{ id } = { id: '' }] = await days();
    const BY_ID = 'query ($id: ID!) { operationsReport(id: $id) { id } }';
    const stranger = { ...office.principal, sellerId: newId('seller') };
    expect((await office.ask(BY_ID, { id })).data).toEqual({ operationsReport: { id } });
    expect((await office.ask(BY_ID, { id }, stranger)).data).toEqual({ operationsReport: null });
    expect((await office.ask<Listed>(LIST, {}, stranger)).data!.operationsReports.nodes).toEqual([]);
    expect((await office.ask(BY_ID, { id }, { ...office.principal, scopes: ['sync:write'] })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await office.ask(SET, { input: {} }, { ...office.principal, scopes: ['sync:read'] })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  describe('settings', () => {
    it('move the days to the seller’s time zone, once for each key', async () => {
      const asked = { timeZone: 'Europe/Istanbul', idempotencyKey: 'zone' };
      expect(await set({ ...asked, dryRun: true })).toMatchObject({ settings: { timeZone: 'Europe/Istanbul' } });
      expect(await office.deps.plans.find(sellerId())).toMatchObject({ timeZone: 'UTC' });
      expect(await set(asked)).toMatchObject({ settings: { timeZone: 'Europe/Istanbul', daily: true, weekly: true }, userErrors: [] });
      expect(await set(asked)).toMatchObject({ userErrors: [] });
      expect((await office.deps.plans.find(sellerId()))!.changes).toHaveLength(1);
      expect(await set({ ...asked, timeZone: 'UTC' })).toMatchObject({ settings: { timeZone: 'Europe/Istanbul' }, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }] });
      await make();
      expect((await days()).every(({ from }) => from.endsWith('T21:00:00.000Z'))).toBe(true);
    });

    it('refuse what is no time zone, and say what is', async () => {
      expect(await set({ timeZone: 'Ankara' })).toMatchObject({ settings: { timeZone: 'UTC' }, userErrors: [{ code: 'INVALID_TIME_ZONE', field: ['input', 'timeZone'], explanation: { remedy: expect.stringContaining('Europe/Istanbul') } }] });
    });

    it('switch reports off, and on again from then on', async () => {
      expect(await set({ daily: false, weekly: false })).toMatchObject({ settings: { daily: false, weekly: false, nextAt: null } });
      await make();
      expect((await list()).nodes).toEqual([]);
      expect((await office.queue.timetable.entries()).map(({ key }) => key)).toEqual([]);
      expect((await set({ weekly: true })).settings.nextAt).not.toBeNull();
    });
  });

  describe('the timetable', () => {
    it('is what the plans say, also after Redis was emptied', async () => {
      office.putClock(0);
      const nextAt = new Date(Date.now() + DAY_MS / 2);
      await office.house.db.collection<Report>('report_plans').updateMany({}, { $set: { nextAt } });
      const planned = () => office.queue.timetable.entries();
      await keepPlans(office.deps);
      expect(await planned()).toMatchObject([{ key: sellerId() }]);
      expect(Math.abs((await planned())[0]!.nextAt.getTime() - nextAt.getTime())).toBeLessThan(5_000);
      await office.house.redis.flushDb();
      expect(await planned()).toEqual([]);
      await keepPlans(office.deps);
      expect(await planned()).toHaveLength(1);
    });

    it('opens a plan for each seller with a store, whose first report is of the day that runs then', async () => {
      const plan = await office.deps.plans.find(sellerId());
      expect(plan).toMatchObject({ timeZone: 'UTC', daily: true, weekly: true });
      const { since } = plan!;
      await make();
      const oldest = (await days()).at(-1);
      expect(new Date(oldest!.from) <= since && since < new Date(oldest!.to)).toBe(true);
    });

    it('has a worker make what is overdue', async () => {
      await wakeOverdueReports(office.deps);
      office.analytics.worker.start();
      const made = await eventually(days, (reports) => reports.length === 4 && reports.every(({ sentAt }) => sentAt !== null));
      expect(new Set(made.map(({ id }) => id)).size).toBe(4);
      await eventually(async () => office.deps.plans.find(sellerId()), (plan) => plan!.nextAt! > office.deps.clock.now());
      await office.analytics.worker.stop();
    });
  });
});
