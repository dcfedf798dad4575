import type { Filter } from 'mongodb';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { findPage, type KeysetOrder, type Page, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { Order, OrderStatus } from '../domain/order.js';
import type { OrdersDeps } from './orders-deps.js';

/** Conditions that must all hold; null is the same as absent. */
export interface OrderFilter {
  readonly storeIds?: readonly StoreId[] | null;
  readonly statuses?: readonly OrderStatus[] | null;
  readonly orderedFrom?: Date | null;
  readonly orderedTo?: Date | null;
  readonly changedFrom?: Date | null;
  readonly changedTo?: Date | null;
  readonly hasUnmappedLines?: boolean | null;
}

export type OrderSort = 'ORDERED_AT_DESC' | 'ORDERED_AT_ASC' | 'CHANGED_AT_DESC' | 'CHANGED_AT_ASC';

const SORTS: Readonly<Record<OrderSort, KeysetOrder>> = {
  ORDERED_AT_DESC: [{ field: 'orderedAt', direction: -1 }],
  ORDERED_AT_ASC: [{ field: 'orderedAt', direction: 1 }],
  CHANGED_AT_DESC: [{ field: 'changedAt', direction: -1 }],
  CHANGED_AT_ASC: [{ field: 'changedAt', direction: 1 }],
};

/** One page of a seller's orders; throws PageError for a bad `first` or `after`. */
export function listOrders({ store }: Pick<OrdersDeps, 'store'>, { sellerId, filter, sort, page }: { sellerId: SellerId; filter: OrderFilter; sort: OrderSort; page: PageRequest }): Promise<Page<Order>> {
  return findPage<Order>(store.collection, { filter: toMongoFilter(sellerId, filter), order: SORTS[sort], page, projection: { outbox: 0, outboxPending: 0 } });
}

function toMongoFilter(sellerId: SellerId, filter: OrderFilter): Filter<Order> {
  return {
    sellerId,
    ...(filter.storeIds ? { storeId: { $in: [...filter.storeIds] } } : {}),
    ...(filter.statuses ? { status: { $in: [...filter.statuses] } } : {}),
    ...window('orderedAt', filter.orderedFrom, filter.orderedTo),
    ...window('changedAt', filter.changedFrom, filter.changedTo),
    ...(filter.hasUnmappedLines == null ? {} : { hasUnmappedLines: filter.hasUnmappedLines }),
  };
}

function window(field: 'orderedAt' | 'changedAt', from: Date | null | undefined, to: Date | null | undefined): Filter<Order> {
  const range = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) };
  return Object.keys(range).length > 0 ? { [field]: range } : {};
}
