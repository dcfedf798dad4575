import type { SellerId, StoreId } from '../../../platform/ids.js';
import { money, type Money } from '../../../platform/money.js';
import { askMarketplace } from '../../sync/connector/ask-marketplace.js';
import { requireCapability } from '../../sync/connector/require-capability.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';

export interface Buybox {
  readonly rank: number | null;
  readonly price: Money | null;
  readonly hasRivals: boolean;
}

/** Asks Trendyol now, ten barcodes a call; what it says nothing about is left out. */
export function readBuyboxes(stores: Pick<StoreAccess, 'openOwned'>, { barcodes, ...store }: { sellerId: SellerId; storeId: StoreId; barcodes: readonly string[] }): Promise<ReadonlyMap<string, Buybox>> {
  return askMarketplace(stores, store, async ({ connector, context }) => {
    const rows = await requireCapability(connector, 'buybox').read(context, barcodes);
    const { currency } = context.store;
    return new Map(rows.map(({ remoteKey, rank, priceMinor, hasRivals }) => [remoteKey, { rank, price: priceMinor === null ? null : money(priceMinor, currency), hasRivals }]));
  });
}
