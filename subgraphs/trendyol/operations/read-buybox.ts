import type { SellerId, StoreId } from '../../../platform/ids.js';
import { money, type Money } from '../../../platform/money.js';
import { requireCapability } from '../../sync/connector/require-capability.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';

export interface Buybox {
  readonly rank: number | null;
  readonly price: Money | null;
  readonly hasRivals: boolean;
}

/** Asks Trendyol now; null when it says nothing about the barcode. */
export async function readBuybox(o: { sellerId: SellerId; storeId: StoreId; barcode: string }, stores: Pick<StoreAccess, 'openOwned'>): Promise<Buybox | null> {
  const { connector, context } = await stores.openOwned(o.sellerId, o.storeId);
  const [row] = await requireCapability(connector, 'buybox').read(context, [o.barcode]);
  if (row === undefined) return null;
  return { rank: row.rank, price: row.priceMinor === null ? null : money(row.priceMinor, context.store.currency), hasRivals: row.hasRivals };
}
