import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { SANDBOXES } from '../../../hub/sandbox-urls.js';
import { runLastUnit } from './last-unit.js';

const TRIALS = 6;

it('the last unit on six marketplaces is accepted once, and every other order says that it is short', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'hub-last-unit-'));
  try {
    const plan = { seed: 20_261_123, marketplaces: SANDBOXES, trials: TRIALS, buyers: 50, atOnce: TRIALS, comeWithinMs: [0, 1_000], restWithinMs: 300_000, outDir, say: () => undefined };
    const { orders, verdicts, logs } = await runLastUnit(plan, new AbortController().signal);
    const broken = verdicts.filter(({ violations }) => violations.length > 0);
    expect({ broken, logs: broken.length > 0 ? logs : '' }).toEqual({ broken: [], logs: '' });
    // Otherwise nobody competed and nothing was shown.
    expect(orders).toBeGreaterThan(TRIALS);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}, 600_000);
