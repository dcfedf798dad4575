import type { RemotePrice, VariantPrice } from '../../catalog/domain/variant.js';
import type { RemoteOffer } from '../connector/contract.js';
import { fieldsOf, type AttemptItem, type AttemptKind, type ItemField } from './attempt.js';

/** A call whose answer was lost: when to look at it next, and from when a look proves that what is not there will not come. */
export interface LookUpPlan {
  readonly lostAt: Date;
  readonly dueAt: Date;
  readonly provesFrom: Date;
}

/** Mostly the call has been carried out, and only its answer was lost: so it is looked at soon, then after pauses that triple, and at last when it proves everything. */
const FIRST_LOOK_PART = 1 / 30;
const EARLIEST_LOOK_MS = 500;
const NEXT_LOOK_TIMES = 3;
/** A look this close before the last one is left out. */
const LAST_PART = 0.6;

/** `settleMs`: for how long after the loss the marketplace may still carry the call out. */
export function planLookUp(lostAt: Date, settleMs: number): LookUpPlan {
  return { lostAt, dueAt: lookAfter(lostAt, Math.max(EARLIEST_LOOK_MS, settleMs * FIRST_LOOK_PART), settleMs), provesFrom: new Date(lostAt.getTime() + settleMs) };
}

/** When to look again after a look that did not find everything. */
export function nextLookAt({ provesFrom, settleMs, now }: { readonly provesFrom: Date; readonly settleMs: number; readonly now: Date }): Date {
  const lostAt = new Date(provesFrom.getTime() - settleMs);
  return lookAfter(lostAt, NEXT_LOOK_TIMES * Math.max(EARLIEST_LOOK_MS, now.getTime() - lostAt.getTime()), settleMs);
}

function lookAfter(lostAt: Date, afterMs: number, settleMs: number): Date {
  return new Date(lostAt.getTime() + (afterMs > LAST_PART * settleMs ? settleMs : afterMs));
}

/** The values of an item of unknown outcome that the marketplace is seen to have now. What is not among them was not applied, or not kept. */
export function arrivedFields(kind: AttemptKind, item: AttemptItem, remote: RemoteOffer | undefined): ItemField[] {
  return fieldsOf(item).filter(({ field }) => {
    if (field === 'content') return contentArrived(kind, item, remote);
    if (field === 'price') return remote?.price != null && item.price !== undefined && samePrice(item.price.value, remote.price);
    return remote?.quantity != null && item.quantity?.value === remote.quantity;
  });
}

/** Whether the marketplace shows this price, as far as it can show it. */
export function samePrice(wanted: VariantPrice, shown: RemotePrice): boolean {
  return wanted.saleMinor === shown.saleMinor && (shown.listMinor === null || wanted.listMinor === shown.listMinor) && wanted.currency === shown.currency;
}

function contentArrived(kind: AttemptKind, item: AttemptItem, remote: RemoteOffer | undefined): boolean {
  if (kind === 'WITHDRAW') return remote === undefined || remote.onSale === false;
  return remote !== undefined && remote.isListed !== false && item.content?.isNew === true;
}
