import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { NO_COUNTS, type OperationCounts, type OperationProgress, type SyncOperation } from '../domain/operation.js';
import type { OperationStore } from '../store/operation-store.js';
import { recountOperation } from './recount-operation.js';

/** An operation over three listings whose ledger is read by these countings, one after the other. */
async function recounted(...readings: Partial<OperationCounts>[]): Promise<OperationProgress | null> {
  const at = new Date(0);
  const operation = { _id: newId('operation'), state: 'RUNNING', total: 3, counts: NO_COUNTS, superseded: 0, changedAt: at } as Partial<SyncOperation> as SyncOperation;
  let written: OperationProgress | null = null;
  const operations = { find: async () => operation, markCounted: async () => undefined, progress: async (_: unknown, progress: OperationProgress) => ((written = progress), true) } as unknown as OperationStore;
  const countsOf = async () => ({ ...NO_COUNTS, ...readings.shift() });
  await recountOperation({ operations, countsOf, announce: () => undefined, clock: { now: () => at } }, operation._id);
  return written;
}

describe('counting an operation while its listings move', () => {
  it('does not take one that was found in two states for two', async () => {
    const settled = { applied: 3 };
    expect(await recounted({ accepted: 1, applied: 3 }, settled, settled, settled)).toMatchObject({ state: 'DONE', total: 3, superseded: 0 });
  });

  it('does not end it because one was found in no state', async () => {
    const moving = { accepted: 1, applied: 2 };
    expect(await recounted({ applied: 2 }, moving, moving)).toMatchObject({ state: 'RUNNING', counts: { accepted: 1, applied: 2 } });
  });

  it('counts what a later change has overtaken once the ledger says so twice', async () => {
    expect(await recounted({ applied: 2 }, { applied: 2 })).toMatchObject({ state: 'DONE', total: 3, superseded: 1 });
  });
});
