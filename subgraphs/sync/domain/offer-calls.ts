import { PRIORITIES } from '../../catalog/domain/due.js';
import type { ConnectorLimits } from '../connector/contract.js';

type CallSizes = Pick<ConnectorLimits, 'offersPerPush' | 'pricesPerPush'>;

/**
 * The calls that changes go in, in their order. Where a call takes more of price alone, these go by themselves, after the
 * quantities: in one call they would be held to its smaller size.
 */
export function inOfferCalls<T extends { readonly quantity?: unknown }>(changes: readonly T[], { offersPerPush, pricesPerPush = offersPerPush }: CallSizes): T[][] {
  if (pricesPerPush === offersPerPush) return inBatches(changes, offersPerPush);
  const saysQuantity = ({ quantity }: T) => quantity !== undefined;
  return [...inBatches(changes.filter(saysQuantity), offersPerPush), ...inBatches(changes.filter((change) => !saysQuantity(change)), pricesPerPush)];
}

/** How many a call takes of listings of which this is the most valuable, of `PRIORITIES`; null: there is none. */
export function callSize({ offersPerPush, pricesPerPush = offersPerPush }: CallSizes, first: number | null): number {
  return first === PRIORITIES.BUYBOX_PRICE || first === PRIORITIES.PRICE ? pricesPerPush : offersPerPush;
}

/** The most that any call takes. */
export function largestCall({ offersPerPush, pricesPerPush = offersPerPush }: CallSizes): number {
  return Math.max(offersPerPush, pricesPerPush);
}

export function inBatches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, call) => all.slice(call * size, (call + 1) * size));
}
