import { type Currency, type Money, moneyToDecimal } from '../money.js';

/** `Money` of schema/common.graphql. */
export interface MoneyField {
  readonly amount: string;
  readonly currency: Currency;
}

export function moneyField(value: Money): MoneyField;
export function moneyField(value: Money | null): MoneyField | null;
export function moneyField(value: Money | null): MoneyField | null {
  return value === null ? null : { amount: moneyToDecimal(value), currency: value.currency };
}
