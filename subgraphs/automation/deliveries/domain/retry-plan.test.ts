import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextTryAt, TRIED_FOR_MS } from './retry-plan.js';

const START = new Date('2031-03-05T14:00:00Z');
const GIVE_UP = new Date(START.getTime() + TRIED_FOR_MS);

function triesOf(randoms: () => number): readonly Date[] {
  const tries = [START];
  for (let at: Date | null = START; at; ) {
    at = nextTryAt({ now: at, tries: tries.length, giveUpAt: GIVE_UP, retryAt: null, random: randoms() });
    if (at) tries.push(at);
  }
  return tries;
}

describe('trying a message again', () => {
  it('goes on over the whole day and ends with a last try at its end', () => {
    fc.assert(fc.property(fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), (stream) => {
      const numbers = stream[Symbol.iterator]();
      const tries = triesOf(() => Math.max(0.05, Number(numbers.next().value)));
      expect(tries.at(-1)).toEqual(GIVE_UP);
      expect(tries).toEqual([...tries].sort((a, b) => a.getTime() - b.getTime()));
    }), { numRuns: 100 });
  });

  it('takes around ten tries with the longest pauses, the first within seconds', () => {
    const tries = triesOf(() => 0.999);
    expect(tries.length).toBeGreaterThan(9);
    expect(tries.length).toBeLessThan(20);
    expect(tries[1]!.getTime() - START.getTime()).toBeLessThan(10_000);
  });

  it('waits as long as the endpoint asks, but not beyond the end of the day', () => {
    const inAnHour = new Date(START.getTime() + 3_600_000);
    expect(nextTryAt({ now: START, tries: 1, giveUpAt: GIVE_UP, retryAt: inAnHour, random: 0.5 })).toEqual(inAnHour);
    expect(nextTryAt({ now: START, tries: 1, giveUpAt: GIVE_UP, retryAt: new Date(GIVE_UP.getTime() + 1), random: 0.5 })).toEqual(GIVE_UP);
  });
});
