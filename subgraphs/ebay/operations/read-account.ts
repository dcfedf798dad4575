import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { EbayContext } from '../connector/client.js';
import { readPrivilege, type Privilege } from '../connector/privilege.js';

export interface EbayAccount extends Privilege {
  readonly site: string;
  /** Whether refunds and cancellations are signed. */
  readonly signsCalls: boolean;
}

/** What eBay lets the seller of a store do, asked now. */
export async function readAccount(o: { sellerId: SellerId; storeId: StoreId }, stores: Pick<StoreAccess, 'openOwned'>): Promise<EbayAccount> {
  const { context } = await stores.openOwned(o.sellerId, o.storeId);
  const ebay = context as EbayContext;
  const { marketplaceId, signingKeyJwe, signingPrivateKey } = ebay.store.credentials;
  return { ...(await readPrivilege(ebay)), site: marketplaceId, signsCalls: signingKeyJwe !== undefined && signingPrivateKey !== undefined };
}
