import type { OrderId, StoreId } from '../../../platform/ids.js';
import { buyerKeysOf, decideErasure } from '../domain/erase-buyer.js';
import type { Buyer, Order } from '../domain/order.js';
import { orderChanged } from '../events.js';
import type { OrderWrite } from '../store/order-store.js';
import type { OrdersDeps } from './orders-deps.js';

/** Whose data has to go: the buyers of these orders, or everywhere on the store the buyers the marketplace calls so. */
export interface EraseBuyers {
  readonly storeId: StoreId;
  readonly remoteOrderIds?: readonly string[];
  /** As `RemoteOrder.buyerIds` has them. */
  readonly buyerIds?: readonly string[];
}

const MOST_ROUNDS = 10;

/**
 * Erases names, addresses and everything else sealed about buyers. Repeating it changes nothing, and an order that is told
 * of again afterwards, in the same words or newer ones, stays without its buyer, as does one of a buyer named here that is
 * told of for the first time. Answers how many orders had one to erase.
 */
export async function eraseBuyers(deps: OrdersDeps, input: EraseBuyers): Promise<{ readonly erased: number }> {
  // Noted first: an order that is recorded meanwhile finds the note, or is found below.
  const { storeId, buyerIds = [] } = input;
  await deps.erasures.note({ storeId, buyerKeys: buyerKeysOf(storeId, buyerIds), at: deps.clock.now() });
  let erased = 0;
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const writes = (await findOrders(deps, input)).flatMap((order) => toWrite(deps, order));
    if (writes.length === 0) return { erased };
    if (!(await deps.store.writeAll(writes))) continue;
    deps.announce();
    erased += writes.length;
  }
  throw new Error(`orders of store ${input.storeId} were written by others ${MOST_ROUNDS} times in a row`);
}

async function findOrders({ store }: OrdersDeps, { storeId, remoteOrderIds = [], buyerIds = [] }: EraseBuyers): Promise<Order[]> {
  const named = remoteOrderIds.length === 0 ? [] : await store.byRemoteIds(storeId, remoteOrderIds);
  const bought = buyerIds.length === 0 ? [] : await store.byBuyerKeys(storeId, buyerKeysOf(storeId, buyerIds));
  return [...new Map([...named, ...bought].map((order) => [order._id, order])).values()];
}

function toWrite({ secretBox, clock }: OrdersDeps, order: Order): OrderWrite[] {
  const now = clock.now();
  const seal = (buyer: Buyer, orderId: OrderId): string => secretBox.seal(JSON.stringify(buyer), orderId);
  const after = decideErasure(order, seal, now);
  return after === null ? [] : [{ before: order, after, announce: [orderChanged(after, now)] }];
}
