import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { ItemResult, PushOutcome } from '../../sync/connector/contract.js';
import { startSandbox, type RunningSandbox } from './running-sandbox.js';

/** A sandbox for the tests of a file: empty before each of them, and met by a connector that remembers nothing. */
export function useSandbox(): Pick<RunningSandbox, 'context' | 'contextWith' | 'control'> {
  let running: RunningSandbox;
  let context: RunningSandbox['context'];
  beforeAll(async () => {
    running = await startSandbox();
  });
  afterAll(() => running.stop());
  beforeEach(async () => {
    await running.control('POST', '/reset');
    context = running.contextWith({});
  });
  return {
    get context() {
      return context;
    },
    contextWith: (change) => running.contextWith(change),
    control: (method, path, body) => running.control(method, path, body),
  };
}

/** What eBay said of each item, as it does at once. */
export async function settled(outcome: Promise<PushOutcome>): Promise<readonly ItemResult[]> {
  const ended = await outcome;
  if (ended.kind !== 'SETTLED') throw new Error(`eBay's answer was ${ended.kind}`);
  return ended.results;
}
