import { describe, expect, it } from '@jest/globals';
import type { ErrorClass } from '../connector/connector-error.js';
import { decideOnTrouble, ERROR_POLICIES, jitteredDelayMs, type Trouble } from './error-policies.js';

const decide = (met: Trouble, failures: number, random: number, policies = ERROR_POLICIES) => decideOnTrouble(met, { failures, random, policies });

const trouble = (errorClass: ErrorClass, outcome: 'NOT_SENT' | 'REFUSED' | 'UNKNOWN' = 'REFUSED', retryAfterMs: number | null = null) => ({ errorClass, outcome, retryAfterMs });

describe('what is done about trouble', () => {
  it.each(Object.keys(ERROR_POLICIES) as ErrorClass[])('looks up a send of unknown outcome, whatever its class: %s', (errorClass) => {
    expect(decide(trouble(errorClass, 'UNKNOWN'), 0, 0.5)).toEqual({ kind: 'LOOK_UP' });
  });

  it('waits exactly as long as the marketplace asks', () => {
    expect(decide(trouble('RATE_LIMITED', 'REFUSED', 12_345), 3, 0.9)).toEqual({ kind: 'DELAY', delayMs: 12_345 });
  });

  it('retries refused credentials once, then pauses the store', () => {
    expect(decide(trouble('AUTHENTICATION'), 0, 0.5).kind).toBe('RETRY');
    expect(decide(trouble('AUTHENTICATION'), 1, 0.5)).toEqual({ kind: 'PAUSE_STORE' });
  });

  it('never repeats what the marketplace found wrong', () => {
    expect(decide(trouble('VALIDATION'), 0, 0.5)).toEqual({ kind: 'REJECT' });
  });

  it('retries what surely did not arrive, without a limit', () => {
    for (const errorClass of ['NETWORK', 'SERVER', 'TIMEOUT'] as const) expect(decide(trouble(errorClass, 'NOT_SENT'), 1_000, 0.5).kind).toBe('RETRY');
  });

  it('pauses the store after as many failures as a changed policy says', () => {
    const policies = { ...ERROR_POLICIES, SERVER: { ...ERROR_POLICIES.SERVER, pauseAfterFailures: 3 } };
    expect(decide(trouble('SERVER'), 2, 0.5, policies).kind).toBe('RETRY');
    expect(decide(trouble('SERVER'), 3, 0.5, policies)).toEqual({ kind: 'PAUSE_STORE' });
  });

  it('doubles its waits up to the longest, each a random part and never none', () => {
    const policy = { baseDelayMs: 500, maxDelayMs: 60_000 };
    expect([0, 1, 2, 3].map((failures) => jitteredDelayMs(policy, failures, 0.999999))).toEqual([500, 1_000, 2_000, 4_000]);
    expect(jitteredDelayMs(policy, 50, 0.999999)).toBe(60_000);
    expect(jitteredDelayMs(policy, 0, 0)).toBe(50);
  });
});
