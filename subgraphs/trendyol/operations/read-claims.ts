import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { RemoteClaim } from '../../sync/connector/contract.js';
import { requireCapability } from '../../sync/connector/require-capability.js';
import type { TrendyolDeps } from './trendyol-deps.js';

/** A page of the claims changed since a moment, as Trendyol has them now. */
export async function readClaims(o: { sellerId: SellerId; storeId: StoreId; since: Date; after: string | null }, { stores }: TrendyolDeps): Promise<{ nodes: readonly RemoteClaim[]; next: string | null }> {
  const { connector, context } = await stores.openOwned(o.sellerId, o.storeId);
  const { items, next } = await requireCapability(connector, 'claims').list(context, o.since, o.after);
  return { nodes: items, next };
}
