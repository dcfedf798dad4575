import type { Money } from '../../../platform/money.js';
import type { CatalogCode } from './refusals.js';
import type { VariantPrice } from './variant.js';

export interface PriceFault {
  readonly code: CatalogCode;
  readonly part: 'price' | 'listPrice';
  readonly message: string;
}

/**
 * The price a variant or listing gets. Without a list price the present one stays, raised to the sale price where it
 * would be below it.
 */
export function priceAfter(present: VariantPrice, price: Money, listPrice: Money | undefined): VariantPrice | PriceFault {
  const fault = faultOf('price', price, present) ?? (listPrice && faultOf('listPrice', listPrice, present));
  if (fault) return fault;
  if (listPrice && listPrice.amountMinor < price.amountMinor) return { code: 'LIST_PRICE_BELOW_PRICE', part: 'listPrice', message: 'listPrice is below price' };
  return { saleMinor: price.amountMinor, listMinor: listPrice?.amountMinor ?? Math.max(present.listMinor, price.amountMinor), currency: present.currency };
}

export function isFault(result: VariantPrice | PriceFault): result is PriceFault {
  return 'code' in result;
}

function faultOf(part: PriceFault['part'], { amountMinor, currency }: Money, present: VariantPrice): PriceFault | null {
  if (currency !== present.currency) return { code: 'WRONG_CURRENCY', part, message: `${part} is in ${currency}, expected ${present.currency}` };
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) return { code: 'INVALID_PRICE', part, message: `${part} must be above zero` };
  return null;
}
