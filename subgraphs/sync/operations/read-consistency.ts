import type { StoreId } from '../../../platform/ids.js';
import { consistencyOf, type FieldConsistency } from '../domain/consistency.js';
import type { SyncDeps } from './sync-deps.js';

/** How far a store is known to show what it should, by its last finished certificate. */
export async function readConsistency({ certificates, catalog, clock }: Pick<SyncDeps, 'certificates' | 'catalog' | 'clock'>, storeId: StoreId): Promise<readonly FieldConsistency[]> {
  const [certificate, onSale] = await Promise.all([certificates.latest(storeId), catalog.countOnSale(storeId)]);
  return (['price', 'quantity'] as const).map((field) => consistencyOf(certificate, field, { onSale, now: clock.now() }));
}
