/** `1290.00`, `1290` or `1290.5` in minor units; null for anything else. */
export function minorOf(text: string): number | null {
  const match = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null;
}

export function decimalOf(minor: number): string {
  const digits = String(minor).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export type PriceRefusal = 'price_negative' | 'discount_for_low_price_is_too_small' | 'discount_for_average_price_is_too_small' | 'discount_for_top_price_is_too_small' | 'discount_too_big';

/** What Ozon says against a price and its crossed-out price (0: none); the steps are in roubles, other currencies have the percentages only. */
export function priceRefusal(priceMinor: number, oldPriceMinor: number, currency: string): PriceRefusal | null {
  if (priceMinor <= 0) return 'price_negative';
  if (oldPriceMinor === 0) return null;
  const gap = oldPriceMinor - priceMinor;
  if (gap >= 0.9 * oldPriceMinor) return 'discount_too_big';
  if (currency === 'RUB' && priceMinor <= 40_000) return gap > 2_000 ? null : 'discount_for_low_price_is_too_small';
  if (currency === 'RUB' && priceMinor > 1_000_000) return gap > 50_000 ? null : 'discount_for_top_price_is_too_small';
  return gap > 0.05 * oldPriceMinor ? null : 'discount_for_average_price_is_too_small';
}
