import { describe, expect, it } from '@jest/globals';
import { sampleLine, sampleOrder, samplePackage } from '../testing/sample-orders.js';
import { compareOrder, markOf } from './order-marks.js';

const one = (change: Parameters<typeof samplePackage>[0] = {}) => samplePackage({ remoteRevision: 5, ...change });
const order = (...packages: ReturnType<typeof one>[]) => markOf(sampleOrder({ packages }));

describe('an order as a marketplace lists it, beside what was recorded', () => {
  it('is EQUAL when revision, status and sum are', () => {
    expect(compareOrder(order(one()), order(one()))).toBe('EQUAL');
  });

  it('is MISSING when the order, or one of its packages, is not known', () => {
    expect(compareOrder(order(one()), undefined)).toBe('MISSING');
    expect(compareOrder(order(one(), one({ remotePackageId: 'P2' })), order(one()))).toBe('MISSING');
  });

  it('is OLDER here when the marketplace lists a newer revision, and EQUAL when it lists an older one', () => {
    expect(compareOrder(order(one({ remoteRevision: 6, status: 'SHIPPED' })), order(one()))).toBe('OLDER');
    expect(compareOrder(order(one()), order(one({ remoteRevision: 6, status: 'SHIPPED' })))).toBe('EQUAL');
  });

  it('is DIFFERENT with another status or sum under the same revision', () => {
    expect(compareOrder(order(one({ status: 'ACCEPTED' })), order(one()))).toBe('DIFFERENT');
    expect(compareOrder(order(one({ lines: [sampleLine({ quantity: 2 })] })), order(one()))).toBe('DIFFERENT');
  });

  it('is not troubled by packages that only the hub knows, such as one that was divided', () => {
    expect(compareOrder(order(one()), order(one(), one({ remotePackageId: 'P2', status: 'SPLIT' })))).toBe('EQUAL');
  });

  it('sums up what stands, discounts taken off', () => {
    const lines = [sampleLine({ quantity: 2, unitPriceMinor: 1_000, unitDiscountMinor: 100 }), sampleLine({ remoteLineId: '2', unitPriceMinor: 5_000, status: 'CANCELLED' })];
    expect(order(one({ lines })).packages[0]?.sumMinor).toBe(1_800);
    expect(order(one({ lines, status: 'CANCELLED' })).packages[0]?.sumMinor).toBe(0);
  });
});
