import { money } from '../../../platform/money.js';
import { moneyField, type MoneyField } from '../../../platform/subgraph/money-field.js';
import type { VariantPrice } from '../domain/variant.js';

/** `PriceValue` of schema/catalog.graphql. */
export function priceField({ saleMinor, listMinor, currency }: VariantPrice): { price: MoneyField; listPrice: MoneyField } {
  return { price: moneyField(money(saleMinor, currency)), listPrice: moneyField(money(listMinor, currency)) };
}
