import type { ProductId } from '../../../platform/ids.js';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import type { Store } from '../../stores/domain/store.js';
import { applyMapping } from '../domain/apply-mapping.js';
import { foldWord } from '../domain/category-mapping.js';
import type { ContentMapping } from '../domain/listing.js';
import type { Product } from '../domain/product.js';
import { itemRefusal } from '../domain/refusals.js';
import type { Placed } from '../domain/sku-items.js';
import type { Variant } from '../domain/variant.js';
import type { CatalogDeps } from './catalog-deps.js';
import type { PublishItem } from './publish-listings.js';

interface Unmapped {
  readonly item: Placed<PublishItem>;
  readonly variant: Variant;
}

/** How a variant maps to the store's marketplace: what was given, else what the seller's mapping for its type of product says (undefined: nothing), or why it cannot be published. */
export type MapItem = (unmapped: Unmapped) => { readonly mapping: ContentMapping | undefined } | UserError;

/** Loads the seller's mappings for these goods; asks nothing when every item has one of its own. */
export async function loadMapper({ mappings }: Pick<CatalogDeps, 'mappings'>, store: Store, { items, products }: { readonly items: readonly PublishItem[]; readonly products: ReadonlyMap<ProductId, Product> }): Promise<MapItem> {
  const types = items.every(({ mapping }) => mapping) ? [] : [...products.values()].flatMap(({ categoryHint }) => categoryHint ?? []);
  const byType = new Map((await mappings.ofTypes(store.sellerId, store.marketplace, types)).map((mapping) => [mapping.typeKey, mapping]));
  return ({ item, variant }) => {
    const product = products.get(variant.productId);
    const known = product?.categoryHint ? byType.get(foldWord(product.categoryHint)) : undefined;
    if (item.mapping || !product || !known) return { mapping: item.mapping };
    const { mapping, missing } = applyMapping(known, product, variant);
    if (missing.length === 0) return { mapping };
    const what = missing.map(({ attribute, word }) => (word === null ? `'${attribute}'` : `'${attribute}' for '${word}'`)).join(', ');
    return itemRefusal('MISSING_ATTRIBUTE', { ...item, part: 'mapping' }, `'${item.sku}' lacks what ${store.marketplace} asks for: ${what}; the mapping of '${known.productType}' has no value`);
  };
}
