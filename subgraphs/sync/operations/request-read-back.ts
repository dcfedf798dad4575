import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { ReadBack } from '../schedule-port.js';
import type { LaneStore } from '../store/lane-store.js';

export interface RequestReadBack extends Omit<ReadBack, 'checked' | 'found'> {
  readonly storeId: StoreId;
  readonly sellerId: SellerId;
}

/** Has a store's lane read back some of its listings, bit by bit between what is more urgent. */
export async function requestReadBack({ lanes, wakeLanes }: { readonly lanes: Pick<LaneStore, 'requestReadBack'>; readonly wakeLanes: (storeIds: readonly StoreId[]) => Promise<void> }, { storeId, sellerId, ...wish }: RequestReadBack): Promise<void> {
  await lanes.requestReadBack(storeId, sellerId, { ...wish, checked: 0, found: 0 });
  await wakeLanes([storeId]);
}
