import { PRIORITIES } from '../../catalog/domain/due.js';

const PATIENCE_MS = new Map<number, number>([
  [PRIORITIES.SOLD_OUT, 0],
  [PRIORITIES.BACK_IN_STOCK, 1_000],
  [PRIORITIES.QUANTITY, 2_000],
  [PRIORITIES.BUYBOX_PRICE, 5_000],
  [PRIORITIES.PRICE, 10_000],
  [PRIORITIES.CONTENT, 60_000],
]);
/** Receipts to ask for, calls to look up, readings: nothing is lost meanwhile. */
const NOTHING_TO_SEND_MS = 5_000;

/**
 * How long a store may be kept waiting for its turn while there are more than can be worked at once, by the most valuable that it has to
 * send (of `PRIORITIES`; null: nothing). Who has waited for as long as it may comes before whoever was woken after that.
 */
export function lanePatienceMs(priority: number | null): number {
  return (priority === null ? undefined : PATIENCE_MS.get(priority)) ?? NOTHING_TO_SEND_MS;
}
