import type { Currency } from '../../../platform/money.js';
import { moneyFromDecimal } from '../../../platform/money.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import { readShippingCosts, type ShippingCost } from '../connector/fees.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { askOzon } from './ozon-store.js';

export interface Costs {
  readonly currency: Currency;
  readonly schemes: readonly ShippingCost[];
}

/** What selling and delivering one unit costs at a price, scheme by scheme; null when Ozon does not know the listing. */
export function readCosts({ offerId, price, ...store }: StoreOfCaller & { readonly offerId: string; readonly price: string | null }, stores: Stores): Promise<Costs | null> {
  return askOzon(stores, store, async (context) => {
    const { currency } = context.store;
    const saleMinor = price === null ? null : moneyFromDecimal(price, currency).amountMinor;
    if (saleMinor !== null && saleMinor <= 0) throw badInput(['price'], 'The price must be above zero.');
    const schemes = await readShippingCosts(context, offerId, saleMinor === null ? null : { saleMinor, listMinor: saleMinor, currency });
    return schemes === null ? null : { currency, schemes };
  });
}
