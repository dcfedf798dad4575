import { isCurrency, money, moneyFromDecimal, type Money } from '../../../platform/money.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { fees } from '../connector/fees.js';
import { askAmazon, type AmazonStoreOfCaller } from './open-amazon.js';

export interface ShownFees {
  readonly total: Money | null;
  readonly referralPercent: number | null;
}

/** What Amazon would keep of a sale of this SKU at this price; null when it cannot say, or sells in another currency. */
export function estimateFees(stores: Pick<StoreAccess, 'openOwned'>, { sku, price, ...store }: AmazonStoreOfCaller & { readonly sku: string; readonly price: { readonly amount: string; readonly currency: string } }): Promise<ShownFees | null> {
  const { currency } = price;
  if (!isCurrency(currency)) return Promise.resolve(null);
  const { amountMinor } = moneyFromDecimal(price.amount, currency);
  return askAmazon(
    stores,
    store,
    async (context) => {
      const [estimate] = await fees.estimate(context, [{ remoteKey: sku, price: { saleMinor: amountMinor, listMinor: amountMinor, currency } }]);
      return estimate ? { total: estimate.totalMinor === null ? null : money(estimate.totalMinor, currency), referralPercent: estimate.commissionPercent } : null;
    },
    null,
  );
}
