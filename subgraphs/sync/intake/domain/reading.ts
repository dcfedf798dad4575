import type { ExplainedCode } from '../../../../platform/explanations/explain.js';

/**
 * What came of reading an order that news named. UNKNOWN: the marketplace does not know it, or not yet. TROUBLE: the
 * marketplace could not say. REFUSED: it cannot be read, now or later. FAILED: the hub could not.
 */
export type Reading = { readonly kind: 'RECORDED' } | { readonly kind: 'UNKNOWN' } | { readonly kind: 'TROUBLE' } | { readonly kind: 'REFUSED'; readonly message: string } | { readonly kind: 'FAILED' };

export type AfterReading =
  | { readonly kind: 'DONE' }
  | { readonly kind: 'AGAIN'; readonly orderIds: readonly string[]; readonly readAt: Date }
  | { readonly kind: 'SET_ASIDE'; readonly code: ExplainedCode; readonly message: string };

/** News may overtake what they tell of; an order that is not known this long after them will not be. */
export const UNKNOWN_FOR_MS = 15 * 60_000;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const FAILED_PAUSE_MS = 5_000;

/** What becomes of an entry whose orders were read, or not tried, which is to be done as soon as the store can be asked again. */
export function afterReading(o: {
  readonly entry: { readonly orderIds: readonly string[]; readonly receivedAt: Date; readonly readAt: Date };
  readonly readings: ReadonlyMap<string, Reading>;
  readonly failures: number;
  readonly mostFailures: number;
  readonly now: Date;
}): AfterReading {
  const { entry, readings, failures, now } = o;
  const left = entry.orderIds.filter((id) => readings.get(id)?.kind !== 'RECORDED');
  if (left.length === 0) return { kind: 'DONE' };
  // Behind all that waits, so that an order the marketplace never manages to show holds up no others.
  if (left.some((id) => readings.get(id)?.kind === 'TROUBLE')) return { kind: 'AGAIN', orderIds: left, readAt: now };
  if (left.some((id) => !readings.has(id))) return { kind: 'AGAIN', orderIds: left, readAt: entry.readAt };
  const found = left.flatMap((id) => readings.get(id) ?? []);
  const ageMs = now.getTime() - entry.receivedAt.getTime();
  const again = (pauseMs: number): AfterReading => ({ kind: 'AGAIN', orderIds: left, readAt: new Date(now.getTime() + pauseMs) });
  if (found.some(({ kind }) => kind === 'FAILED') && failures < o.mostFailures) return again(FAILED_PAUSE_MS * failures);
  if (found.some(({ kind }) => kind === 'UNKNOWN') && ageMs < UNKNOWN_FOR_MS) return again(Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, ageMs / 2)));
  return setAside(found);
}

function setAside(found: readonly Reading[]): AfterReading {
  const refused = found.find((reading) => reading.kind === 'REFUSED');
  if (refused) return { kind: 'SET_ASIDE', code: 'ORDER_UNREADABLE', message: refused.message };
  if (found.some(({ kind }) => kind === 'FAILED')) return { kind: 'SET_ASIDE', code: 'READING_FAILED', message: 'The hub failed to read or record an order it names; see the logs.' };
  return { kind: 'SET_ASIDE', code: 'ORDER_UNKNOWN', message: 'The marketplace does not know an order it names.' };
}
