import { describe, expect, it } from '@jest/globals';
import { gather } from './gather.js';

/** A store where time passes only while it is waited; at each look there is due, and being written down, what the test says. */
function storeWith({ dueAt, recordingsAt, enough }: { dueAt: (ms: number) => number; recordingsAt: (ms: number) => readonly string[]; enough: number }) {
  let ms = 0;
  const gathered = gather({
    take: async () => Array.from({ length: dueAt(ms) }, (_, i) => i),
    mayBeEnough: async () => dueAt(ms) >= enough,
    recordings: async () => recordingsAt(ms),
    isEnough: (due) => due.length === 0 || due.length >= enough,
    now: () => new Date(ms),
    pause: async (forMs) => void (ms += forMs),
  });
  return gathered.then((due) => ({ due: due.length, waitedMs: ms }));
}

describe('gathering what a call may carry', () => {
  it('waits for nothing where a call is full', async () => {
    expect(await storeWith({ dueAt: () => 10, recordingsAt: () => ['a'], enough: 10 })).toEqual({ due: 10, waitedMs: 0 });
  });

  it('waits a moment for company, and no longer when nothing is being written down', async () => {
    expect(await storeWith({ dueAt: (ms) => (ms >= 20 ? 3 : 1), recordingsAt: () => [], enough: 10 })).toEqual({ due: 3, waitedMs: 20 });
  });

  it('waits until a large request is written down, and takes the last of it', async () => {
    expect(await storeWith({ dueAt: (ms) => 1 + Math.floor(ms / 1_000), recordingsAt: (ms) => (ms < 2_000 ? ['large'] : []), enough: 10 })).toEqual({ due: 3, waitedMs: 2_020 });
  });

  it('is not held up by a stream of small requests', async () => {
    const { waitedMs } = await storeWith({ dueAt: (ms) => 1 + Math.floor(ms / 100), recordingsAt: (ms) => [`small ${Math.floor(ms / 50)}`], enough: 1_000 });
    expect(waitedMs).toBeLessThan(500);
  });

  it('goes when the call is full, whatever is still being written down', async () => {
    expect(await storeWith({ dueAt: (ms) => Math.max(1, Math.floor(ms / 100)), recordingsAt: () => ['large'], enough: 10 })).toEqual({ due: 10, waitedMs: 1_020 });
  });

  it('goes after some seconds, however long a request takes to be written down', async () => {
    const { waitedMs } = await storeWith({ dueAt: () => 1, recordingsAt: () => ['stuck'], enough: 10 });
    expect(waitedMs).toBeGreaterThan(4_000);
    expect(waitedMs).toBeLessThan(6_000);
  });
});
