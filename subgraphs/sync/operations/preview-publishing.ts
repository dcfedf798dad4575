import type { Principal } from '../../../platform/principal.js';
import { contentItemOf } from '../domain/offer-items.js';
import { NOTHING_RECORDED } from '../domain/recorded-outcome.js';
import { inCallersPlaces, type PublishRequest } from '../domain/requests.js';
import type { Begun } from './begin-operation.js';
import { planPublishing } from './plan-content.js';
import type { SyncDeps } from './sync-deps.js';

/** What `publishListings` would send and refuse, without doing it. What the marketplace makes of a text or picture, only it can say. */
export async function previewPublishing({ access, catalog, clock }: Pick<SyncDeps, 'access' | 'catalog' | 'clock'>, { sellerId }: Principal, { items, places, refused, storeId, isOnSale }: PublishRequest): Promise<Begun> {
  const { connector, context } = await access.openOwned(sellerId, storeId);
  const foreseen = await catalog.foreseePublishing({ sellerId, operationId: 'opr_dry_run' as never, storeId, items, isOnSale, remoteKeyOf: (variant) => connector.remoteKeyOf(variant) });
  const at = clock.now();
  const plan = await planPublishing({ connector, context, account: context.store, at }, foreseen.listings.filter(({ listing }) => listing.content.state === 'REJECTED' || contentItemOf(listing, at) !== null));
  return {
    ...NOTHING_RECORDED,
    operation: null,
    variantIds: foreseen.listings.map(({ variant }) => variant._id),
    dryRun: { requests: plan.requests, total: foreseen.listings.length },
    userErrors: [...refused, ...inCallersPlaces(foreseen.userErrors, places), ...plan.userErrors],
  };
}
