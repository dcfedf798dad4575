import type { StoreId } from '../../../platform/ids.js';
import { eraseBuyers } from './erase-buyers.js';
import type { OrdersDeps } from './orders-deps.js';

export interface EraseIdleBuyers {
  readonly storeId: StoreId;
  /** Orders that were delivered, or came to nothing, by then. */
  readonly idleBefore: Date;
}

const ORDERS_AT_ONCE = 200;

/** Erases the buyers of orders that need them no longer. Several may do so at once, and one cut off is gone on with by the next. */
export async function eraseIdleBuyers(deps: OrdersDeps, { storeId, idleBefore }: EraseIdleBuyers): Promise<{ readonly erased: number }> {
  let erased = 0;
  for (;;) {
    const idle = await deps.store.buyersIdle(storeId, idleBefore, ORDERS_AT_ONCE);
    if (idle.length > 0) erased += (await eraseBuyers(deps, { storeId, remoteOrderIds: idle.map(({ remoteOrderId }) => remoteOrderId) })).erased;
    if (idle.length < ORDERS_AT_ONCE) return { erased };
  }
}
