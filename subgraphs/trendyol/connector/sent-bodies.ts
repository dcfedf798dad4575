import { createHash } from 'node:crypto';
import type { TrendyolContext } from './client.js';
import type { OfferItem } from './offer-words.js';

/** How long Trendyol refuses a body identical to one it has taken. */
const REPEAT_WINDOW_MS = 15 * 60_000;

/** A body sent within the window; not `isTaken` while nobody knows whether Trendyol has it: its answer is out, or was lost. */
export interface SentBody {
  readonly atMs: number;
  readonly isTaken: boolean;
}

export async function findSent(context: TrendyolContext, items: readonly OfferItem[]): Promise<SentBody | null> {
  const kept = (await context.cache.get(keyOf(context, items))) ?? '';
  const sent = { atMs: Number.parseInt(kept, 10), isTaken: !kept.endsWith(OPEN) };
  return kept !== FORGOTTEN && forgottenInMs(context, sent) > 0 ? sent : null;
}

export async function noteSent(context: TrendyolContext, items: readonly OfferItem[], { atMs, isTaken }: SentBody): Promise<void> {
  await context.cache.set(keyOf(context, items), `${atMs}${isTaken ? '' : OPEN}`, REPEAT_WINDOW_MS);
}

/** What surely was not taken may be said in the same words. */
export async function forgetSent(context: TrendyolContext, items: readonly OfferItem[]): Promise<void> {
  await context.cache.set(keyOf(context, items), FORGOTTEN, 1);
}

export function forgottenInMs(context: TrendyolContext, { atMs }: SentBody): number {
  return atMs + REPEAT_WINDOW_MS - context.now().getTime();
}

/** Behind the time of sending, while it is not known to be taken. */
const OPEN = '?';
/** In place of the time of sending. */
const FORGOTTEN = '';

// The order of items does not make a body another one in Trendyol's eyes, as far as anyone knows.
function keyOf(context: TrendyolContext, items: readonly OfferItem[]): string {
  const sorted = items.toSorted((a, b) => (a.barcode < b.barcode ? -1 : 1));
  return `trendyol:sent:${context.store.remoteSellerId}:${createHash('sha256').update(JSON.stringify(sorted)).digest('base64url')}`;
}
