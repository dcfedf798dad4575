import { z } from 'zod';
import { isExplainedCode, type ExplainedCode } from '../../../platform/explanations/explain.js';
import { isCurrency, moneyFromNumber, type Money } from '../../../platform/money.js';

/** An id or word; marketplaces send ids as numbers here and as text there, and they widen: text everywhere in the hub. */
export const text = z.union([z.string().min(1), z.number()]).transform(String);

/** A text that may be absent, null or empty, all of which mean none. */
export const optionalText = z.preprocess((value) => (value === null || value === undefined || value === '' ? null : value), text.nullable());

/** A JSON number, or its text with a decimal point. */
export const number = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/).transform(Number)]);

export const epochMs = number.refine((ms) => Number.isSafeInteger(ms) && ms >= 0);

/** How many of something were sold. */
export const units = number.refine((count) => Number.isSafeInteger(count) && count > 0);

/** A code of the hub's in a receipt; one that an earlier version gave and this one does not have is MARKETPLACE_REFUSED. */
export const issueCode = z.string().transform((code): ExplainedCode => (isExplainedCode(code) ? code : 'MARKETPLACE_REFUSED'));

/** An amount, number or decimal text, that must not keep the rest of a row from being read: null when it is none, or its currency is none of the hub's. */
export function moneyTold(amount: unknown, currency: string | null | undefined): Money | null {
  const value = number.safeParse(amount);
  return value.success && currency && isCurrency(currency) ? moneyFromNumber(Math.round(value.data * 100) / 100, currency) : null;
}
