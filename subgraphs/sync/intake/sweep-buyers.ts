import type { IntakeDeps } from './intake-deps.js';

/**
 * Erases buyers whom their marketplace lets nobody keep any longer, in orders and in news that were set aside unread. What
 * was archived with buyers in it has expired by then.
 */
export async function sweepBuyers({ stores, connectors, orders, inbox, clock, logger }: IntakeDeps): Promise<void> {
  const now = clock.now().getTime();
  for (const { _id: storeId, marketplace } of await stores.listAllStores()) {
    const keptMs = connectors[marketplace]?.limits.buyerDataKeptMs;
    if (keptMs === undefined) continue;
    const before = new Date(now - keptMs);
    const { erased } = await orders.eraseIdleBuyers({ storeId, idleBefore: before });
    const dropped = await inbox.dropBodies(storeId, before);
    if (erased + dropped > 0) logger.info({ storeId, erased, dropped }, 'buyers were erased whose time was over');
  }
}
