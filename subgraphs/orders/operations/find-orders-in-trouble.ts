import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { Order } from '../domain/order.js';
import type { OrdersDeps } from './orders-deps.js';

export interface FindOrdersInTrouble {
  readonly sellerId: SellerId;
  /** Null: of all stores. */
  readonly storeId: StoreId | null;
  readonly issueCode: string;
  readonly limit: number;
}

/**
 * Orders of which something that was asked is refused for this reason, and may be asked again, or waits with it: what `retryActions` would
 * move on. An order that was moved on is no longer among them.
 */
export function findOrdersInTrouble({ store, clock }: OrdersDeps, wanted: FindOrdersInTrouble): Promise<readonly Order[]> {
  return store.withActionIssue({ ...wanted, now: clock.now() });
}
