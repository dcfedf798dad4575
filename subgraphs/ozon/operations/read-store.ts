import { readKeyState, type KeyState } from '../connector/account.js';
import { listDeliveryMethods, listWarehouses, warehouseOf, type OzonDeliveryMethod } from '../connector/warehouse.js';
import { askOzon, type OzonStore, type Stores } from './ozon-store.js';

export interface ShownWarehouse {
  readonly id: string;
  readonly name: string;
  readonly status: string | null;
  readonly isRfbs: boolean | null;
  /** Whether the hub keeps the store's stock in it. */
  readonly isOurs: boolean;
  readonly deliveryMethods: readonly OzonDeliveryMethod[];
}

/** What Ozon says of the store's key, and whether it ends soon. */
export function readKey(store: OzonStore, stores: Stores): Promise<KeyState> {
  return askOzon(stores, store, readKeyState);
}

/** The shop's warehouses with how they deliver; kept for an hour. */
export function readWarehouses(store: OzonStore, stores: Stores): Promise<readonly ShownWarehouse[]> {
  return askOzon(stores, store, async (context) => {
    const ours = String(await warehouseOf(context));
    const methods = await listDeliveryMethods(context);
    return (await listWarehouses(context)).map(({ id, ...rest }) => ({ ...rest, id: String(id), isOurs: String(id) === ours, deliveryMethods: methods.filter(({ warehouseId }) => warehouseId === String(id)) }));
  });
}
