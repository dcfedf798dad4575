import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Deadline } from './deadline.js';

let nowMs = 0;
beforeEach(() => {
  nowMs = 1000;
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  jest.restoreAllMocks();
});

function checkOften(deadline: Deadline): void {
  for (let i = 0; i < 64; i++) deadline.check();
}

describe('a deadline', () => {
  it('lets pass until its time is up and then throws MaxTimeMSExpired', () => {
    const deadline = new Deadline(50);
    nowMs += 50;
    checkOften(deadline);
    nowMs += 1;
    expect(() => checkOften(deadline)).toThrow('operation exceeded time limit');
  });

  it('does not count the time between the batches of a cursor', () => {
    const deadline = new Deadline(50);
    nowMs += 20;
    deadline.suspend();
    nowMs += 10_000;
    deadline.resume();
    nowMs += 30;
    checkOften(deadline);
    nowMs += 1;
    expect(() => checkOften(deadline)).toThrow('operation exceeded time limit');
  });

  it('never comes without a limit', () => {
    const deadline = new Deadline(undefined);
    nowMs += 1e12;
    checkOften(deadline);
  });
});
