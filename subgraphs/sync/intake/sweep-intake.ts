import type { SellerId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import type { IntakeDeps } from './intake-deps.js';
import { callsKey, inboxKey } from './wake-keys.js';

/** Finds in the ledger what no wake stands for: news not taken in, orders to be read, polls and checks due, actions due, stock still to be claimed. */
export async function sweepIntake(deps: IntakeDeps): Promise<void> {
  const now = deps.clock.now();
  const active = (await deps.stores.listAllStores()).filter((store) => store.state.kind === 'ACTIVE');
  const isActive = new Set(active.map((store) => store._id));
  await markNewStores(deps, active, now);
  const [waiting, reading, due, acting] = await Promise.all([deps.inbox.storesWaiting(), deps.inbox.storesReading(now), deps.marks.due(now), deps.orders.storesWithActionsDue(now)]);
  const calls = [...new Set([...reading, ...due, ...acting])].filter((storeId) => isActive.has(storeId));
  await Promise.all([...waiting.map((storeId) => deps.queue.wake(inboxKey(storeId))), ...calls.map((storeId) => deps.queue.wake(callsKey(storeId)))]);
  const lowered = await deps.orders.settlePendingStock();
  await Promise.all(lowered.map(deps.wakeLane));
}

async function markNewStores({ marks, connectors }: IntakeDeps, stores: readonly Store[], now: Date): Promise<void> {
  const marked = new Set((await marks.find(stores.map((store) => store._id))).map((mark) => mark._id));
  const fresh = stores.filter((store) => connectors[store.marketplace] && !marked.has(store._id));
  for (const store of fresh) await marks.open({ storeId: store._id, sellerId: store.sellerId, now });
}

/** Looks again for goods of unmapped lines, seller by seller; slower than the other sweep, as it answers to new listings only. */
export async function sweepUnmappedLines(deps: IntakeDeps): Promise<void> {
  const sellers = new Set<SellerId>((await deps.stores.listAllStores()).map((store) => store.sellerId));
  for (const sellerId of sellers) {
    const { mapped, storeIds } = await deps.orders.mapUnmappedLines({ sellerId });
    if (mapped > 0) deps.logger.info({ sellerId, mapped }, 'goods were found for lines that had none');
    await Promise.all(storeIds.map(deps.wakeLane));
  }
}
