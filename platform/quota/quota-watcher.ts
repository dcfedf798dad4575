import type { SellerId, StoreId } from '../ids.js';
import type { QuotaGroup } from './quota-group.js';

/** TAKEN: a call was let through. HELD_BACK: it was not, because a quota was spent. REFUSED: the marketplace answered 429. */
export type QuotaEvent = 'TAKEN' | 'HELD_BACK' | 'REFUSED';

/** Hears how stores use their quotas. Is not waited for, and must not throw. */
export interface QuotaWatcher {
  noted(use: { readonly sellerId: SellerId; readonly storeId: StoreId; readonly event: QuotaEvent; readonly groups: readonly QuotaGroup[]; readonly cost: number }): void;
}
