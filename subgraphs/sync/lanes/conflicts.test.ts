import { afterEach, expect, it } from '@jest/globals';
import type { ConflictId, StoreId } from '../../../platform/ids.js';
import type { Conflict, ConflictRules } from '../../catalog/domain/conflict.js';
import type { Listing } from '../../catalog/domain/listing.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

let suite: LaneSuite;
afterEach(() => suite.stop());

const [HOUR, MINUTE] = [3_600_000, 60_000];
const lira = (saleMinor: number) => ({ saleMinor, listMinor: saleMinor, currency: 'TRY' as const });
const conflicts = () => suite.house.db.collection<Conflict>('conflicts').find().toArray();
const verify = () => suite.house.sync.runSync(suite.house.principal, { storeId: suite.storeId, kind: 'VERIFY' });

async function open(rules: ConflictRules): Promise<void> {
  suite = await startLaneSuite({ goods: 2 });
  await suite.house.db.collection<{ _id: StoreId; rules: ConflictRules }>('conflict_rules').insertOne({ _id: suite.storeId, rules });
}

it('a sweep finds what somebody changed there, and a decision is one operation to its end', async () => {
  await open({ price: 'ASK', quantity: 'HUB_WINS' });
  const [key] = suite.skus as [string];
  suite.paper.offers.set(key, { price: lira(9_000), quantity: 10 });
  await verify();
  const [conflict] = await eventually(conflicts, (found) => found.length > 0);
  expect(suite.paper.pushes).toEqual([]);
  const input = { conflictIds: [conflict!._id, 'cfl_none' as ConflictId], decision: 'HUB' as const, idempotencyKey: 'decide-1' };
  expect((await suite.house.sync.resolveConflicts(suite.house.principal, { ...input, dryRun: true })).userErrors).toMatchObject([{ code: 'UNKNOWN_CONFLICT' }]);
  const begun = await suite.house.sync.resolveConflicts(suite.house.principal, input);
  expect(begun).toMatchObject({ operation: { kind: 'CONFLICT_RESOLVE', total: 1 }, userErrors: [{ code: 'UNKNOWN_CONFLICT', itemRef: 'cfl_none' }] });
  expect((await suite.house.sync.resolveConflicts(suite.house.principal, input)).operation?._id).toBe(begun.operation!._id);
  expect(await suite.done(begun.operation!)).toMatchObject({ state: 'DONE' });
  expect(suite.paper.offers.get(key)?.price?.saleMinor).toBe(10_000);
  expect(suite.paper.pushes).toHaveLength(1);
});

it('a missing unit is looked at again once the orders are read, and then believed', async () => {
  await open({ price: 'HUB_WINS', quantity: 'MARKETPLACE_WINS' });
  const [key] = suite.skus as [string];
  suite.paper.offers.set(key, { price: lira(10_000), quantity: 7 });
  await verify();
  await suite.untilListing(key, ({ doubt }) => doubt?.value === 7);
  expect(await conflicts()).toEqual([]);
  // An hour later, as far as the doubt is concerned: nobody waits for two minutes here.
  const now = Date.now();
  await suite.house.db.collection<Listing>('listings').updateOne({ storeId: suite.storeId, remoteKey: key }, { $set: { 'doubt.since': new Date(now - HOUR), 'doubt.lookAt': new Date(now - MINUTE) } });
  await suite.house.sync.wakeLanes([suite.storeId]);
  await suite.untilListing(key, ({ quantity, conflicts: open }) => open === null && quantity.desired.value === 7);
  expect(await conflicts()).toMatchObject([{ field: 'quantity', decision: 'MARKETPLACE', adjustment: -3, state: 'RESOLVED' }]);
  expect(suite.paper.pushes).toEqual([]);
});

it('what the marketplace does not show when it is looked at again waits, instead of being asked for again and again', async () => {
  await open({ price: 'HUB_WINS', quantity: 'MARKETPLACE_WINS' });
  const [key] = suite.skus as [string];
  suite.paper.offers.set(key, { price: lira(10_000), quantity: 7 });
  await verify();
  await suite.untilListing(key, ({ doubt }) => doubt?.value === 7);
  suite.paper.offers.delete(key);
  const past = new Date(Date.now() - HOUR);
  await suite.house.db.collection<Listing>('listings').updateOne({ storeId: suite.storeId, remoteKey: key }, { $set: { 'doubt.since': past, 'doubt.lookAt': past } });
  await suite.house.sync.wakeLanes([suite.storeId]);
  await suite.untilListing(key, ({ doubt }) => doubt != null && doubt.lookAt > past);
  const { doubt } = await suite.untilListing(key, ({ doubt: waiting }) => waiting != null && waiting.lookAt.getTime() > Date.now());
  expect(doubt).toMatchObject({ value: 7, since: past });
});
