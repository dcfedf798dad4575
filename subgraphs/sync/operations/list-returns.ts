import type { OrderId } from '../../../platform/ids.js';
import type { Page, PageRequest } from '../../../platform/mongo/keyset-page.js';
import { SecretBoxError, type SecretBox } from '../../../platform/secrets/secret-box.js';
import { askMarketplace, type StoreOfCaller } from '../connector/ask-marketplace.js';
import type { ConnectorContext, Page as RemotePage, RemoteClaim } from '../connector/contract.js';
import { pageOver } from '../connector/page-over.js';
import { requireCapability } from '../connector/require-capability.js';
import type { SyncDeps } from './sync-deps.js';

/** A buyer's wish to give back or to cancel, with the order it is about; null when that order is not known here. */
export interface Return extends RemoteClaim {
  readonly orderId: OrderId | null;
}

/** So long a page of the marketplace's is kept: whoever pages on within it costs no further call, and nothing shifts under the cursor. */
const KEPT_FOR_MS = 60_000;

/** A page of a store's returns changed since a moment, as the marketplace has had them within the last minute. */
export function listReturns({ access, orders, secretBox }: Pick<SyncDeps, 'access' | 'orders' | 'secretBox'>, { since, page, ...store }: StoreOfCaller & { readonly since: Date; readonly page: PageRequest }): Promise<Page<Return>> {
  return askMarketplace(access, store, async ({ connector, context }) => {
    const claims = requireCapability(connector, 'claims');
    const read = (cursor: string | null) => keptPage(secretBox, context, `claims:${store.storeId}:${since.getTime()}:${cursor ?? ''}`, () => claims.list(context, since, cursor));
    const found = await pageOver({ read }, page);
    const orderIds = await orders.orderIdsOf({ ...store, remoteOrderIds: found.items.map(({ node }) => node.remoteOrderId) });
    return { ...found, items: found.items.map(({ node, cursor }) => ({ cursor, node: { ...node, orderId: orderIds.get(node.remoteOrderId) ?? null } })) };
  });
}

/** Sealed: buyers' own words are in it. */
async function keptPage(secretBox: SecretBox, { cache }: ConnectorContext<unknown>, key: string, read: () => Promise<RemotePage<RemoteClaim>>): Promise<RemotePage<RemoteClaim>> {
  const kept = opened(secretBox, await cache.get(key), key);
  if (kept !== null) return revived(JSON.parse(kept) as RemotePage<RemoteClaim>);
  const page = await read();
  await cache.set(key, secretBox.seal(JSON.stringify(page), key), KEPT_FOR_MS);
  return page;
}

function opened(secretBox: SecretBox, sealed: string | null, key: string): string | null {
  try {
    return sealed === null ? null : secretBox.open(sealed, key);
  } catch (error) {
    // Sealed with a key that is gone: as good as not kept.
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}

function revived({ items, next }: RemotePage<RemoteClaim>): RemotePage<RemoteClaim> {
  return { next, items: items.map((claim) => ({ ...claim, createdAt: new Date(claim.createdAt), changedAt: new Date(claim.changedAt), respondBy: claim.respondBy === null ? null : new Date(claim.respondBy) })) };
}
