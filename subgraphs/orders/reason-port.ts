import type { Order, OrderAction } from './domain/order.js';

/** What a marketplace is told for a reason of the hub's: its own code, and whether that says the same. */
export interface ReasonTold {
  readonly remoteCode: string;
  readonly isExact: boolean;
}

/** What the marketplace of an action is told as its reason; null for an action without one, and where nobody speaks to that marketplace. */
export type TellReason = (action: Pick<Order, 'marketplace'> & Pick<OrderAction, 'parameters'>) => ReasonTold | null;
