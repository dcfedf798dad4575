import { describe, expect, it } from '@jest/globals';
import type { SellerId, StoreId } from '../../../../platform/ids.js';
import { endsAtOf, ruleInForce, type OwnRule } from './alert-rule.js';
import type { Alert, Observation } from './alert.js';
import { decideAlerts, levelAbove, levelBelow } from './decide-alerts.js';

const storeId = 'sto_1' as StoreId;
const low = (level: Observation['level']): Observation => ({ kind: 'STOCK_LOW', storeId: null, subject: 'A', value: 3, dueAt: null, level });
const openOne: Alert = { _id: 'alr_1', sellerId: 'sel_1' as SellerId, kind: 'STOCK_LOW', storeId: null, subject: 'A', sku: null, state: 'OPEN', severity: 'WARNING', value: 3, threshold: 5, dueAt: null, raisedAt: new Date(0), resolvedAt: null, resolution: null };
const stockRule = (own: OwnRule, sku: string | null = null) => ({ kind: 'STOCK_LOW' as const, storeId: null, sku, own });
const on = [stockRule({ isOn: true })];

describe('deciding about alerts', () => {
  it.each<[Observation['level'], number, number]>([['HOLDS', 1, 0], ['BETWEEN', 0, 0], ['CLEAR', 0, 1]])('raises what holds unless it is open, ends what is clear, and leaves what is between: %s', (level, raised, resolved) => {
    expect(decideAlerts({ observations: [low(level)], open: [], rules: on }).raise).toHaveLength(raised);
    const known = decideAlerts({ observations: [low(level)], open: [openOne], rules: on });
    expect([known.raise.length, known.resolve.length]).toEqual([0, resolved]);
  });

  it('ends what is not there any more, and what nobody looks out for any more', () => {
    expect(decideAlerts({ observations: [], open: [openOne], rules: on }).resolve).toEqual([{ alert: openOne, resolution: 'CLEARED' }]);
    expect(decideAlerts({ observations: [low('HOLDS')], open: [openOne], rules: [stockRule({ isOn: false })] })).toEqual({ raise: [], resolve: [{ alert: openOne, resolution: 'RULE_CHANGED' }] });
  });

  it('raises once what was seen twice', () => {
    expect(decideAlerts({ observations: [low('HOLDS'), low('HOLDS')], open: [], rules: on }).raise).toHaveLength(1);
  });
});

describe('a threshold', () => {
  it('of stock is passed below it, and over a tenth above it', () => {
    const levels = [19, 20, 21, 22].map((value) => levelBelow(value, 'STOCK_LOW', { threshold: 20 }));
    expect(levels).toEqual(['HOLDS', 'BETWEEN', 'BETWEEN', 'CLEAR']);
  });

  it('of a quota is reached at it, and over ten percent below it', () => {
    expect([90, 89, 81, 80].map((value) => levelAbove(value, 'QUOTA_NEARLY_SPENT', { threshold: 90 }))).toEqual(['HOLDS', 'BETWEEN', 'BETWEEN', 'CLEAR']);
    expect(endsAtOf('PROPAGATION_SLOW', { threshold: 300 })).toBe(150);
  });
});

describe('the rule in force', () => {
  it('is what was said of the one SKU or store, over what was said in general, over the default', () => {
    const said = [stockRule({ threshold: 10, isOn: true }), stockRule({ threshold: 2 }, 'A'), { kind: 'STORE_PAUSED' as const, storeId, sku: null, own: { isOn: false } }];
    expect(ruleInForce(said, { kind: 'STOCK_LOW', storeId: null, sku: 'A' })).toEqual({ threshold: 2, severity: 'WARNING', isOn: true });
    expect(ruleInForce(said, { kind: 'STOCK_LOW', storeId: null, sku: 'B' })).toMatchObject({ threshold: 10 });
    expect(ruleInForce([], { kind: 'STOCK_LOW', storeId: null, sku: 'B' })).toEqual({ threshold: 5, severity: 'WARNING', isOn: false });
    expect([storeId, 'sto_2' as StoreId].map((id) => ruleInForce(said, { kind: 'STORE_PAUSED', storeId: id, sku: null }).isOn)).toEqual([false, true]);
  });
});
