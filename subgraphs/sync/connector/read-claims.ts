import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { RemoteClaim } from './contract.js';
import { requireCapability } from './require-capability.js';
import type { StoreAccess } from './store-access.js';

export interface ClaimPage {
  readonly nodes: readonly RemoteClaim[];
  readonly next: string | null;
}

/** A page of the claims changed since a moment, as the marketplace has them now; for the subgraphs of marketplaces. */
export async function readClaims(o: { sellerId: SellerId; storeId: StoreId; since: Date; after: string | null }, stores: Pick<StoreAccess, 'openOwned'>): Promise<ClaimPage> {
  const { connector, context } = await stores.openOwned(o.sellerId, o.storeId);
  const { items, next } = await requireCapability(connector, 'claims').list(context, o.since, o.after);
  return { nodes: items, next };
}
