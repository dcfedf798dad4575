import type { Store } from '../../stores/domain/store.js';
import type { UnreadableRow } from '../connector/contract.js';
import { entryBody } from './domain/inbox-entry.js';
import type { IntakeDeps } from './intake-deps.js';

/** Kept before the poll is noted as done, so that an order which cannot be read today is not lost, and stops no other. */
export async function keepUnreadable({ inbox, clock, logger }: IntakeDeps, { _id: storeId, sellerId, marketplace }: Store, rows: readonly UnreadableRow[], polledSince: Date): Promise<void> {
  if (rows.length === 0) return;
  const at = clock.now();
  logger.warn({ storeId, rows: rows.length }, 'rows of a poll could not be read and were set aside');
  await inbox.addQuarantined(
    rows.map(({ reason, text }) => {
      const state = { kind: 'QUARANTINED', at, code: 'UNMAPPABLE', message: reason } as const;
      return { ...entryBody(storeId, null, Buffer.from(text)), sellerId, storeId, marketplace, payloadId: null, polledSince, receivedAt: at, state, quarantined: true };
    }),
  );
}
