/** Of a step of rank: keys whose patience differs by less take their turns in the order of their wakes. */
const STEP_MS = 100;
/** BullMQ knows no higher number. */
const LAST = 2 ** 21 - 1;

/**
 * A key's place among those that wait: 1 comes first, and equals in the order in which they got their rank. It is what is left of its
 * patience, so whoever is woken again and again while waiting comes first at last, whatever else is woken meanwhile.
 */
export function rankOf({ patienceMs, waitedMs }: { readonly patienceMs: number; readonly waitedMs: number }): number {
  const left = patienceMs - Math.max(0, waitedMs);
  return Math.min(LAST, 1 + Math.max(0, Math.ceil(left / STEP_MS)));
}
