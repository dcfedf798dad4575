import type { OrderId } from '../../../platform/ids.js';
import type { Page, PageRequest } from '../../../platform/mongo/keyset-page.js';
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
export function listReturns({ access, orders }: Pick<SyncDeps, 'access' | 'orders'>, { since, page, ...store }: StoreOfCaller & { readonly since: Date; readonly page: PageRequest }): Promise<Page<Return>> {
  return askMarketplace(access, store, async ({ connector, context }) => {
    const claims = requireCapability(connector, 'claims');
    const read = (cursor: string | null) => keptPage(context, `claims:${store.storeId}:${since.getTime()}:${cursor ?? ''}`, () => claims.list(context, since, cursor));
    const found = await pageOver({ read }, page);
    const orderIds = await orders.orderIdsOf({ ...store, remoteOrderIds: found.items.map(({ node }) => node.remoteOrderId) });
    return { ...found, items: found.items.map(({ node, cursor }) => ({ cursor, node: { ...node, orderId: orderIds.get(node.remoteOrderId) ?? null } })) };
  });
}

async function keptPage({ cache }: ConnectorContext<unknown>, key: string, read: () => Promise<RemotePage<RemoteClaim>>): Promise<RemotePage<RemoteClaim>> {
  const kept = await cache.get(key);
  if (kept !== null) return revived(JSON.parse(kept) as RemotePage<RemoteClaim>);
  const page = await read();
  await cache.set(key, JSON.stringify(page), KEPT_FOR_MS);
  return page;
}

function revived({ items, next }: RemotePage<RemoteClaim>): RemotePage<RemoteClaim> {
  return { next, items: items.map((claim) => ({ ...claim, createdAt: new Date(claim.createdAt), changedAt: new Date(claim.changedAt) })) };
}
