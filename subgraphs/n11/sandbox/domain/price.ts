/** What a price field of a task turned out to be; amounts are kuruş. */
export type ReadPrice =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'tooManyDecimals' }
  | { readonly kind: 'amount'; readonly minor: number };

/**
 * Reads `salePrice` or `listPrice`. A JSON number or a decimal text with a point is read; a text with a comma cannot be
 * bound to a number at all, which refuses the whole payload; a third decimal fails the SKU alone.
 */
export function readPrice(value: unknown): ReadPrice {
  if (value === undefined || value === null) return { kind: 'absent' };
  const text = typeof value === 'number' ? plainDecimal(value) : value;
  if (typeof text !== 'string' || !/^-?\d+(\.\d+)?$/.test(text)) return { kind: 'unreadable' };
  const [whole = '0', fraction = ''] = text.split('.');
  if (fraction.length > 2) return { kind: 'tooManyDecimals' };
  const minor = Math.abs(Number(whole)) * 100 + Number(fraction.padEnd(2, '0'));
  return { kind: 'amount', minor: text.startsWith('-') ? -minor : minor };
}

/** Kuruş as the JSON number N11 answers: lira with at most two decimals. */
export function lira(minor: number): number {
  return Math.round(minor) / 100;
}

export function liraText(minor: number): string {
  return lira(minor).toFixed(2);
}

function plainDecimal(value: number): string {
  return Number.isFinite(value) && Math.abs(value) < 1e15 ? value.toString() : 'unreadable';
}
