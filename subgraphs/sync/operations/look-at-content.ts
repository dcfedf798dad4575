import type { Clock } from '../../../platform/clock.js';
import type { AttemptId, StoreId } from '../../../platform/ids.js';
import type { AttemptStore } from '../store/attempt-store.js';

export interface ContentLook {
  /** Listings whose publishing or withdrawing a marketplace has accepted and not yet decided. */
  readonly checked: number;
  /** Listings of which it was known at the last look and is decided now. */
  readonly found: number;
  /** To be handed to the next look. */
  readonly watching: readonly AttemptId[];
}

export interface LookAtContentDeps {
  readonly attempts: Pick<AttemptStore, 'acceptedContent' | 'hurryReceipts' | 'settledItems'>;
  readonly wakeLanes: (storeIds: readonly StoreId[]) => Promise<void>;
  readonly clock: Clock;
}

/** Has the receipts of a store's publishing and withdrawing asked for now, and says what has become of those watched since the last look. */
export async function lookAtContent({ attempts, wakeLanes, clock }: LookAtContentDeps, { storeId, watched, limit }: { readonly storeId: StoreId; readonly watched: readonly AttemptId[]; readonly limit: number }): Promise<ContentLook> {
  const [waiting, found] = await Promise.all([attempts.acceptedContent(storeId, limit), attempts.settledItems(watched)]);
  const watching = waiting.map(({ _id }) => _id);
  if (watching.length > 0) {
    await attempts.hurryReceipts(watching, clock.now());
    await wakeLanes([storeId]);
  }
  return { checked: waiting.reduce((sum, { items }) => sum + items.length, 0), found, watching };
}
