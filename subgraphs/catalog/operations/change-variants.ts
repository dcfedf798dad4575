import type { SellerId, Sku } from '../../../platform/ids.js';
import type { Variant } from '../domain/variant.js';
import type { VariantChange } from '../domain/variant-change.js';
import type { CatalogDeps } from './catalog-deps.js';
import { ContentionError, MOST_ROUNDS } from './contention.js';

interface VariantChanges {
  readonly sellerId: SellerId;
  readonly skus: readonly Sku[];
  /** Null: leave it as it is. Called again on a fresh reading when the variant was written meanwhile; the last call counts. */
  readonly decide: (variant: Variant) => VariantChange | null;
}

/** Changes a seller's variants by SKU; gives back each that exists as it is stored afterwards. Throws ContentionError. */
export async function changeVariants({ variants }: Pick<CatalogDeps, 'variants'>, { sellerId, skus, decide }: VariantChanges): Promise<ReadonlyMap<Sku, Variant>> {
  const stored = new Map<Sku, Variant>();
  let waiting = skus;
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round === MOST_ROUNDS) throw new ContentionError('variants', waiting);
    const found = await variants.bySkus(sellerId, waiting);
    const changes = found.flatMap((variant) => decide(variant) ?? []);
    for (const variant of found) stored.set(variant.sku, variant);
    for (const { after } of changes) stored.set(after.sku, after);
    waiting = (await variants.write(changes)).map(({ before }) => before.sku);
  }
  return stored;
}
