import type { Store } from '../../stores/domain/store.js';
import type { IntakeDeps } from './intake-deps.js';

const HOUR_MS = 3_600_000;
/** Calls that were under way when a buyer was erased have been archived by then. */
const UNDER_WAY_MS = 10 * 60_000;
const SCRUBS_AT_ONCE = 500;

type Deps = Pick<IntakeDeps, 'stores' | 'orders' | 'scrubs' | 'archive' | 'inbox' | 'clock' | 'logger'>;

/**
 * Erases buyers whose marketplace says that they must go, on every store of it at the same address, whichever was told: an
 * account that is closed is closed for all. Repeating it changes nothing, so one that is cut off is simply done again.
 */
export async function eraseBuyers(deps: Deps, { marketplace, baseUrl }: Store, names: readonly string[]): Promise<void> {
  const stores = (await deps.stores.listAllStores()).filter((one) => one.marketplace === marketplace && one.baseUrl === baseUrl);
  for (const store of stores) {
    const { erased } = await deps.orders.eraseBuyers({ storeId: store._id, buyerIds: names });
    if (erased > 0) deps.logger.info({ storeId: store._id, erased }, 'buyers were erased on the word of the marketplace');
  }
  // Only now: what is scrubbed may be the very news that name them, and those are needed until all is done.
  for (const store of stores) await noteScrub(deps, store, names);
}

/** The archive of a store is searched at most once an hour, for all names together. */
export async function noteScrub({ scrubs, clock }: Pick<Deps, 'scrubs' | 'clock'>, { _id: storeId, sellerId }: Pick<Store, '_id' | 'sellerId'>, names: readonly string[]): Promise<void> {
  const dueAt = new Date(Math.ceil((clock.now().getTime() + UNDER_WAY_MS) / HOUR_MS) * HOUR_MS);
  await scrubs.note({ storeId, sellerId, names: [...new Set(names)].toSorted(), dueAt });
}

/** Takes erased buyers out of what was archived of their stores, and out of news that were set aside unread. */
export async function sweepErased({ scrubs, archive, inbox, clock, logger }: Deps): Promise<void> {
  const now = clock.now();
  const due = await scrubs.due(now, SCRUBS_AT_ONCE);
  for (const storeId of new Set(due.map((one) => one.storeId))) {
    const ofStore = due.filter((one) => one.storeId === storeId);
    const names = ofStore.flatMap((one) => one.names);
    const payloads = await archive.eraseNames({ storeId, names });
    const news = await inbox.dropBodiesNaming(storeId, names);
    await scrubs.done(ofStore.map(({ _id }) => _id), now);
    if (payloads + news > 0) logger.info({ storeId, payloads, news }, 'erased buyers were taken out of what was archived');
  }
}
