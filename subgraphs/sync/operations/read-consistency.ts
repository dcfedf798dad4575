import type { StoreId } from '../../../platform/ids.js';
import { consistencyOf, type FieldConsistency, orderConsistencyOf } from '../domain/consistency.js';
import type { SyncDeps } from './sync-deps.js';

/** How far a store is known to show what it should, and its orders to be known, by its last finished certificates. */
export async function readConsistency({ certificates, orderCertificates, catalog, clock }: Pick<SyncDeps, 'certificates' | 'orderCertificates' | 'catalog' | 'clock'>, storeId: StoreId): Promise<readonly FieldConsistency[]> {
  const [certificate, orders, onSale] = await Promise.all([certificates.latest(storeId), orderCertificates.latest(storeId), catalog.countOnSale(storeId)]);
  const now = clock.now();
  return [...(['price', 'quantity'] as const).map((field) => consistencyOf(certificate, field, { onSale, now })), orderConsistencyOf(orders, now)];
}
