import { z } from 'zod';
import { isCurrency, moneyFromNumber, type Currency, type Money } from '../../../platform/money.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';

const amount = number.nullish().catch(null);
/** v4 tells a commission as an object, v3 and old FBO in three fields of the product. */
const commissionSchema = z.looseObject({ amount, percent: amount, currency: optionalText }).nullish().catch(null);
const productSchema = z.looseObject({
  product_id: text,
  price: amount,
  old_price: amount,
  payout: amount,
  total_discount_percent: amount,
  customer_price: z.union([number, z.looseObject({ amount: number, currency: optionalText })]).nullish().catch(null),
  customer_currency_code: optionalText.catch(null),
  currency_code: optionalText.catch(null),
  commission: commissionSchema,
  commission_amount: amount,
  commission_percent: amount,
  commissions_currency_code: optionalText.catch(null),
  actions: z.array(z.string()).nullish().catch(null),
});
type WireFinance = z.output<typeof productSchema>;

/** Beside the order: what of it cannot be read is missing, and the order is none the worse. */
export const financialSchema = z.looseObject({ cluster_from: optionalText, cluster_to: optionalText, products: z.array(productSchema).nullish() }).nullish().catch(null);
export type WireFinances = z.output<typeof financialSchema>;

/** What Ozon reckons for the units of one product in a posting; null where it says nothing, or says it in a currency the hub has not. */
export interface ProductFinance {
  readonly sku: string;
  /** Of one unit, before any discount; the crossed-out one. */
  readonly listPrice: Money | null;
  /** Of one unit, the seller's discounts taken off and not Ozon's own. */
  readonly price: Money | null;
  /** What the buyer paid for one unit, after Ozon's own discounts too. */
  readonly buyerPrice: Money | null;
  readonly discountPercent: number | null;
  readonly commission: Money | null;
  readonly commissionPercent: number | null;
  /** To the seller. Zero until Ozon has settled it. */
  readonly payout: Money | null;
  /** Promotions that made the discount, in Ozon's words. */
  readonly promotions: readonly string[];
}

export function toFinances(finances: WireFinances, fallback: Currency): ProductFinance[] {
  return (finances?.products ?? []).map((product) => toFinance(product, fallback));
}

function toFinance(product: WireFinance, fallback: Currency): ProductFinance {
  const { commission, customer_price: buyer } = product;
  const own = product.currency_code ?? fallback;
  const buyerPrice = typeof buyer === 'object' && buyer !== null ? toMoney(buyer.amount, buyer.currency ?? own) : toMoney(buyer, product.customer_currency_code ?? own);
  return {
    sku: product.product_id,
    listPrice: toMoney(product.old_price, own),
    price: toMoney(product.price, own),
    buyerPrice,
    discountPercent: product.total_discount_percent ?? null,
    commission: toMoney(commission?.amount ?? product.commission_amount, commission?.currency ?? product.commissions_currency_code ?? own),
    commissionPercent: commission?.percent ?? product.commission_percent ?? null,
    payout: toMoney(product.payout, own),
    promotions: product.actions ?? [],
  };
}

/** What a unit cost less than its crossed-out price; nothing where Ozon tells no such price, or tells it in another currency. */
export function unitDiscountOf(finances: readonly ProductFinance[], { sku, priceMinor, currency }: { readonly sku: string; readonly priceMinor: number; readonly currency: Currency }): number {
  const listPrice = finances.find((one) => one.sku === sku)?.listPrice ?? null;
  return listPrice === null || listPrice.currency !== currency ? 0 : Math.max(0, listPrice.amountMinor - priceMinor);
}

/** Ozon writes some sums with more decimals than the currency has: those are rounded. */
function toMoney(value: number | null | undefined, currency: string): Money | null {
  if (value === null || value === undefined || !isCurrency(currency)) return null;
  return moneyFromNumber(Math.round(value * 100) / 100, currency);
}
