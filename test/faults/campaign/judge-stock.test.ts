import { describe, expect, it } from '@jest/globals';
import { judgeStock, type GoodsSold } from './judge-stock.js';

const taken = (quantity: number, shortBy = 0) => ({ quantity, shortBy });
const goods = (more: Partial<GoodsSold>): GoodsSold => ({ sku: 'A', onHand: 5, leastOnHand: 5, sold: 0, reserved: more.reservations?.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0, reservations: [], ...more });

describe('what was accepted of goods that marketplaces sold', () => {
  it.each<[string, Partial<GoodsSold>]>([
    ['all of it while it lasts', { sold: 3, reservations: [taken(2), taken(1)] }],
    ['as much as there is, of more', { sold: 7, reservations: [taken(4), taken(3, 2)] }],
    ['less by what was given up', { sold: 7, reservations: [taken(3, 2)] }],
    ['less than is there now, where less was there once', { onHand: 9, leastOnHand: 1, sold: 4, reservations: [taken(4, 3)] }],
  ])('may be %s', (_what, more) => {
    expect(judgeStock(goods(more))).toEqual({ oversold: [], withheld: [] });
  });

  it('is found to be more than there is', () => {
    expect(judgeStock(goods({ sold: 7, reservations: [taken(4), taken(3)] })).oversold).toEqual(['7 of 5 A were accepted']);
  });

  it('is found to be less than there was, as where every order is marked as short', () => {
    expect(judgeStock(goods({ sold: 3, reservations: [taken(2, 2), taken(1, 1)] })).withheld).toEqual(['0 of A were accepted, where 3 were sold, 3 of them not given up, and never fewer than 5 were there']);
    expect(judgeStock(goods({ sold: 7, reservations: [taken(4), taken(3, 3)] })).withheld).toHaveLength(1);
  });

  it('is found counted otherwise than it is listed', () => {
    expect(judgeStock(goods({ sold: 3, reserved: 4, reservations: [taken(3)] })).oversold).toEqual(['A counts 4 reserved and lists 3']);
  });
});
