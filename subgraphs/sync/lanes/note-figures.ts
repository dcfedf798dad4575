import type { Store } from '../../stores/domain/store.js';
import { fieldsOf, type AttemptItem, type ItemField } from '../domain/attempt.js';
import type { StoreFigureBook, StoreOf } from '../figures/index.js';

/** What lanes count for reports. */
export type LaneFigures = Pick<StoreFigureBook, 'sent' | 'applied' | 'saleAnswered' | 'refused' | 'troubled'>;

export function figuresOf({ _id: storeId, sellerId }: Pick<Store, '_id' | 'sellerId'>): StoreOf {
  return { storeId, sellerId };
}

/** Values leave now; how long one has waited counts the first time it leaves. */
export function noteSent(figures: LaneFigures, store: Store, items: readonly AttemptItem[], at: Date): void {
  for (const item of items) {
    for (const { field } of fieldsOf(item)) {
      const value = item[field];
      if (value && value.isRepeat !== true) figures.sent(figuresOf(store), field, waitedMs(value.setAt, at));
    }
  }
}

/** The marketplace is known to have these values of an item now. */
export function noteApplied(figures: LaneFigures, store: Store, item: AttemptItem, fields: readonly Pick<ItemField, 'field'>[], at: Date): void {
  for (const { field } of fields) {
    const setAt = item[field]?.setAt;
    if (setAt) figures.applied(figuresOf(store), field, waitedMs(setAt, at));
  }
}

export function waitedMs(since: Date, at: Date): number {
  return Math.max(0, at.getTime() - since.getTime());
}
