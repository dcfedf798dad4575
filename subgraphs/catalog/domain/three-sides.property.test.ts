import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createThreeSides, SIDES, type Step, STEPS, WORST_CLOCK_MS } from '../testing/three-sides.js';
import { CONFLICT_RULES } from './conflict.js';

const HISTORIES = 5_000;
const TIME_ON_A_BUSY_MACHINE_MS = 300_000;

const skew = fc.integer({ min: -WORST_CLOCK_MS, max: WORST_CLOCK_MS });
const step: fc.Arbitrary<Step> = fc.record({ name: fc.constantFrom(...STEPS), side: fc.constantFrom(...SIDES), n: fc.nat({ max: 20 }) });
const history = fc.record({ steps: fc.array(step, { maxLength: 60, size: 'max' }), skewMs: fc.record({ A: skew, B: skew }), end: fc.nat({ max: 20 }) });

/** A history that breaks a promise is printed with its seed, made as short as it can be. */
describe('the hub, two panels and their buyers, with news lost, doubled, late and out of order under wrong clocks', () => {
  it('all show the same in the end, by whatever rule', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CONFLICT_RULES), history, (rule, { steps, skewMs, end }) => {
        const world = createThreeSides({ rule, skewMs });
        for (const one of steps) world.take(one);
        world.comeToRest(end);
        world.replay();
        expect([world.shown(), world.unsettled()]).toEqual([world.wanted(), []]);
      }),
      { numRuns: HISTORIES },
    );
  }, TIME_ON_A_BUSY_MACHINE_MS);

  it('show what the hub said last and what is left of it, in whatever order they heard of it', () => {
    fc.assert(
      fc.property(history, ({ steps, skewMs, end }) => {
        const world = createThreeSides({ rule: 'HUB_WINS', skewMs });
        for (const one of steps) world.take(one);
        world.comeToRest(end);
        expect(world.shown()).toEqual(world.meant());
      }),
      { numRuns: HISTORIES },
    );
  }, TIME_ON_A_BUSY_MACHINE_MS);
});
