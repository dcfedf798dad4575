import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectTestRedis } from '../../test/support/test-redis.js';
import type { Scope } from '../../platform/principal.js';
import { scheduleIdOf } from './domain/schedule.js';
import { keepTimetable, wakeOverdue } from './operations/keep-timetable.js';
import { runSchedule } from './operations/run-schedule.js';
import { ALL, askSchedules, SET, type Shown } from './testing/ask-schedules.js';
import { openScheduleOffice, type ScheduleOffice } from './testing/schedule-office.js';

describe('schedules', () => {
  let office: ScheduleOffice;
  const open = async (): Promise<void> => {
    office = await openScheduleOffice({ goods: 5, offersPerRead: 2 });
  };
  const { show, change, inventory, polledOnce, ran } = askSchedules(() => office);
  const entries = async () => (await office.queue.timetable.entries()).map(({ key }) => key.split(':')[1]).sort();

  describe('as sellers see them', () => {
    beforeAll(open);
    afterAll(() => office.close());

    it('stand at the defaults for a store nobody has changed anything of', async () => {
      const { data, errors } = await office.ask(ALL);
      expect(errors).toBeUndefined();
      const common = { state: 'ACTIVE', isDefault: true, reason: 'AS_SET', pausedAt: null, store: { id: office.storeId } };
      expect((data?.['schedules'] as unknown as { nodes: unknown[] }).nodes).toMatchObject([
        { ...common, kind: 'PRODUCTS', intervalSeconds: 900, priority: 'HIGH', batch: 100 },
        { ...common, kind: 'INVENTORY', intervalSeconds: 300, priority: 'CRITICAL', batch: 200 },
        { kind: 'ORDERS', intervalSeconds: 120, priority: 'CRITICAL', batch: 50 },
        { ...common, kind: 'PRICES', intervalSeconds: 1800, priority: 'MEDIUM', batch: 150 },
      ]);
    });

    it('come in pages, and by kind and state', async () => {
      await change('schedulePause', { kind: 'PRICES' });
      const first = (await office.ask(ALL, { first: 3 })).data?.['schedules'] as unknown as { nodes: Shown[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      const rest = (await office.ask(ALL, { first: 3, after: first.pageInfo.endCursor })).data?.['schedules'] as unknown as typeof first;
      expect([...first.nodes, ...rest.nodes].map(({ kind }) => kind)).toEqual(['PRODUCTS', 'INVENTORY', 'ORDERS', 'PRICES']);
      expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
      const paused = (await office.ask(ALL, { filter: { states: ['PAUSED'] } })).data?.['schedules'] as unknown as typeof first;
      expect(paused.nodes.map(({ kind }) => kind)).toEqual(['PRICES']);
      await change('scheduleResume', { kind: 'PRICES' });
    });

    it('hang on their store, for its own seller only', async () => {
      const OF_STORE = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Store { schedules { kind } } } }';
      const seen = async (as = office.house.principal) => (await office.ask(OF_STORE, { representations: [{ __typename: 'Store', id: office.storeId }] }, as)).data?.['_entities'] as unknown;
      expect(await seen()).toEqual([{ schedules: ['PRODUCTS', 'INVENTORY', 'ORDERS', 'PRICES'].map((kind) => ({ kind })) }]);
      expect(await seen(office.stranger)).toEqual([{ schedules: [] }]);
    });

    it.each<[string, string, Scope]>([
      ['reading', '{ schedules { nodes { kind } } }', 'sync:read'],
      ['changing', 'mutation ($storeId: ID!) { scheduleSet(input: { storeId: $storeId, kind: PRICES }) { userErrors { code } } }', 'sync:write'],
      ['pausing', 'mutation ($storeId: ID!) { schedulePause(input: { storeId: $storeId, kind: PRICES }) { userErrors { code } } }', 'sync:write'],
      ['resuming', 'mutation ($storeId: ID!) { scheduleResume(input: { storeId: $storeId, kind: PRICES }) { userErrors { code } } }', 'sync:write'],
      ['running', 'mutation ($storeId: ID!) { scheduleRunNow(input: { storeId: $storeId, kind: PRICES }) { userErrors { code } } }', 'sync:write'],
    ])('need a scope for %s', async (_what, query, scope) => {
      const scopes = office.house.principal.scopes.filter((one) => one !== scope);
      expect((await office.ask(query, {}, { ...office.house.principal, scopes })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    });
  });

  describe('being changed', () => {
    beforeEach(open);
    afterEach(() => office.close());

    it('take a new interval, priority and batch, and go back to the defaults by null', async () => {
      const { schedule } = await change('scheduleSet', { intervalSeconds: 600, priority: 'LOW', batch: 7 });
      expect(schedule).toMatchObject({ isDefault: false, intervalSeconds: 600, effectiveIntervalSeconds: 600, priority: 'LOW', batch: 7 });
      expect(await show('INVENTORY')).toMatchObject({ intervalSeconds: 600, priority: 'LOW', batch: 7 });
      await change('scheduleSet', { batch: null });
      expect(await show('INVENTORY')).toMatchObject({ intervalSeconds: 600, priority: 'LOW', batch: 200 });
      await change('scheduleSet', { intervalSeconds: null, priority: null });
      expect(await show('INVENTORY')).toMatchObject({ isDefault: true, intervalSeconds: 300, priority: 'CRITICAL' });
    });

    it('refuse what is out of bounds, naming the field', async () => {
      for (const intervalSeconds of [9, 86_401]) expect((await change('scheduleSet', { intervalSeconds })).userErrors).toEqual([{ code: 'INVALID_SCHEDULE', field: ['input', 'intervalSeconds'] }]);
      for (const batch of [0, 1_001]) expect((await change('scheduleSet', { batch })).userErrors).toEqual([{ code: 'INVALID_SCHEDULE', field: ['input', 'batch'] }]);
      for (const edge of [{ intervalSeconds: 10, batch: 1 }, { intervalSeconds: 86_400, batch: 1_000 }]) expect((await change('scheduleSet', edge)).userErrors).toEqual([]);
    });

    it('know no store of another seller', async () => {
      const { data } = await office.ask(SET, { input: { storeId: office.storeId, kind: 'PRICES', batch: 1 } }, office.stranger);
      expect(data?.['scheduleSet']).toMatchObject({ schedule: null, userErrors: [{ code: 'UNKNOWN_STORE', field: ['input', 'storeId'] }] });
    });

    it('write nothing in a dry run, and show what would be', async () => {
      expect((await change('scheduleSet', { batch: 9, dryRun: true })).schedule).toMatchObject({ batch: 9 });
      expect((await change('schedulePause', { dryRun: true })).schedule).toMatchObject({ state: 'PAUSED' });
      expect(await show('INVENTORY')).toMatchObject({ batch: 200, state: 'ACTIVE' });
    });

    it('are changed once under a key, also by a hundred calls at once', async () => {
      await Promise.all(Array.from({ length: 100 }, () => change('scheduleSet', { batch: 11, idempotencyKey: 'calmer' })));
      const [kept] = await office.deps.schedules.find([inventory()]);
      expect(kept?.changes).toHaveLength(1);
      await change('scheduleSet', { batch: 12 });
      expect((await change('scheduleSet', { batch: 11, idempotencyKey: 'calmer' })).userErrors).toEqual([]);
      expect(await show('INVENTORY')).toMatchObject({ batch: 12 });
      expect((await change('scheduleSet', { batch: 13, idempotencyKey: 'calmer' })).userErrors).toEqual([{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }]);
      expect((await change('schedulePause', { idempotencyKey: 'calmer' })).userErrors).toEqual([{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }]);
    });
  });

  describe('in time', () => {
    beforeEach(open);
    afterEach(() => office.close());

    it('are set in the timetable, and again after Redis was emptied', async () => {
      await keepTimetable(office.deps);
      expect(await entries()).toEqual(['INVENTORY', 'PRICES', 'PRODUCTS']);
      const flusher = await connectTestRedis();
      flusher.destroy();
      expect(await entries()).toEqual([]);
      await keepTimetable(office.deps);
      const [kept] = await office.deps.schedules.find([inventory()]);
      const entry = (await office.queue.timetable.entries()).find(({ key }) => key === inventory());
      expect(entry).toEqual({ key: inventory(), everyMs: 300_000, nextAt: kept?.nextRunAt });
    });

    it('leave the timetable while they, or their store, are paused', async () => {
      await keepTimetable(office.deps);
      await change('schedulePause', {});
      expect(await entries()).toEqual(['PRICES', 'PRODUCTS']);
      await office.house.stores.pauseStore({ sellerId: office.house.sellerId, storeId: office.storeId, code: 'PAUSED_BY_SELLER', message: 'stocktaking' });
      await keepTimetable(office.deps);
      expect(await entries()).toEqual([]);
      expect(await show('PRICES')).toMatchObject({ state: 'STORE_PAUSED', nextRunAt: null });
      expect((await change('scheduleRunNow', {})).userErrors).toEqual([{ code: 'STORE_PAUSED', field: ['input', 'storeId'] }]);
      office.putForward(3_600_000);
      await runSchedule(office.deps, inventory());
      expect(office.readBacks).toEqual([]);
      await office.house.stores.resumeStore({ sellerId: office.house.sellerId, storeId: office.storeId });
      await change('scheduleResume', {});
      await keepTimetable(office.deps);
      expect(await entries()).toEqual(['INVENTORY', 'PRICES', 'PRODUCTS']);
    });

    it('stop the polling of orders while that is paused, and take it up again', async () => {
      await polledOnce();
      const pollAt = async () => (await office.house.sync.intake.pollMarks([office.storeId]))[0]?.pollAt.getTime() ?? 0;
      await change('schedulePause', { kind: 'ORDERS' });
      expect(await pollAt() - Date.now()).toBeGreaterThan(365 * 86_400_000);
      expect(await show('ORDERS')).toMatchObject({ state: 'PAUSED', nextRunAt: null });
      await change('scheduleResume', { kind: 'ORDERS' });
      expect(await pollAt() - Date.now()).toBeLessThanOrEqual(120_000);
    });

    it('heal the polling of orders when the process that resumed it died before it said so', async () => {
      await polledOnce();
      await change('schedulePause', { kind: 'ORDERS' });
      await office.deps.schedules.change(scheduleIdOf(office.storeId, 'ORDERS'), { pausedAt: null }, { at: new Date(), by: 'key', idempotencyKey: null, digest: '' });
      await keepTimetable(office.deps);
      const [mark] = await office.house.sync.intake.pollMarks([office.storeId]);
      expect((mark?.pollAt.getTime() ?? Infinity) - Date.now()).toBeLessThanOrEqual(120_000);
    });

    it('are run by one worker, however many are woken', async () => {
      await keepTimetable(office.deps);
      office.putForward(300_000);
      await Promise.all(Array.from({ length: 20 }, () => runSchedule(office.deps, inventory())));
      expect(office.readBacks).toHaveLength(1);
    });

    it('catch up once however many runs were missed, in their own step', async () => {
      await keepTimetable(office.deps);
      const [before] = await office.deps.schedules.find([inventory()]);
      const woken: string[] = [];
      const deps = { ...office.deps, queue: { ...office.deps.queue, wake: async (key: string) => void woken.push(key) } };
      office.putForward(10 * 3_600_000);
      await wakeOverdue(deps);
      expect(woken.map((key) => key.split(':')[1])).toEqual(['INVENTORY', 'PRODUCTS', 'PRICES']);
      for (let times = 0; times < 3; times += 1) {
        await runSchedule(office.deps, inventory());
        await ran('INVENTORY');
      }
      expect(office.readBacks).toHaveLength(1);
      const [after] = await office.deps.schedules.find([inventory()]);
      expect(after!.nextRunAt!.getTime()).toBeGreaterThan(office.clock.now().getTime());
      expect((after!.nextRunAt!.getTime() - before!.nextRunAt!.getTime()) % 300_000).toBe(0);
    });

    it('run again when the worker that ran them was lost', async () => {
      await keepTimetable(office.deps);
      office.putForward(300_000);
      const lost = { ...office.deps, sync: { ...office.deps.sync, requestReadBack: async () => undefined } };
      await runSchedule(lost, inventory());
      await runSchedule(office.deps, inventory());
      expect(office.readBacks).toHaveLength(0);
      office.putForward(121_000);
      await runSchedule(office.deps, inventory());
      expect(office.readBacks).toHaveLength(1);
    });
  });
});
