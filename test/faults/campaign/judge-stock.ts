/** One of the goods, by the book and by the hub's ledger. */
export interface GoodsSold {
  readonly sku: string;
  /** What clients said last, and the least they ever said. */
  readonly onHand: number;
  readonly leastOnHand: number;
  /** Units of all orders in the ledger, of those that were given up as well. */
  readonly sold: number;
  readonly reserved: number;
  readonly reservations: readonly { readonly quantity: number; readonly shortBy: number }[];
}

export interface StockFindings {
  /** More is promised than there is, or counted otherwise than it is listed. */
  readonly oversold: readonly string[];
  /** An order is marked as short for which there was enough. */
  readonly withheld: readonly string[];
}

/**
 * What marketplaces sell before they can have been told may be more than there is: then the order says so. In whatever order they came, together the orders
 * took what was sold, or the least there ever was; of that, one that was given up gave back no more than its units.
 */
export function judgeStock({ sku, onHand, leastOnHand, sold, reserved, reservations }: GoodsSold): StockFindings {
  const accepted = reservations.reduce((sum, { quantity, shortBy }) => sum + quantity - shortBy, 0);
  const listed = reservations.reduce((sum, { quantity }) => sum + quantity, 0);
  const surely = Math.min(leastOnHand, sold) - (sold - listed);
  return {
    oversold: [...(accepted > onHand ? [`${accepted} of ${onHand} ${sku} were accepted`] : []), ...(listed === reserved ? [] : [`${sku} counts ${reserved} reserved and lists ${listed}`])],
    withheld: accepted < surely ? [`${accepted} of ${sku} were accepted, where ${sold} were sold, ${listed} of them not given up, and never fewer than ${leastOnHand} were there`] : [],
  };
}
