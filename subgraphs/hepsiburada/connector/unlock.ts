import { send, type HepsiburadaContext } from './client.js';
import { readManyListings, type ListingRow } from './listings.js';

export interface UnlockPlan {
  /** Locked listings, which the call is for. */
  readonly locked: readonly ListingRow[];
  readonly notLocked: readonly string[];
  readonly unknown: readonly string[];
}

export interface UnlockCall {
  readonly method: 'POST';
  readonly path: string;
  readonly json: { readonly hbSkuList: readonly string[] };
}

/** What there is to unlock among these SKUs, read now. */
export async function planUnlock(context: HepsiburadaContext, merchantSkus: readonly string[]): Promise<UnlockPlan> {
  const rows = new Map((await readManyListings(context, merchantSkus)).map((row) => [row.merchantSku, row]));
  return {
    locked: [...rows.values()].filter((row) => row.isLocked === true),
    notLocked: [...rows.values()].filter((row) => row.isLocked !== true).map(({ merchantSku }) => merchantSku),
    unknown: merchantSkus.filter((sku) => !rows.has(sku)),
  };
}

export function unlockCall({ store }: HepsiburadaContext, rows: readonly ListingRow[]): UnlockCall {
  return { method: 'POST', path: `/listings/merchantid/${store.remoteSellerId.toLowerCase()}/bulk-unlock`, json: { hbSkuList: rows.map(({ hepsiburadaSku }) => hepsiburadaSku) } };
}

/** Unlocks them, and reads which are still locked: Hepsiburada does not publish what it answers. */
export async function unlock(context: HepsiburadaContext, rows: readonly ListingRow[]): Promise<readonly ListingRow[]> {
  await send(context, { group: 'listings', operation: 'listings.unlock', ...unlockCall(context, rows) });
  return (await readManyListings(context, rows.map(({ merchantSku }) => merchantSku))).filter((row) => row.isLocked === true);
}
