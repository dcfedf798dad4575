import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../../platform/ids.js';
import { accept, apply, desire, giveBack, lose, newField, read, readArrived, readUnknown, refuse, sellThere, send } from './field-sync.js';
import type { FieldSync, ListingIssue } from './listing.js';
import { afterSale, sameValue } from './listing-value.js';

const START_MS = Date.parse('2026-11-22T12:00:00Z');
const STEP_MS = 60_000;
const at = new Date(START_MS);
const issue: ListingIssue = { code: 'MARKETPLACE_REFUSED', message: '', retryable: true, at };
const same = sameValue.quantity;

/** A marketplace that has one quantity, does what it is sent (sooner or later, with or without our hearing of it), and sells. */
interface World {
  field: FieldSync<number>;
  there: number;
  nowMs: number;
  /** Bought there, and the catalog has not heard of it. */
  untold: { units: number; at: Date }[];
  /** Sent and not yet heard of. */
  onItsWay: { value: number; isDone: boolean } | null;
  /** Sent, taken for arrived too early, and still to land. */
  strays: number[];
}

const steps = {
  want: (world: World, value: number): World => ({ ...world, field: desire(world.field, { value, operationId: null, at }, same) }),
  send: (world: World): World => {
    const field = send(world.field, { attemptId: newId('attempt'), revision: world.field.desired.revision, at });
    return field ? { ...world, field, onItsWay: { value: field.desired.value, isDone: false } } : world;
  },
  accept: (world: World): World => ({ ...world, field: accept(world.field, { receipt: 'r', at }) ?? world.field }),
  /** The marketplace does it; we have not heard yet. */
  happen: (world: World): World => (world.onItsWay && !world.onItsWay.isDone ? { ...world, there: world.onItsWay.value, onItsWay: { ...world.onItsWay, isDone: true } } : world),
  hearDone: (world: World): World => (world.onItsWay ? { ...steps.happen(world), onItsWay: null, field: apply(world.field, { evidence: 'RECEIPT', at: new Date(world.nowMs) }, same, afterSale.quantity) ?? world.field } : world),
  hearRefused: (world: World): World => (world.onItsWay?.isDone === false ? { ...world, onItsWay: null, field: refuse(world.field, issue) ?? world.field } : world),
  giveBack: (world: World): World => (world.onItsWay?.isDone === false ? { ...world, onItsWay: null, field: giveBack(world.field, { notBefore: null, issue, at }, same) ?? world.field } : world),
  /** No answer, and nothing more will happen by the time we look. */
  hearNothing: (world: World): World => {
    const lost = lose(world.field, issue);
    return lost ? { ...world, onItsWay: null, field: readUnknown(lost, { value: world.there, evidence: 'READ_BACK', at: new Date(world.nowMs) }, same) ?? lost } : world;
  },
  /** No answer, and we look while it may still happen. */
  lookEarly: (world: World): World => {
    const lost = world.onItsWay && lose(world.field, issue);
    if (!world.onItsWay || !lost) return world;
    const arrived = readArrived(lost, { value: world.there, evidence: 'READ_BACK', at: new Date(world.nowMs) }, same, afterSale.quantity);
    if (!arrived) return { ...world, field: lost };
    return { ...world, field: arrived, onItsWay: null, strays: world.onItsWay.isDone ? world.strays : [...world.strays, world.onItsWay.value] };
  },
  landStray: (world: World): World => {
    const [stray, ...strays] = world.strays;
    return stray === undefined ? world : { ...world, there: stray, strays };
  },
  /** An order arrives here at once, and the catalog wants that many fewer. */
  sell: (world: World, units: number): World => sold(world, units, (desired, gone) => Math.max(0, desired - gone)),
  /** The same with so much in stock that the store's cap is wanted as before. */
  sellUnderCap: (world: World, units: number): World => sold(world, units, (desired) => desired),
  /** Someone buys there; the order is on its way to us. */
  buy: (world: World, units: number): World => {
    const gone = Math.min(units, world.there);
    return gone > 0 ? { ...world, there: world.there - gone, untold: [...world.untold, { units: gone, at: new Date(world.nowMs) }] } : world;
  },
  /** The oldest order that is on its way arrives. */
  hearOfSale: (world: World): World => {
    const [sale, ...untold] = world.untold;
    return sale ? heard({ ...world, untold }, sale, (desired) => Math.max(0, desired - sale.units)) : world;
  },
  sweep: (world: World): World => ({ ...world, field: read(world.field, { value: world.there, evidence: 'SWEEP', at: new Date(world.nowMs) }, same) ?? world.field }),
};

function sold(world: World, units: number, wanted: (desired: number, gone: number) => number): World {
  const gone = Math.min(units, world.there);
  return heard({ ...world, there: world.there - gone }, { units: gone, at: new Date(world.nowMs) }, (desired) => wanted(desired, gone));
}

function heard(world: World, { units, at: soldAt }: World['untold'][number], wanted: (desired: number) => number): World {
  const field = units > 0 ? sellThere(world.field, units, { at, soldAt }) : world.field;
  const anew = units > 0 && (field.sent !== null || field.published?.inDoubt === true);
  return { ...world, field: desire(field, { value: wanted(field.desired.value), operationId: null, at, anew }, same) };
}

const step = fc.record({ name: fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])), units: fc.integer({ min: 0, max: 5 }) });
const start: World = { field: newField({ value: 5, operationId: null, at }), there: 0, nowMs: START_MS, untold: [], onItsWay: null, strays: [] };
const run = (history: readonly { name: keyof typeof steps; units: number }[]) => history.reduce<World>((world, { name, units }) => ({ ...steps[name](world, units), nowMs: world.nowMs + STEP_MS }), start);

describe('whatever happens to a value', () => {
  it('its state, attempt and revision agree', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (history) => {
        const { field } = run(history);
        expect(field.sent === null).toBe(field.attemptId === null);
        if (['SENT', 'ACCEPTED', 'UNKNOWN'].includes(field.state)) expect(field.sent).toMatchObject({ revision: field.desired.revision, phase: field.state });
        if (['APPLIED', 'VERIFIED'].includes(field.state)) expect([field.published?.value, field.sent]).toEqual([field.desired.value, null]);
        if (field.sent) expect(field.sent.revision).toBeLessThanOrEqual(field.desired.revision);
      }),
      { numRuns: 2_000 },
    );
  });

  it('the marketplace shows what is wanted once all is quiet', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (history) => {
        let world = run(history);
        while (world.untold.length > 0) world = steps.hearOfSale(world);
        while (world.strays.length > 0) world = steps.landStray(world);
        // What was taken for arrived early is read once more when nothing of it can land any more.
        world = steps.sweep(steps.hearDone(world));
        if (world.field.state === 'REJECTED') world = steps.want(world, world.field.desired.value);
        for (let turn = 0; turn < 3; turn += 1) world = steps.hearDone(steps.send(world));
        expect([world.field.state === 'APPLIED' || world.field.state === 'VERIFIED', world.there]).toEqual([true, world.field.desired.value]);
      }),
      { numRuns: 2_000 },
    );
  });
});
