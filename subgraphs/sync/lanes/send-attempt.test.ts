import { describe, expect, it } from '@jest/globals';
import { newId, type AttemptId, type ListingId } from '../../../platform/ids.js';
import type { AttemptItem, AttemptState } from '../domain/attempt.js';
import type { LaneWork } from './lane-step.js';
import { sendAttempt, type AttemptCall, type SendDeps } from './send-attempt.js';

const at = new Date('2026-11-23T12:00:00Z');
const item: AttemptItem = { listingId: 'lst_1' as ListingId, remoteKey: 'SKU', quantity: { value: 3, revision: 1, operationId: null, setAt: at } };

describe('a call whose leaving could not be written down', () => {
  it('is not made, and its values wait for their turn again without a look-up', async () => {
    let ledger: AttemptState | null = null;
    const returned: AttemptId[] = [];
    const closed: AttemptId[] = [];
    const attempts = {
      prepare: async () => void (ledger = 'PREPARED'),
      // As when the connection breaks after the write.
      startSending: async () => {
        ledger = 'SENT';
        throw new Error('connection closed');
      },
      disown: async () => ((ledger = 'NOT_SENT'), true),
      closeUnsent: async (id: AttemptId) => void closed.push(id),
    };
    const catalog = {
      markSent: async () => ({ items: [{ listingId: item.listingId, field: 'quantity', revision: 1 }], listings: [] }),
      requeue: async ({ attemptId }: { attemptId: AttemptId }) => returned.push(attemptId),
    };
    const work = { store: { _id: newId('store'), sellerId: newId('seller') }, lane: { failures: 0, authFailures: 0 }, fence: 1, signal: new AbortController().signal, now: () => at, holdsLease: () => true } as unknown as LaneWork;
    let sends = 0;
    const call = { kind: 'OFFERS', items: [item], listings: [], worth: 'LIVE', check: () => null, send: async () => (sends += 1) } as unknown as AttemptCall;
    await expect(sendAttempt({ attempts, catalog, correlationOf: async () => null } as unknown as SendDeps, work, call)).rejects.toThrow('connection closed');
    expect({ sends, ledger, returned: returned.length, closed }).toEqual({ sends: 0, ledger: 'NOT_SENT', returned: 1, closed: returned });
  });
});
