import { afterEach, describe, expect, it } from '@jest/globals';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { Certificate } from '../domain/certificate.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import { trouble } from '../testing/paper-marketplace.js';

let suite: LaneSuite;
let warehouse: Set<string>;
afterEach(() => suite.stop());

async function open({ held = [], ...o }: { held?: readonly string[] } & Parameters<typeof startLaneSuite>[0] = {}): Promise<void> {
  warehouse = new Set(held);
  suite = await startLaneSuite({ goods: 3, warehouse, ...o });
}
const [KEY, OTHER, THIRD] = ['SKU-0000', 'SKU-0001', 'SKU-0002'] as const;
const sentQuantities = (key: string) => suite.paper.pushes.flat().filter(({ remoteKey }) => remoteKey === key).map(({ quantity }) => quantity);
const WITHHELD = { state: 'REJECTED', issue: { code: 'FULFILLED_BY_MARKETPLACE' }, published: null };
async function verify(): Promise<void> {
  const { operation } = await suite.house.sync.runSync(suite.house.principal, { storeId: suite.storeId, kind: 'VERIFY' });
  await suite.done(operation!);
}

describe('goods that lie in the marketplace\'s own warehouse', () => {
  it('are sent no stock though nobody had looked at them before, and the operation says why', async () => {
    await open({ held: [KEY] });
    const operation = await suite.done(await suite.setStock(4));
    expect(operation).toMatchObject({ state: 'DONE_WITH_ERRORS', total: 3, counts: { rejected: 1 } });
    expect([sentQuantities(KEY), sentQuantities(OTHER), sentQuantities(THIRD)]).toEqual([[], [4], [4]]);
    expect(suite.paper.reads[0]).toEqual([KEY, OTHER, THIRD]);
    expect(await suite.listing(KEY)).toMatchObject({ quantity: WITHHELD, remoteIds: { fulfilledBy: 'MARKETPLACE' }, dueAt: null, refusedFor: null, unsettledSince: null });
  });

  it('get their prices as before', async () => {
    await open({ held: [KEY] });
    await suite.done(await suite.setStock(4));
    expect(await suite.done(await suite.setPrices('87.50'))).toMatchObject({ state: 'DONE' });
    expect(suite.paper.offers.get(KEY)).toMatchObject({ price: { saleMinor: 8_750 }, quantity: 10 });
    expect(sentQuantities(KEY)).toEqual([undefined]);
  });

  it('are looked at once: what comes after costs no call, and asking again sends nothing', async () => {
    await open({ held: [KEY] });
    await suite.done(await suite.setStock(4, [KEY]));
    await suite.done(await suite.setStock(5, [KEY]));
    const { _id: id } = await suite.done(await suite.setStock(6, [KEY]));
    const answer = await createSubgraph(suite.house.sync.subgraph).local().execute({ query: 'mutation ($id: ID!) { operationRetry(input: { id: $id }) { retried operation { state } userErrors { code } } }', variables: { id }, principal: suite.house.principal, correlationId: 'c' });
    expect(answer).toMatchObject({ data: { operationRetry: { retried: 1, operation: { state: 'DONE_WITH_ERRORS' }, userErrors: [] } } });
    expect([suite.paper.reads.length, suite.paper.pushes.length]).toEqual([1, 0]);
    expect(await suite.listing(KEY)).toMatchObject({ quantity: { ...WITHHELD, desired: { value: 6 } } });
  });

  it('are known from a comparison of the whole store, which finds no difference in them', async () => {
    await open();
    await suite.done(await suite.setStock(10));
    warehouse.add(KEY);
    await verify();
    expect(await suite.listing(KEY)).toMatchObject({ quantity: WITHHELD });
    const reads = suite.paper.reads.length;
    await suite.done(await suite.setStock(2));
    expect([sentQuantities(KEY), sentQuantities(OTHER)]).toEqual([[], [2]]);
    expect(suite.paper.reads.slice(reads).flat()).not.toContain(KEY);
    await verify();
    const [, second] = await suite.house.db.collection<Certificate>('certificates').find({ finishedAt: { $ne: null } }).sort({ finishedAt: 1 }).toArray();
    expect(second).toMatchObject({ hours: { 0: { quantity: { equal: 2, different: 0, unknown: 1 } } }, repaired: 0, left: 0 });
  });

  it('get the stock that is wanted once the seller ships them again', async () => {
    await open({ held: [KEY] });
    await suite.done(await suite.setStock(4));
    warehouse.delete(KEY);
    await verify();
    expect(await suite.untilListing(KEY, ({ quantity }) => quantity.published?.value === 4)).toMatchObject({ remoteIds: { fulfilledBy: 'SELLER' } });
    expect(sentQuantities(KEY)).toEqual([4]);
  });

  it('are refused at once where a stock was on its way when that was learnt', async () => {
    await open();
    await suite.done(await suite.setStock(9, [KEY]));
    warehouse.add(KEY);
    suite.paper.answerReceipts(() => ({ kind: 'EXPIRED' }));
    expect(await suite.done(await suite.setStock(3, [KEY]))).toMatchObject({ state: 'DONE_WITH_ERRORS' });
    expect([await suite.listing(KEY), sentQuantities(KEY)]).toMatchObject([{ quantity: WITHHELD }, [9, 3]]);
  });

  it('are named by a dry run of stock, which shows the calls for the others', async () => {
    await open({ held: [KEY] });
    await verify();
    const { dryRun, userErrors } = await suite.house.sync.setStock(suite.house.principal, { items: [{ sku: KEY, onHand: 7 }, { sku: OTHER, onHand: 7 }], dryRun: true });
    expect(userErrors).toMatchObject([{ code: 'FULFILLED_BY_MARKETPLACE', itemRef: KEY }]);
    expect(dryRun?.requests).toMatchObject([{ items: 1 }]);
  });
});

describe('goods of which nobody can be asked who holds them', () => {
  it('wait with their stock, and are asked about again, while others go', async () => {
    await open();
    await suite.done(await suite.setStock(9, [OTHER]));
    suite.paper.failReads(trouble('SERVER', 'REFUSED', 50));
    await suite.done(await suite.setStock(3));
    expect([sentQuantities(KEY), sentQuantities(OTHER)]).toEqual([[3], [9, 3]]);
  });
});

it('stock is sent without a look where the marketplace has no warehouse of its own', async () => {
  suite = await startLaneSuite({ goods: 1, worker: false });
  const held = suite.paper.hold();
  await suite.setStock(4);
  suite.house.sync.worker.start();
  await held.waiting();
  expect(suite.paper.reads).toEqual([]);
  held.release();
});
