import { describe, expect, it } from '@jest/globals';
import { newId, type StoreId } from '../../../platform/ids.js';
import type { OperationGroup } from '../../sync/store/operation-store.js';
import { bucketOf } from '../../sync/figures/domain/latency-buckets.js';
import { NO_FIGURES, type StoreFigures } from '../../sync/figures/domain/store-figures.js';
import { assembleReport, type ReportMaterial } from './assemble-report.js';

const DAY_MS = 86_400_000;
const [one, other]: [StoreId, StoreId] = [newId('store'), newId('store')];
const NO_SWEEPS = { fields: [], sweeps: 0, different: 0, repaired: 0, left: 0 } as const;

function assemble({ operations = [], oversells = [], stores = [] }: Partial<Omit<ReportMaterial, 'periodMs' | 'stores'>> & { stores?: readonly { storeId: StoreId; figures?: Partial<StoreFigures>; consistency?: ReportMaterial['stores'][number]['consistency'] }[] }) {
  return assembleReport({ operations, oversells, periodMs: DAY_MS, stores: stores.map(({ storeId, figures, consistency = NO_SWEEPS }) => ({ storeId, figures: { ...NO_FIGURES, ...figures }, consistency })) });
}

const operation = (storeIds: readonly StoreId[], state: OperationGroup['state'], operations: number): OperationGroup => ({ kind: 'PRICE_SET', state, storeIds, operations, values: 10 * operations, rejected: 1 });

describe('a report', () => {
  it('counts an operation of two stores once in all, and for each of them', () => {
    const { total, stores } = assemble({ operations: [operation([one, other], 'DONE', 2), operation([one], 'DONE', 3)], stores: [{ storeId: one }, { storeId: other }] });
    expect(total.operations).toEqual([{ kind: 'PRICE_SET', state: 'DONE', operations: 5, values: 50, rejected: 2 }]);
    expect(stores.map(({ operations }) => operations)).toEqual([[{ kind: 'PRICE_SET', state: 'DONE', operations: 5, values: null, rejected: null }], [{ kind: 'PRICE_SET', state: 'DONE', operations: 2, values: null, rejected: null }]]);
  });

  it('takes percentiles of all stores from all their times, not from their percentiles', () => {
    const times = (ms: number, count: number): Partial<StoreFigures> => ({ applied: { ...NO_FIGURES.applied, price: { [bucketOf(ms)]: count } } });
    const { total } = assemble({ stores: [{ storeId: one, figures: times(100, 97) }, { storeId: other, figures: times(60_000, 3) }] });
    const { applied } = total.propagation.find(({ field }) => field === 'price')!;
    expect(applied.count).toBe(100);
    expect(Math.abs(applied.p95Ms! - 100)).toBeLessThanOrEqual(2.5);
    expect(Math.abs(applied.p99Ms! - 60_000)).toBeLessThanOrEqual(1_500);
  });

  it('sums errors by cause, the most frequent first', () => {
    const { total } = assemble({ stores: [{ storeId: one, figures: { troubles: { TIMEOUT: 2 }, refusals: { PRICE_REFUSED: 3 } } }, { storeId: other, figures: { troubles: { TIMEOUT: 5 } } }] });
    expect(total.errors).toEqual([{ what: 'CALL', cause: 'TIMEOUT', times: 7 }, { what: 'VALUE', cause: 'PRICE_REFUSED', times: 3 }]);
  });

  it('says which share of each quota was used, of the day and of its busiest quarter of an hour', () => {
    const quota = { TAKEN: 8_640, HELD_BACK: 2, REFUSED: 1, limit: 50, windowMs: 10_000, busiest: 900 };
    const { stores } = assemble({ stores: [{ storeId: one, figures: { quotas: { offers: quota, daily: { ...quota, TAKEN: 125, limit: 250, windowMs: DAY_MS, busiest: 50 } } } }] });
    expect(stores[0]!.quotas).toEqual([
      { group: 'daily', limit: 250, windowMs: DAY_MS, calls: 125, heldBack: 2, refused: 1, share: 0.5, busiestShare: 0.2 },
      { group: 'offers', limit: 50, windowMs: 10_000, calls: 8_640, heldBack: 2, refused: 1, share: 0.02, busiestShare: 0.2 },
    ]);
  });

  it('weighs scores by listings, and leaves out stores no sweep has shown', () => {
    const swept = (score: number, compared: number) => ({ fields: [{ field: 'price' as const, score, equal: score * compared, compared, unknown: 0, oldestSeconds: 60 }], sweeps: 2, different: 3, repaired: 2, left: 1 });
    const { total } = assemble({ stores: [{ storeId: one, consistency: swept(1, 900) }, { storeId: other, consistency: swept(0.5, 100) }, { storeId: newId('store') }] });
    expect(total.consistency).toEqual({ fields: [{ field: 'price', score: 0.95, equal: 950, compared: 1_000, unknown: 0, oldestSeconds: 60 }], sweeps: 4, different: 6, repaired: 4, left: 2 });
  });

  it('counts oversells of all stores, and of each', () => {
    const { total, stores } = assemble({ oversells: [{ storeId: one, orders: 1, lines: 2 }, { storeId: other, orders: 3, lines: 3 }], stores: [{ storeId: one }, { storeId: other }] });
    expect([total, ...stores].map(({ oversells }) => oversells)).toEqual([{ orders: 4, lines: 5 }, { orders: 1, lines: 2 }, { orders: 3, lines: 3 }]);
  });
});
