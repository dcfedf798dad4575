import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SANDBOXES, type SandboxName } from '../../../hub/sandbox-urls.js';
import type { StoreId } from '../../../platform/ids.js';
import { eventually } from '../../support/graphql-client.js';
import { houseApi } from '../../support/house-api.js';
import { sixConnectors } from '../../support/six-connectors.js';
import { openSixShops, type SixShops } from '../../support/six-shops.js';
import { openSyncHouse, type SyncHouse } from '../../support/sync-house.js';
import { connectTestRedis, testRedisUrl } from '../../support/test-redis.js';
import { CASES, goneOf } from './cases.js';
import { HOOKS } from './hooks.js';
import { beginTrial } from './trial.js';

/** Each marketplace goes through its cases one by one, all six side by side: most of it is waiting. */
const PATIENCE_MS = 240_000;

const keyOf = (name: SandboxName, place: number): string => `${name.toUpperCase()}-${place}`;
const keysOf = (name: SandboxName): string[] => CASES.map((_case, place) => keyOf(name, place));

let house: SyncHouse;
let shops: SixShops;
const outcomes = new Map<string, Promise<unknown>>();

beforeAll(async () => {
  (await connectTestRedis()).destroy();
  shops = await openSixShops();
  const rates = { currentRate: async ({ from, to }: { from: string; to: string }) => ({ from, to, rate: '1', source: 'TCMB', date: '2026-11-20' }) as never };
  house = await openSyncHouse({ mongoUrl: process.env['TEST_MONGODB_URL'] ?? '', database: `test_bad_input_${randomBytes(6).toString('hex')}`, redisUrl: testRedisUrl(), connectors: sixConnectors({ settleMs: 1_000 }), rates, sweepPagePauseMs: 0 });
  const stores = await Promise.all(SANDBOXES.map((name) => openStore(name)));
  house.sync.worker.start();
  await eventually(() => house.db.collection('listings').countDocuments({ $or: [{ 'price.state': { $nin: ['APPLIED', 'VERIFIED', 'REJECTED'] } }, { 'quantity.state': { $nin: ['APPLIED', 'VERIFIED', 'REJECTED'] } }] }), (waiting) => waiting === 0, PATIENCE_MS);
  const api = houseApi(house);
  for (const [name, storeId] of stores) beginAll(name, storeId, api);
}, PATIENCE_MS);
afterAll(async () => {
  await Promise.allSettled(outcomes.values());
  await house.sync.worker.stop();
  await house.db.dropDatabase();
  await house.close();
  await shops.stop();
}, PATIENCE_MS);

async function openStore(name: SandboxName): Promise<readonly [SandboxName, StoreId]> {
  const keys = keysOf(name);
  await shops.of[name].sell(keys);
  const storeId = await house.connectStore(shops.of[name].account);
  const known = [...keys, goneOf(keyOf(name, 0))];
  await house.addVariants(known);
  await house.adoptListings(storeId, known);
  return [name, storeId];
}

function beginAll(name: SandboxName, storeId: StoreId, api: ReturnType<typeof houseApi>): void {
  let last: Promise<unknown> = Promise.resolve();
  for (const [place, { what, run, isOf = () => true }] of CASES.entries()) {
    if (!isOf({ hooks: HOOKS[name] })) continue;
    const outcome = last.then(async () => {
      const trial = beginTrial({ api, shop: shops.of[name], hooks: HOOKS[name], storeId, key: keyOf(name, place) });
      await run(trial).finally(() => trial.clearFaults());
      return what;
    });
    outcomes.set(`${name} ${what}`, outcome);
    last = outcome.catch(() => undefined);
  }
}

describe.each(SANDBOXES)('bad input from %s ends classified, archived and visible, without a wrong write or a stuck store', (name) => {
  it.each(CASES.filter(({ isOf = () => true }) => isOf({ hooks: HOOKS[name] })))('$what', async ({ what }) => {
    await expect(outcomes.get(`${name} ${what}`)).resolves.toBe(what);
  }, PATIENCE_MS);
});
