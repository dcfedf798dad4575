import { describe, expect, it } from '@jest/globals';
import { nextPollDelayMs } from './receipt-polling.js';

describe('asking after a receipt', () => {
  it('starts with what the marketplace advises and slows down to every 2 s within the first minute', () => {
    expect(nextPollDelayMs({ polls: 0, advisedMs: 300, acceptedForMs: 300 })).toBe(300);
    expect(nextPollDelayMs({ polls: 1, advisedMs: 300, acceptedForMs: 600 })).toBe(450);
    expect(nextPollDelayMs({ polls: 20, advisedMs: 300, acceptedForMs: 30_000 })).toBe(2_000);
  });

  it('asks at most every 15 s of what takes longer', () => {
    expect(nextPollDelayMs({ polls: 60, advisedMs: 300, acceptedForMs: 3_600_000 })).toBe(15_000);
  });
});
