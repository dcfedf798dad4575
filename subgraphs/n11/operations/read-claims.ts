import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { RemoteClaim } from '../../sync/connector/contract.js';
import { requireCapability } from '../../sync/connector/require-capability.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';

export interface N11Deps {
  readonly stores: Pick<StoreAccess, 'openOwned'>;
}

/** A page of the returns and cancellations since a moment, as N11 has them now. */
export async function readClaims(o: { sellerId: SellerId; storeId: StoreId; since: Date; after: string | null }, { stores }: N11Deps): Promise<{ nodes: readonly RemoteClaim[]; next: string | null }> {
  const { connector, context } = await stores.openOwned(o.sellerId, o.storeId);
  const { items, next } = await requireCapability(connector, 'claims').list(context, o.since, o.after);
  return { nodes: items, next };
}
