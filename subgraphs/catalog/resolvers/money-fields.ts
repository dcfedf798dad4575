import { type Currency, money, moneyToDecimal } from '../../../platform/money.js';
import type { VariantPrice } from '../domain/variant.js';

/** `Money` of schema/common.graphql. */
export function moneyField(amountMinor: number, currency: Currency): { amount: string; currency: Currency } {
  return { amount: moneyToDecimal(money(amountMinor, currency)), currency };
}

/** `PriceValue` of schema/catalog.graphql. */
export function priceField({ saleMinor, listMinor, currency }: VariantPrice): { price: unknown; listPrice: unknown } {
  return { price: moneyField(saleMinor, currency), listPrice: moneyField(listMinor, currency) };
}
