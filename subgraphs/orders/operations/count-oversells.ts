import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { OrdersDeps } from './orders-deps.js';

/** Orders of a store that claimed more than there was, and their lines that came short. */
export interface Oversells {
  readonly storeId: StoreId;
  readonly orders: number;
  readonly lines: number;
}

/** What was sold beyond what there was, by store, for orders of which that was seen from `from` up to before `to`; whatever became of them since. */
export async function countOversells({ store }: Pick<OrdersDeps, 'store'>, within: { readonly sellerId: SellerId; readonly from: Date; readonly to: Date }): Promise<readonly Oversells[]> {
  const found = new Map<StoreId, Oversells>();
  for await (const { storeId, holdings } of store.shortWithin(within)) {
    const { orders, lines } = found.get(storeId) ?? { orders: 0, lines: 0 };
    found.set(storeId, { storeId, orders: orders + 1, lines: lines + holdings.filter(({ short }) => short).length });
  }
  return [...found.values()];
}
