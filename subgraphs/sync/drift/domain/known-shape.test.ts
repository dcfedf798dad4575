import { describe, expect, it } from '@jest/globals';
import { learn, type Drift, type KnownShape } from './known-shape.js';
import { shapeOf } from './shape.js';

const usual = { orders: [{ id: 1, price: 9.9, note: null, buyer: { name: 'x' } }] };

describe('learning what bodies look like', () => {
  it('says nothing about the first twenty, whatever they bring', () => {
    expect(taught(Array.from({ length: 20 }, (_, index) => ({ ...usual, [`field${String.fromCharCode(97 + index)}`]: index }))).drifts).toEqual([]);
  });

  it('tells of a new field once, and not of what lies inside it', () => {
    const { drifts } = taught([...repeated(usual, 20), ...repeated({ orders: [{ ...usual.orders[0], tax: { rate: 20, kind: 'VAT' } }] }, 2)]);
    expect(drifts).toEqual([{ kind: 'NEW', path: '$.orders[].tax', before: [], now: ['object'] }]);
  });

  it('tells of a value that has become of another kind, once', () => {
    const { drifts } = taught([...repeated(usual, 20), ...repeated({ orders: [{ ...usual.orders[0], price: '9.90' }] }, 3)]);
    expect(drifts).toEqual([{ kind: 'CHANGED', path: '$.orders[].price', before: ['number'], now: ['string'] }]);
  });

  it('takes null for the absence of a value, and its first value for no change', () => {
    expect(taught([...repeated(usual, 20), { orders: [{ ...usual.orders[0], price: null, note: 'leave at the door' }] }]).drifts).toEqual([]);
  });

  it('tells of a field that was always there and is gone for twenty bodies in a row', () => {
    const without = { orders: [{ id: 1, price: 9.9, buyer: { name: 'x' } }] };
    expect(taught([...repeated(usual, 20), ...repeated(without, 19)]).drifts).toEqual([]);
    expect(taught([...repeated(usual, 20), ...repeated(without, 40)]).drifts).toEqual([{ kind: 'VANISHED', path: '$.orders[].note', before: ['null'], now: [] }]);
  });

  it('does not miss what is now and then left out, nor what an empty list cannot show', () => {
    const rarely = { orders: [{ id: 1, price: 9.9, buyer: { name: 'x' } }] };
    expect(taught([...repeated(usual, 10), ...repeated(rarely, 10), ...repeated(usual, 10), ...repeated(rarely, 40)]).drifts).toEqual([]);
    expect(taught([...repeated(usual, 20), ...repeated({ orders: [] }, 40)]).drifts).toEqual([]);
    expect(taught([...repeated({ orders: [] }, 40), usual]).drifts).toEqual([]);
  });
});

function taught(bodies: readonly unknown[]): { known: KnownShape; drifts: readonly Drift[] } {
  let known: KnownShape = [];
  const drifts: Drift[] = [];
  for (const body of bodies) {
    const learnt = learn(known, shapeOf(Buffer.from(JSON.stringify(body)))!);
    known = learnt.known;
    drifts.push(...learnt.drifts);
  }
  return { known, drifts };
}

function repeated(body: unknown, times: number): unknown[] {
  return Array.from({ length: times }, () => body);
}
