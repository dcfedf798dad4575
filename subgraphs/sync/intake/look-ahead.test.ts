import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectorError, type ForeseenTrouble } from '../connector/contract.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';
import { workCalls } from './work-calls.js';

const HOUR_MS = 3_600_000;
const keyEnd: ForeseenTrouble = { code: 'KEY_ENDS_SOON', message: 'The key ends on 2026-12-04.', dueAt: new Date('2026-12-04T00:00:00Z') };

describe('looking ahead on a marketplace', () => {
  let suite: IntakeSuite;
  let asked: number;
  let foreseen: () => ForeseenTrouble[];

  beforeEach(async () => {
    suite = await openIntakeSuite();
    asked = 0;
    foreseen = () => [keyEnd];
    Object.assign(suite.market.connector, {
      foreseeTrouble: async () => {
        asked += 1;
        return foreseen();
      },
    });
  });
  afterEach(() => suite.close());

  const work = () => workCalls(suite.deps, suite.storeIds.first, new AbortController().signal);
  const warnings = async () => (await suite.stores.findStores([suite.storeIds.first]))[0]?.warnings;
  const announced = async () => ((await suite.db.collection<{ _id: string; outbox?: unknown[] }>('stores').findOne({ _id: suite.storeIds.first }))?.outbox ?? []).length;

  it('shows what the seller should see to, since when, and announces it once', async () => {
    await work();
    expect(await warnings()).toEqual([{ ...keyEnd, since: suite.clock.now() }]);
    const since = suite.clock.now();
    const told = await announced();
    suite.clock.advance(7 * HOUR_MS);
    await work();
    expect([asked, await warnings(), await announced()]).toEqual([2, [{ ...keyEnd, since }], told]);
  });

  it('takes it back when it has been seen to', async () => {
    await work();
    foreseen = () => [];
    suite.clock.advance(7 * HOUR_MS);
    await work();
    expect(await warnings()).toEqual([]);
  });

  it('asks some times a day, however often the store is worked on', async () => {
    for (let times = 0; times < 4; times += 1) {
      await work();
      suite.clock.advance(HOUR_MS);
    }
    expect(asked).toBe(1);
  });

  it('keeps what it knew while the marketplace has trouble, and asks again soon', async () => {
    await work();
    foreseen = () => {
      throw new ConnectorError({ errorClass: 'SERVER', outcome: 'UNKNOWN', message: 'stumbled' });
    };
    suite.clock.advance(7 * HOUR_MS);
    await work();
    expect(await warnings()).toMatchObject([keyEnd]);
    foreseen = () => [];
    suite.clock.advance(HOUR_MS);
    await work();
    expect([asked, await warnings()]).toEqual([3, []]);
  });
});
