import { z } from 'zod';
import { number, text } from '../../sync/connector/wire-values.js';
import { call, type EbayContext } from './client.js';

const privilegeSchema = z.looseObject({
  sellerRegistrationCompleted: z.boolean().nullish(),
  sellingLimit: z.looseObject({ amount: z.looseObject({ value: number, currency: text }).nullish(), quantity: number.nullish() }).nullish(),
});

/** How much eBay lets the seller list in a month; null where it does not say. */
export interface Privilege {
  readonly isRegistered: boolean;
  readonly quantityLimit: number | null;
  readonly amountLimit: { readonly amount: string; readonly currency: string } | null;
}

/** Reads what the account may do; the cheapest call that needs the seller's consent. */
export async function readPrivilege(context: EbayContext): Promise<Privilege> {
  const { sellerRegistrationCompleted, sellingLimit } = await call(context, { endpoint: 'account', operation: 'account.check', method: 'GET', path: '/sell/account/v1/privilege' }, privilegeSchema);
  const amount = sellingLimit?.amount;
  return { isRegistered: sellerRegistrationCompleted ?? false, quantityLimit: sellingLimit?.quantity ?? null, amountLimit: amount ? { amount: amount.value.toFixed(2), currency: amount.currency } : null };
}
