import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { FieldTally } from '../../catalog/operations/compare-listings.js';
import { bucketsOf, coverageOf, pageIncrements, totalOf, type Certificate } from './certificate.js';
import { consistencyOf, freshness } from './consistency.js';

const HOUR_MS = 3_600_000;
const startedAt = new Date('2026-11-22T06:00:00Z');
const at = (hours: number) => new Date(startedAt.getTime() + hours * HOUR_MS);
const none: FieldTally = { equal: 0, different: 0, unknown: 0 };

const certificate = (hours: Certificate['hours']): Certificate => ({
  _id: 'crt_1', sellerId: 'sel_1' as SellerId, storeId: 'sto_1' as StoreId, startedAt, finishedAt: at(1), pages: 1, hours, repaired: 0, left: 0, bodies: 0, known: 0,
  unknownHere: 0, unknownHereKeys: [], onSale: 0, unknownThere: 0, unknownThereKeys: [], unconfirmed: 0, expiresAt: at(1),
});

describe('what knowledge is worth', () => {
  it('is all of it for six hours, then half as much with every day', () => {
    expect([0, 6, 30, 54].map((hours) => freshness(hours * HOUR_MS))).toEqual([1, 1, 0.5, 0.25]);
  });

  it('never grows with age, and stays between 0 and 1', () => {
    fc.assert(fc.property(fc.nat(1e10), fc.nat(1e10), (a, b) => {
      expect(freshness(Math.max(a, b))).toBeLessThanOrEqual(freshness(Math.min(a, b)));
      expect(freshness(a)).toBeGreaterThanOrEqual(0);
      expect(freshness(a)).toBeLessThanOrEqual(1);
    }));
  });
});

describe('a store’s score', () => {
  it('counts what is not known as unequal', () => {
    const known = certificate({ 0: { price: { equal: 90, different: 5, unknown: 3 }, quantity: none } });
    expect(consistencyOf(known, 'price', { onSale: 100, now: at(1) })).toEqual({ field: 'price', score: 0.9, equal: 90, compared: 95, unknown: 5, oldestSeconds: 3_600 });
  });

  it('is 0 before anything was compared, and 1 with nothing on sale', () => {
    expect(consistencyOf(null, 'quantity', { onSale: 7, now: at(0) })).toEqual({ field: 'quantity', score: 0, equal: 0, compared: 0, unknown: 7, oldestSeconds: null });
    expect(consistencyOf(null, 'quantity', { onSale: 0, now: at(0) }).score).toBe(1);
  });

  it('falls with the age of each part of what is known', () => {
    const half: FieldTally = { equal: 50, different: 0, unknown: 0 };
    const known = certificate({ 0: { price: half, quantity: none }, 24: { price: half, quantity: none } });
    expect(consistencyOf(known, 'price', { onSale: 100, now: at(30) }).score).toBeCloseTo(0.75, 10);
  });

  it('stays between 0 and 1 and is 1 only when all of it is known to be equal', () => {
    const tally = fc.record({ equal: fc.nat(100), different: fc.nat(100), unknown: fc.nat(100) });
    fc.assert(fc.property(tally, fc.nat(400), fc.nat(100), (price, onSale, hours) => {
      const { score } = consistencyOf(certificate({ 0: { price, quantity: none } }), 'price', { onSale, now: at(hours) });
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      if (price.different + price.unknown > 0) expect(score).toBeLessThan(1);
    }));
  });
});

describe('a certificate', () => {
  const page = { price: { equal: 2, different: 1, unknown: 0 }, quantity: { equal: 3, different: 0, unknown: 0 }, repaired: 1, left: 0, bodies: 1, knownKeys: ['A', 'B', 'C'], unknownKeys: ['D'], unreadable: 1, unreadableKeys: ['B'] };

  it('adds pages by the hour in which they were read', () => {
    const added = pageIncrements(certificate({}), page, at(2.5));
    expect(added).toMatchObject({ pages: 1, repaired: 1, known: 3, unknownHere: 1, unreadable: 1, 'hours.2.price.equal': 2, 'hours.2.price.different': 1, 'hours.2.quantity.equal': 3 });
    expect(totalOf({ hours: { 0: { price: page.price, quantity: none }, 2: { price: page.price, quantity: none } } }, 'price')).toEqual({ equal: 4, different: 2, unknown: 0 });
  });

  it('says of how much of what is on sale it speaks', () => {
    expect([coverageOf({ known: 50, onSale: 100 }), coverageOf({ known: 0, onSale: 0 }), coverageOf({ known: 1, onSale: null })]).toEqual([0.5, 1, null]);
  });

  it('tells two sets of keys apart by their buckets, in whatever order they come', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 50 }), fc.nat(), (keys, pick) => {
      expect(bucketsOf([...keys].reverse())).toEqual(bucketsOf(keys));
      const without = keys.filter((_key, index) => index !== pick % keys.length);
      const differing = [...bucketsOf(keys)].filter(([bucket, { keys: count, sum }]) => bucketsOf(without).get(bucket)?.keys !== count || bucketsOf(without).get(bucket)?.sum !== sum);
      expect(differing).toHaveLength(1);
    }));
  });
});
