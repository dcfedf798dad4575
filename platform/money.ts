/** ISO 4217 codes the hub keeps prices in; each has two decimal places. */
export const CURRENCIES = ['TRY', 'USD', 'EUR', 'RUB', 'GBP', 'SEK', 'PLN'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** An amount in integer minor units (kuruş, cents): 199.90 TRY is `{ amountMinor: 19990, currency: 'TRY' }`. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: Currency;
}

export class InvalidMoneyError extends Error {
  override readonly name = 'InvalidMoneyError';
}

export function isCurrency(code: string): code is Currency {
  return (CURRENCIES as readonly string[]).includes(code);
}

/** Makes money from minor units; throws InvalidMoneyError unless the amount is a safe integer. */
export function money(amountMinor: number, currency: Currency): Money {
  if (!Number.isSafeInteger(amountMinor)) throw new InvalidMoneyError(`${amountMinor} is not a whole number of minor units`);
  return { amountMinor, currency };
}

/** Reads a plain decimal such as `199.9` or `-3`; at most two decimals, no grouping, no exponent. Throws InvalidMoneyError. */
export function moneyFromDecimal(text: string, currency: Currency): Money {
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) throw new InvalidMoneyError(`'${text}' is not a decimal amount with at most two decimals`);
  const [, sign, whole = '0', fraction = ''] = match;
  const minor = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return money(sign === '-' ? -minor : minor, currency);
}

/** The amount as a decimal with exactly two places: `199.90`. */
export function moneyToDecimal({ amountMinor }: Money): string {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  return `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A marketplace's JSON number (lira with up to two decimals) as money; rounds away binary floating-point noise only. */
export function moneyFromNumber(amount: number, currency: Currency): Money {
  const minor = Math.round(amount * 100);
  if (Math.abs(minor - amount * 100) > 1e-6 * Math.max(1, Math.abs(minor))) throw new InvalidMoneyError(`${amount} has more than two decimals`);
  return money(minor, currency);
}

/** The JSON number a marketplace expects, exact for every amount with two decimals. */
export function moneyToNumber(value: Money): number {
  return Number(moneyToDecimal(value));
}
