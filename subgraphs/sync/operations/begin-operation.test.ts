import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import type { SyncOperation } from '../domain/operation.js';
import { createOperationStore } from '../store/operation-store.js';
import { recordingUntil } from './begin-operation.js';

const DAY_MS = 86_400_000;

let suite: LaneSuite;
beforeAll(async () => {
  suite = await startLaneSuite({ goods: 8, worker: false });
});
afterAll(() => suite.stop());

const price = (sku: string, amount: string) => ({ sku, price: { amount, currency: 'TRY' } });
const operations = () => suite.house.db.collection<SyncOperation>('operations');
const set = (items: ReturnType<typeof price>[], idempotencyKey?: string) => suite.house.sync.setPrices(suite.house.principal, { items, ...(idempotencyKey ? { idempotencyKey } : {}) });
const adjust = (delta: number, idempotencyKey: string) => suite.house.sync.adjustStock(suite.house.principal, { items: [{ sku: suite.skus[0]!, delta }], idempotencyKey });
const onHand = async (sku: string) => (await suite.house.catalog.findBySkus({ sellerId: suite.house.sellerId, skus: [sku as never] })).variants[0]?.stock.onHand;

describe('beginning an operation', () => {
  it('has one effect and one operation for a hundred calls at once with one key', async () => {
    const before = await onHand(suite.skus[0]!);
    const begun = await Promise.all(Array.from({ length: 100 }, () => adjust(5, 'hundred')));
    expect(new Set(begun.map(({ operation }) => operation?._id)).size).toBe(1);
    expect(begun.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(await onHand(suite.skus[0]!)).toBe((before ?? 0) + 5);
    expect(await operations().countDocuments({ idempotencyKey: 'hundred' })).toBe(1);
  });

  it('answers a repeated call with the same operation and the same errors', async () => {
    const items = [price(suite.skus[1]!, '5.00'), price('NO-SUCH-SKU', '5.00')];
    const first = await set(items, 'again');
    const second = await set(items, 'again');
    expect(second.operation?._id).toBe(first.operation?._id);
    expect(second.userErrors).toEqual(first.userErrors);
    expect(second.userErrors).toMatchObject([{ code: 'UNKNOWN_SKU', field: ['input', 'items', '1', 'sku'], itemRef: 'NO-SUCH-SKU' }]);
    expect(second.variantIds).toEqual(first.variantIds);
  });

  it('refuses another payload under a used key', async () => {
    await set([price(suite.skus[1]!, '6.00')], 'reused');
    const other = await set([price(suite.skus[1]!, '7.00')], 'reused');
    expect(other).toMatchObject({ operation: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }] });
  });

  it('remembers a key for 90 days after the operation has ended, and without end before', async () => {
    const items = [price(suite.skus[1]!, '6.50')];
    const { operation } = await set(items, 'long-ago');
    expect(await operations().findOne({ _id: operation!._id })).toMatchObject({ expiresAt: null });
    const running = (await operations().findOne({ _id: operation!._id }))!;
    const endedAt = new Date(Date.now() - 90 * DAY_MS + 3_600_000);
    const counts = { ...running.counts, queued: 0, applied: running.total };
    expect(await createOperationStore(suite.house.db).progress(running, { state: 'DONE', counts, total: running.total, superseded: running.superseded }, endedAt)).toBe(true);
    expect(await operations().findOne({ _id: operation!._id })).toMatchObject({ finishedAt: endedAt, expiresAt: new Date(endedAt.getTime() + 90 * DAY_MS) });
    expect((await set(items, 'long-ago')).operation?._id).toBe(operation!._id);
    expect(await set([price(suite.skus[1]!, '6.75')], 'long-ago')).toMatchObject({ operation: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
    expect(await operations().indexes()).toContainEqual(expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }));
  });

  it('keeps the keys of sellers apart', async () => {
    await set([price(suite.skus[1]!, '8.00')], 'mine');
    const stranger = { ...suite.house.principal, sellerId: 'sel_stranger' as never };
    const theirs = await suite.house.sync.setPrices(stranger, { items: [price(suite.skus[1]!, '8.00')], idempotencyKey: 'mine' });
    expect(theirs).toMatchObject({ operation: { sellerId: 'sel_stranger' }, userErrors: [{ code: 'UNKNOWN_SKU' }] });
  });

  it('names each bad item by its place in the call and does the others', async () => {
    const outcome = await set([price(' blank ', '1.00'), price(suite.skus[2]!, '1.234'), { ...price(suite.skus[3]!, '9.00'), price: { amount: '9.00', currency: 'XXX' } }, price('NO-SUCH-SKU', '9.00'), price(suite.skus[4]!, '9.00')]);
    const errors = outcome.userErrors.map(({ code, field }) => [code, field?.join('.')]);
    expect(errors.sort()).toEqual([
      ['INVALID_PRICE', 'input.items.1.price'],
      ['INVALID_PRICE', 'input.items.2.price'],
      ['INVALID_SKU', 'input.items.0.sku'],
      ['UNKNOWN_SKU', 'input.items.3.sku'],
    ]);
    expect(outcome.operation).toMatchObject({ total: 1, counts: { queued: 1 }, state: 'RUNNING' });
  });

  it('refuses 10,001 items as a whole and begins nothing', async () => {
    const before = await operations().countDocuments();
    const outcome = await set(Array.from({ length: 10_001 }, (_, i) => price(`S-${i}`, '1.00')));
    expect(outcome).toMatchObject({ operation: null, userErrors: [{ code: 'TOO_MANY_ITEMS', field: ['input', 'items'] }] });
    expect(await operations().countDocuments()).toBe(before);
  });

  it('drops what was asked for from the operation once it is recorded', async () => {
    const { operation } = await set([price(suite.skus[5]!, '3.00')]);
    expect(await operations().findOne({ _id: operation!._id })).not.toHaveProperty('request');
  });

  it('shows in a dry run the calls and refusals, and begins nothing', async () => {
    const before = await operations().countDocuments();
    const items = [price(suite.skus[6]!, '3.00'), price(suite.skus[7]!, '1000000.00'), price('NO-SUCH-SKU', '3.00')];
    const outcome = await suite.house.sync.setPrices(suite.house.principal, { items, dryRun: true });
    expect(outcome.operation).toBeNull();
    expect(outcome.userErrors.map(({ code, itemRef }) => [code, itemRef])).toEqual([['UNKNOWN_SKU', 'NO-SUCH-SKU'], ['QUANTITY_REFUSED', suite.skus[7]]]);
    expect(outcome.dryRun).toMatchObject({ total: 2, requests: [{ storeId: suite.storeId, method: 'POST', items: 1, body: expect.stringContaining(suite.skus[6]!) }] });
    expect(await operations().countDocuments()).toBe(before);
    expect((await suite.listing(suite.skus[6]!)).price.desired.value.saleMinor).toBe(10_000);
  });
});

