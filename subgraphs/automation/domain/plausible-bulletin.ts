import { rateFromText } from '../../../platform/exact-rate.js';
import { CURRENCIES } from '../../../platform/money.js';
import type { Bulletin, Quote } from './bulletin.js';

/** A day's step by more than this factor is a misprint or a misreading sooner than a rate. */
const LARGEST_STEP = 2n;
const DAY_MS = 86_400_000;
const FURTHEST_AHEAD_MS = 5 * DAY_MS;

/** Why a bulletin must not be used; null when it may. `before`: the newest one known. */
export function faultOfBulletin(bulletin: Bulletin, { before, now }: { readonly before: Bulletin | null; readonly now: Date }): string | null {
  const quoted = CURRENCIES.filter((currency) => bulletin.quotes[currency]);
  if (!quoted.includes('USD') || !quoted.includes('EUR')) return 'it has no rate for USD or EUR';
  if (bulletin.inForceFrom.getTime() - now.getTime() > FURTHEST_AHEAD_MS) return `its day ${bulletin.date} lies too far ahead`;
  const leaping = quoted.find((currency) => isLeap(bulletin.quotes[currency], before?.quotes[currency]));
  return leaping ? `its rate of ${leaping} differs from that of ${before?.date ?? ''} by more than a factor of ${LARGEST_STEP}` : null;
}

function isLeap(quote: Quote | undefined, before: Quote | undefined): boolean {
  if (!quote || !before) return false;
  const [a, b] = [worth(quote, before), worth(before, quote)];
  return a > LARGEST_STEP * b || b > LARGEST_STEP * a;
}

/** Both quotes on one scale, so that they can be compared as whole numbers. */
function worth(quote: Quote, other: Quote): bigint {
  const [own, others] = [rateFromText(quote.value), rateFromText(other.value)];
  return own.numerator * 10n ** BigInt(others.scale) * BigInt(other.unit);
}
