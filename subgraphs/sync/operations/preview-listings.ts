import type { Sku } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import { placeItems, unknownSku } from '../../catalog/domain/sku-items.js';
import { NOTHING_RECORDED } from '../domain/recorded-outcome.js';
import { inCallersPlaces, type ReadItems } from '../domain/requests.js';
import type { Begun } from './begin-operation.js';
import type { SyncDeps } from './sync-deps.js';

/** Which variants a publishing or withdrawing would be about, and which SKUs nobody knows. What the marketplace makes of a text or picture, only it can say. */
export async function previewListings({ catalog }: Pick<SyncDeps, 'catalog'>, { sellerId }: Principal, { items, places, refused }: ReadItems<{ readonly sku: Sku }>): Promise<Begun> {
  const { placed, refusals } = placeItems(items);
  const { variants } = await catalog.findBySkus({ sellerId, skus: placed.map(({ sku }) => sku) });
  const known = new Set(variants.map(({ sku }) => sku));
  const errors: UserError[] = [...refusals, ...placed.filter(({ sku }) => !known.has(sku)).map(unknownSku)];
  return {
    ...NOTHING_RECORDED,
    operation: null,
    variantIds: variants.map(({ _id }) => _id),
    dryRun: { requests: [], total: variants.length },
    userErrors: [...refused, ...inCallersPlaces(errors, places)],
  };
}