describe('an operation whose recorder died', () => {
  /** As a process leaves it that dies right after writing the operation. */
  async function abandoned(idempotencyKey: string, amount: string): Promise<SyncOperation> {
    const { operation } = await set([price(suite.skus[5]!, amount)], idempotencyKey);
    const items = [{ sku: suite.skus[5]!, price: { amountMinor: Math.round(Number(amount) * 100) + 1, currency: 'TRY' } }];
    await operations().updateOne({ _id: operation!._id }, { $set: { state: 'RECORDING', recordingUntil: new Date(0), request: { items, places: [0], refused: [] }, recordedAt: null } });
    await suite.house.db.collection('variants').updateMany({}, { $set: { priceSetBy: null } });
    return operation!;
  }

  it('is completed by the sweep', async () => {
    const operation = await abandoned('left-to-sweep', '31.00');
    suite.house.sync.worker.start();
    await suite.until(operation, ({ state }) => state === 'DONE');
    expect((await suite.listing(suite.skus[5]!)).price.desired.value.saleMinor).toBe(3_101);
  });

  it('is completed by the same call coming again', async () => {
    const operation = await abandoned('left-to-caller', '32.00');
    await operations().updateOne({ _id: operation._id }, { $set: { recordingUntil: new Date(0) } });
    const again = await set([price(suite.skus[5]!, '32.00')], 'left-to-caller');
    expect(again.operation?._id).toBe(operation._id);
    await suite.until(operation, ({ state }) => state === 'DONE');
  });

  it('is left alone while its recorder may live', () => {
    expect(recordingUntil(new Date(0)).getTime()).toBeGreaterThanOrEqual(5_000);
  });
});
