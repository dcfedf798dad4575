import { describe, expect, it } from '@jest/globals';
import { NO_COUNTS, progressOf, type OperationCounts } from './operation.js';

const counts = (some: Partial<OperationCounts>): OperationCounts => ({ ...NO_COUNTS, ...some });

describe('where an operation stands', () => {
  it.each(['queued', 'sent', 'accepted', 'unknown'] as const)('is RUNNING while something is %s', (state) => {
    expect(progressOf({ state: 'RUNNING', total: 3 }, counts({ applied: 2, [state]: 1 })).state).toBe('RUNNING');
  });

  it('is DONE once all is applied or verified', () => {
    expect(progressOf({ state: 'RUNNING', total: 3 }, counts({ applied: 2, verified: 1 }))).toMatchObject({ state: 'DONE', superseded: 0 });
  });

  it('is DONE_WITH_ERRORS once all has settled and something was refused', () => {
    expect(progressOf({ state: 'RUNNING', total: 3 }, counts({ applied: 2, rejected: 1 })).state).toBe('DONE_WITH_ERRORS');
  });

  it('counts what is no longer found under its id as superseded', () => {
    expect(progressOf({ state: 'RUNNING', total: 5 }, counts({ applied: 3 }))).toMatchObject({ state: 'DONE', total: 5, superseded: 2 });
  });

  it('raises its total when more is found than was recorded', () => {
    expect(progressOf({ state: 'RUNNING', total: 0 }, counts({ queued: 4 }))).toMatchObject({ state: 'RUNNING', total: 4, superseded: 0 });
  });

  it('stays done when a value drifted and is sent again', () => {
    expect(progressOf({ state: 'DONE', total: 2 }, counts({ applied: 1, queued: 1 })).state).toBe('DONE');
  });

  it.each(['CANCELLED', 'RECORDING'] as const)('leaves %s as it is', (state) => {
    expect(progressOf({ state, total: 1 }, counts({ applied: 1 })).state).toBe(state);
  });
});
