import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { coalesced } from './coalesced.js';

function gated() {
  const finishers: (() => void)[] = [];
  const run = coalesced(() => new Promise<void>((resolve) => finishers.push(resolve)));
  return { run, finishers };
}

describe('coalesced', () => {
  it('lets all calls made during a run share one following run', async () => {
    const { run, finishers } = gated();
    const first = run();
    const rest = Promise.all([run(), run(), run()]);
    finishers[0]!();
    await first;
    await turn();
    expect(finishers).toHaveLength(2);
    finishers[1]!();
    await rest;
    expect(finishers).toHaveLength(2);
  });

  it('never runs twice at once, and never answers a call with a run that began before it', async () => {
    let running = 0;
    let started = 0;
    const run = coalesced(async () => {
      started += 1;
      running += 1;
      expect(running).toBe(1);
      await turn();
      running -= 1;
    });
    const calls = Array.from({ length: 50 }, async (_, index) => {
      for (let turns = 0; turns < index % 7; turns += 1) await turn();
      const before = started;
      await run();
      expect(started).toBeGreaterThan(before);
    });
    await Promise.all(calls);
  });

  it('goes on after a run that failed', async () => {
    let attempts = 0;
    const run = coalesced(async () => {
      attempts += 1;
      await turn();
      if (attempts === 1) throw new Error('once');
    });
    const failed = run();
    const next = run();
    await expect(failed).rejects.toThrow('once');
    await next;
    expect(attempts).toBe(2);
  });
});
