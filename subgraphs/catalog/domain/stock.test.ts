import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OperationId, OrderId } from '../../../platform/ids.js';
import { applyStockPolicy } from '../../stores/domain/stock-policy.js';
import { withOnHand, withoutReservation, withReservation } from './stock.js';
import { availableOf, type Stock } from './variant.js';

const at = new Date('2026-11-22T12:00:00Z');
const order = 'ord_1' as OrderId;
const shelf = (onHand: number): Stock => ({ onHand, reserved: 0, reservations: [], recentAdjustments: [], settledSteps: [], changedBy: null, changedAt: at });
const line = (lineKey: string, quantity: number) => ({ lineKey, quantity });

describe('reserving stock', () => {
  it('counts once per order and line, however often it is asked', () => {
    const once = withReservation(shelf(5), order, line('a', 2), at).stock;
    expect(withReservation(once, order, line('a', 2), at).stock).toBe(once);
    expect([once.reserved, availableOf(once)]).toEqual([2, 3]);
  });

  it('records what was sold but not there, and shows it below zero', () => {
    const { stock, shortBy } = withReservation(shelf(1), order, line('a', 3), at);
    expect([shortBy, availableOf(stock)]).toEqual([2, -2]);
    expect(stock.reservations[0]).toMatchObject({ shortBy: 2 });
  });

  it('does not come back after the line was released or shipped', () => {
    const released = withoutReservation(withReservation(shelf(5), order, line('a', 2), at).stock, 'RELEASE', { orderId: order, ...line('a', 2) }, at);
    expect(withReservation(released, order, line('a', 2), at).stock).toBe(released);
  });
});

describe('ending a reservation', () => {
  const held = withReservation(shelf(5), order, line('a', 3), at).stock;

  it('gives released units back and takes shipped ones off the shelf', () => {
    expect(withoutReservation(held, 'RELEASE', { orderId: order, ...line('a', 3) }, at)).toMatchObject({ onHand: 5, reserved: 0 });
    expect(withoutReservation(held, 'CONSUME', { orderId: order, ...line('a', 3) }, at)).toMatchObject({ onHand: 2, reserved: 0 });
  });

  it('counts a part once, and two like parts under two step keys twice', () => {
    const step = { orderId: order, ...line('a', 1) };
    const part = withoutReservation(held, 'RELEASE', step, at);
    expect(withoutReservation(part, 'RELEASE', step, at)).toBe(part);
    expect(withoutReservation(part, 'RELEASE', { ...step, stepKey: '2' }, at)).toMatchObject({ reserved: 1 });
  });

  it('gives back first what was not there, and counts as there what shipped', () => {
    const short = withReservation(shelf(1), order, line('a', 3), at).stock;
    const left = (kind: 'RELEASE' | 'CONSUME', quantity: number) => withoutReservation(short, kind, { orderId: order, ...line('a', quantity) }, at).reservations.map((one) => [one.quantity, one.shortBy]);
    expect([left('RELEASE', 1), left('RELEASE', 2), left('CONSUME', 1), left('CONSUME', 2)]).toEqual([[[2, 1]], [[1, 0]], [[2, 2]], [[1, 1]]]);
  });

  it('never takes more than was promised, and nothing that was not', () => {
    expect(withoutReservation(held, 'CONSUME', { orderId: order, ...line('a', 9) }, at)).toMatchObject({ onHand: 2, reserved: 0 });
    expect(withoutReservation(held, 'CONSUME', { orderId: order, ...line('b', 1) }, at)).toBe(held);
  });
});

it('accepts no more than there is, and all that was there, however an order is divided anew', () => {
  const accepted = ({ reservations }: Stock): number => reservations.reduce((sum, { quantity, shortBy }) => sum + quantity - shortBy, 0);
  const wish = fc.record({ onHand: fc.integer({ min: 0, max: 6 }), first: fc.integer({ min: 0, max: 4 }), quantity: fc.integer({ min: 1, max: 6 }), parts: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }) });
  fc.assert(
    fc.property(wish, ({ onHand, first, quantity, parts }) => {
      const others = first === 0 ? shelf(onHand) : withReservation(shelf(onHand), 'ord_0' as OrderId, line('a', first), at).stock;
      const before = withReservation(others, order, line('old', quantity), at).stock;
      const divided = parts.reduce((stock, units, index) => withReservation(stock, order, { ...line(`new ${index}`, units), insteadOf: ['old'] }, at).stock, before);
      expect(accepted(divided)).toBeLessThanOrEqual(onHand);
      const after = withoutReservation(divided, 'RELEASE', { orderId: order, ...line('old', quantity) }, at);
      expect(accepted(after)).toBeGreaterThanOrEqual(accepted(others) + Math.min(accepted(before) - accepted(others), parts.reduce((sum, units) => sum + units, 0)));
      expect(after.reservations.every(({ quantity: units, shortBy }) => shortBy >= 0 && shortBy <= units)).toBe(true);
    }),
  );
});

it('a stock operation counts once', () => {
  const operationId = 'opr_1' as OperationId;
  const once = withOnHand(shelf(5), { onHand: 9, operationId, at });
  expect(withOnHand(once, { onHand: 14, operationId, at })).toBe(once);
});

it('reserved is the sum of the reservations whatever happens in whichever order', () => {
  const step = fc.record({ kind: fc.constantFrom('RESERVE', 'RELEASE', 'CONSUME'), lineKey: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1, max: 4 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const end = steps.reduce((stock, { kind, ...rest }) => (kind === 'RESERVE' ? withReservation(stock, order, rest, at).stock : withoutReservation(stock, kind as 'RELEASE', { orderId: order, ...rest }, at)), shelf(6));
      expect(end.reserved).toBe(end.reservations.reduce((sum, { quantity }) => sum + quantity, 0));
      expect(end.onHand).toBeGreaterThanOrEqual(0);
    }),
  );
});

it.each([
  { policy: { buffer: 0, cap: null, percentage: 100 }, available: 7, quantity: 7 },
  { policy: { buffer: 2, cap: null, percentage: 50 }, available: 9, quantity: 2 },
  { policy: { buffer: 0, cap: 3, percentage: 100 }, available: 9, quantity: 3 },
  { policy: { buffer: 10, cap: null, percentage: 100 }, available: 4, quantity: 0 },
  { policy: { buffer: 0, cap: null, percentage: 100 }, available: -2, quantity: 0 },
])('a store shows $quantity of $available available under $policy', ({ policy, available, quantity }) => {
  expect(applyStockPolicy(policy, available).quantity).toBe(quantity);
});
