import type { SellerId, StoreId } from '../../../platform/ids.js';
import { LARGEST_PAGE, type Page, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { Store } from '../../stores/domain/store.js';
import { pageOfList } from '../../sync/domain/list-page.js';
import type { ScheduleKind } from '../domain/schedule.js';
import type { ScheduleDeps } from './schedule-deps.js';
import { showSchedules, type ScheduleState, type ShownSchedule } from './show-schedules.js';

export interface ScheduleFilter {
  readonly storeIds?: readonly StoreId[] | null;
  readonly kinds?: readonly ScheduleKind[] | null;
  readonly states?: readonly ScheduleState[] | null;
}

/** A page of a seller's schedules, store by store. Throws PageError. */
export async function listSchedules(deps: Pick<ScheduleDeps, 'schedules' | 'stores' | 'sync' | 'clock'>, { sellerId, filter, page }: { readonly sellerId: SellerId; readonly filter: ScheduleFilter; readonly page: PageRequest }): Promise<Page<ShownSchedule>> {
  const { storeIds, kinds, states } = filter;
  const stores = storeIds ? await deps.stores.findOwnStores({ sellerId, ids: storeIds }) : await allStores(deps, sellerId);
  const all = await showSchedules(deps, stores);
  const wanted = all.filter(({ kind, state }) => (kinds?.includes(kind) ?? true) && (states?.includes(state) ?? true));
  return pageOfList(wanted, ({ id }) => id, page);
}

async function allStores({ stores }: Pick<ScheduleDeps, 'stores'>, sellerId: SellerId): Promise<readonly Store[]> {
  const found: Store[] = [];
  for (let after: string | null = null, isMore = true; isMore; ) {
    const { items, hasNextPage, endCursor }: Page<Store> = await stores.listStores({ sellerId, page: { first: LARGEST_PAGE, after } });
    found.push(...items.map(({ node }) => node));
    [after, isMore] = [endCursor, hasNextPage];
  }
  return found;
}
