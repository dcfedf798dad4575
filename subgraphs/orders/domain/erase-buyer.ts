import { createHash } from 'node:crypto';
import type { StoreId } from '../../../platform/ids.js';
import type { Buyer, Order } from './order.js';
import type { SealBuyer } from './decide-order.js';

/** What is left of a buyer whose data had to go. */
export const ERASED_BUYER: Buyer = { name: '', email: null, phone: null, taxId: null, shippingAddress: null, invoiceAddress: null };

/** A marketplace's names for a buyer in a form that finds the orders again and tells nobody the names. */
export function buyerKeysOf(storeId: StoreId, buyerIds: readonly string[]): string[] {
  return buyerIds.map((id) => createHash('sha256').update(`${storeId}\n${id}`).digest('base64url'));
}

/** The order without its buyer; null when the buyer is gone already. The digests stay, so that a repeated notice finds nothing left to do. */
export function decideErasure(order: Order, seal: SealBuyer, now: Date): Order | null {
  if (order.buyerErasedAt !== undefined) return null;
  const { buyerIdleSince: _, ...rest } = order;
  return { ...rest, buyerSealed: seal(ERASED_BUYER, order._id), buyerErasedAt: now, changedAt: now, version: order.version + 1 };
}
