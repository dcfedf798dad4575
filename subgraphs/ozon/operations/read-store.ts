import { readKeyState, type KeyState } from '../connector/account.js';
import { isRfbsOf, keptWarehouse, listDeliveryMethods, listWarehouses, type OzonDeliveryMethod } from '../connector/warehouse.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { askOzon } from './ozon-store.js';

export interface ShownWarehouse {
  readonly id: string;
  readonly name: string;
  readonly status: string | null;
  readonly isRfbs: boolean | null;
  readonly isInUse: boolean;
  /** Whether the hub keeps the store's stock in it. */
  readonly isOurs: boolean;
  readonly deliveryMethods: readonly OzonDeliveryMethod[];
}

/** What Ozon says of the store's key, and whether it ends soon. */
export function readKey(store: StoreOfCaller, stores: Stores): Promise<KeyState> {
  return askOzon(stores, store, readKeyState);
}

/** The shop's warehouses with how they deliver; kept for an hour. */
export function readWarehouses(store: StoreOfCaller, stores: Stores): Promise<readonly ShownWarehouse[]> {
  return askOzon(stores, store, async (context) => {
    const { warehouseId: ours } = await keptWarehouse(context);
    const methods = await listDeliveryMethods(context);
    return (await listWarehouses(context)).map((one) => ({ id: String(one.id), name: one.name, status: one.status, isRfbs: isRfbsOf(one, methods), isInUse: one.isInUse, isOurs: one.id === ours, deliveryMethods: methods.filter(({ warehouseId }) => warehouseId === String(one.id)) }));
  });
}
