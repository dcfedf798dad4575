import { describe, expect, it } from '@jest/globals';
import { NotMet, type Fault, type Scene } from './faults/fault.js';
import { strikeAll, unmetOf, type Struck } from './strike.js';

/** A fault of which one strike after another was met so often. */
function fault(name: string, ...met: readonly (number | Error)[]): Fault {
  const left = [...met];
  return { name, parts: ['redis'], strike: () => Promise.resolve(left.shift() ?? 0).then((one) => (one instanceof Error ? Promise.reject(one) : one)) };
}

/** None of these faults looks at its scene. */
const scene = {} as Omit<Scene, 'draw'>;

function strike(...faults: readonly Fault[]): Promise<readonly Struck[]> {
  const waiting = [...faults];
  return strikeAll({ scene, book: { note: () => undefined }, seed: 1, pauseMs: [0, 0], next: () => waiting.shift() ?? null, hands: 1 });
}

describe('a fault that struck', () => {
  it('says how often it was met', async () => {
    expect((await strike(fault('cut', 3))).map(({ fault: name, met, missed }) => ({ name, met, missed }))).toEqual([{ name: 'cut', met: 3, missed: null }]);
  });

  it('counts as met where it was at any time', async () => {
    const cut = fault('cut', 0, 2);
    expect(unmetOf(await strike(cut, cut))).toEqual([]);
  });

  it('is named where nothing ever met it, beside others that were', async () => {
    const cut = fault('cut', 0, 0);
    expect(unmetOf(await strike(cut, fault('killed', 1), cut))).toEqual(['cut: nothing met it in 2 times']);
  });

  it('is named with its reason where it did not do what it is for, even once', async () => {
    const killed = fault('killed', 5, new NotMet('only 2 of 5 were killed'));
    expect(unmetOf(await strike(killed, killed))).toEqual(['killed: only 2 of 5 were killed']);
  });

  it('ends the campaign where it could not be mended', async () => {
    await expect(strike(fault('killed', new Error('it does not start again')))).rejects.toThrow('could not make it happen, or not mend it: killed');
  });
});
