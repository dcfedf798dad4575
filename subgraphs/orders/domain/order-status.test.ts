import { describe, expect, it } from '@jest/globals';
import { ORDER_STATUSES } from './order.js';
import { canReach, ORDER_TRANSITIONS, progressOf } from './order-status.js';

describe('the transition table', () => {
  it('names what may follow every status', () => {
    expect(Object.keys(ORDER_TRANSITIONS).sort()).toEqual([...ORDER_STATUSES].sort());
  });

  it('never leads back, unknown words aside', () => {
    const pairs = ORDER_STATUSES.flatMap((from) => ORDER_STATUSES.map((to) => [from, to] as const)).filter(([from, to]) => from !== to && from !== 'UNKNOWN' && to !== 'UNKNOWN');
    expect(pairs.filter(([from, to]) => canReach(from, to) && canReach(to, from))).toEqual([]);
  });

  it('lets progress grow with every step', () => {
    const steps = ORDER_STATUSES.filter((from) => from !== 'UNKNOWN').flatMap((from) => ORDER_TRANSITIONS[from].filter((to) => to !== 'UNKNOWN').map((to) => [from, to] as const));
    expect(steps.filter(([from, to]) => progressOf(to) <= progressOf(from))).toEqual([]);
  });

  it('reaches delivery from a new order, and shipping from no cancelled one', () => {
    expect(canReach('CREATED', 'DELIVERED')).toBe(true);
    expect(canReach('CANCELLED', 'SHIPPED')).toBe(false);
    expect(canReach('SHIPPED', 'ACCEPTED')).toBe(false);
  });
});
