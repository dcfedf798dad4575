import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../sync/testing/lane-suite.js';
import { trouble } from '../sync/testing/paper-marketplace.js';
import { KEPT_RUNS } from './store/run-store.js';
import { askSchedules } from './testing/ask-schedules.js';
import { openScheduleOffice, type ScheduleOffice } from './testing/schedule-office.js';

describe('schedules that run', () => {
  let office: ScheduleOffice;
  const { show, change, inventory, ran, runsOf } = askSchedules(() => office);

  beforeEach(async () => {
    office = await openScheduleOffice({ goods: 5, offersPerRead: 2 });
    office.automation.worker.start();
  });
  afterEach(() => office.close());

  it('read the listings back in turn, and have what differs sent again', async () => {
    await change('scheduleSet', { batch: 3 });
    office.paper.offers.get('SKU-0004')!.quantity = 99;
    await change('scheduleRunNow', {});
    expect((await ran('INVENTORY')).lastRun).toMatchObject({ state: 'DONE', checked: 3, found: 0 });
    expect(office.paper.reads.flat()).toEqual(['SKU-0000', 'SKU-0001', 'SKU-0002']);
    await change('scheduleRunNow', {});
    const second = await eventually(() => show('INVENTORY'), ({ lastRun }) => lastRun?.state === 'DONE' && lastRun.checked === 2);
    expect(second).toMatchObject({ reason: 'DIFFERENCES_FOUND', effectiveIntervalSeconds: 150, lastRun: { found: 1 } });
    await eventually(async () => office.paper.offers.get('SKU-0004')!.quantity, (quantity) => quantity === 10);
    await change('scheduleRunNow', {});
    await eventually(() => show('INVENTORY'), ({ lastRun }) => lastRun?.state === 'DONE' && lastRun.checked === 3);
  });

  it('give way when the quota is needed elsewhere, and go on where they stopped', async () => {
    office.paper.failReads(trouble('RATE_LIMITED', 'NOT_SENT', 60_000));
    await change('scheduleRunNow', {});
    const postponed = await ran('INVENTORY');
    expect(postponed.lastRun).toMatchObject({ state: 'POSTPONED', checked: 0, error: { errorClass: 'RATE_LIMITED', explanation: { cause: expect.any(String) } } });
    expect(Date.parse(postponed.nextRunAt ?? '') - office.clock.now().getTime()).toBeLessThanOrEqual(60_000);
    await change('scheduleRunNow', {});
    await eventually(() => show('INVENTORY'), ({ lastRun }) => lastRun?.state === 'DONE' && lastRun.checked === 5);
  });

  it('keep how their last runs went, newest first, in pages', async () => {
    office.paper.failReads(trouble('RATE_LIMITED', 'NOT_SENT', 60_000));
    await change('scheduleRunNow', {});
    await ran('INVENTORY');
    await change('scheduleRunNow', {});
    const both = await eventually(() => runsOf('INVENTORY', { first: 250 }), ({ nodes }) => nodes.length >= 2);
    expect(both.nodes).toMatchObject([{ state: 'DONE', checked: 5, error: null }, { state: 'POSTPONED', checked: 0, error: { errorClass: 'RATE_LIMITED' } }]);
    const newest = await runsOf('INVENTORY', { first: 1 });
    expect((await runsOf('INVENTORY', { first: 1, after: newest.pageInfo.endCursor })).nodes).toEqual(both.nodes.slice(1));
  });

  it('keep how polls of orders went, those that met trouble too', async () => {
    await eventually(() => runsOf('ORDERS', { first: 250 }), ({ nodes }) => nodes.some(({ state }) => state === 'DONE'));
    const at = new Date(Date.now() + 60_000);
    await office.automation.schedulePort?.ordersPolled({ storeId: office.storeId, startedAt: at, finishedAt: at, checked: 3, found: 0, trouble: { errorClass: 'SERVER', message: 'status 503' } });
    const { nodes } = await runsOf('ORDERS', { first: 250 });
    expect(nodes.find(({ checked }) => checked === 3)).toMatchObject({ state: 'FAILED', error: { errorClass: 'SERVER' } });
  });

  it('remember no more than the last 200', async () => {
    const run = { finishedAt: null, state: 'DONE', found: 0, error: null } as const;
    for (let i = 0; i < KEPT_RUNS + 5; i += 1) await office.deps.runs.add(inventory(), office.storeId, { ...run, startedAt: new Date(i), checked: i });
    const kept = await office.deps.runs.of(inventory());
    expect([kept.length, kept[0]?.checked, kept.at(-1)?.checked]).toEqual([KEPT_RUNS, KEPT_RUNS + 4, 5]);
  });

  it('run once when asked to although paused', async () => {
    await change('schedulePause', {});
    await change('scheduleRunNow', {});
    expect(await ran('INVENTORY')).toMatchObject({ state: 'PAUSED', nextRunAt: null, lastRun: { state: 'DONE', checked: 5 } });
  });

  it('ask after what a marketplace has accepted to publish', async () => {
    await change('scheduleRunNow', { kind: 'PRODUCTS' });
    expect((await ran('PRODUCTS')).lastRun).toEqual({ state: 'DONE', checked: 0, found: 0, error: null });
  });

  it('poll for orders, at the pace that was set', async () => {
    await change('scheduleSet', { kind: 'ORDERS', intervalSeconds: 900 });
    await change('scheduleRunNow', { kind: 'ORDERS' });
    const polled = await eventually(() => show('ORDERS'), ({ lastRun, intervalSeconds }) => lastRun?.state === 'DONE' && intervalSeconds === 900);
    expect(polled.lastRun).toMatchObject({ checked: 0, found: 0 });
  });
});
