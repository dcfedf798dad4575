import type { SellerId, Sku } from '../../../platform/ids.js';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import { type Placed, placeItems, unknownSku } from '../domain/sku-items.js';
import { refusalOfCount } from '../domain/refusals.js';
import type { Variant } from '../domain/variant.js';
import type { VariantChange } from '../domain/variant-change.js';
import { chunksOf, inParallel } from '../store/chunks.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeVariants } from './change-variants.js';
import { propagateVariants } from './propagate-variants.js';
import { joinOutcomes, refusedOutcome, type WriteOutcome } from './write-outcome.js';

/** Small enough for the first listings of a large call to be on their way while the last are written. */
const AT_ONCE = 250;

/** Null: nothing to change, the item counts as done. */
export type ItemDecision = VariantChange | UserError | null;

interface VariantWrite<T> {
  readonly sellerId: SellerId;
  readonly items: readonly T[];
  readonly decide: (variant: Variant, item: Placed<T>) => ItemDecision;
}

/**
 * The course of every call that changes variants item by item: place and check the items, then some at a time decide
 * and write the variants and tell their listings. A refused item never keeps back another.
 */
export async function writeVariants<T extends { readonly sku: Sku }>(deps: CatalogDeps, { sellerId, items, decide }: VariantWrite<T>): Promise<WriteOutcome> {
  const refusal = refusalOfCount(items.length);
  if (refusal) return refusedOutcome([refusal]);
  const { placed, refusals } = placeItems(items);
  const outcomes = await inParallel(chunksOf(placed, AT_ONCE), (chunk) => writeChunk(deps, { sellerId, items: chunk, decide }));
  deps.announce();
  return joinOutcomes([refusedOutcome(refusals), ...outcomes]);
}

async function writeChunk<T extends { readonly sku: Sku }>(deps: CatalogDeps, { sellerId, items, decide }: Omit<VariantWrite<T>, 'items'> & { readonly items: readonly Placed<T>[] }): Promise<WriteOutcome> {
  const itemBySku = new Map(items.map((item) => [item.sku, item]));
  const refused = new Map<Sku, UserError>();
  const stored = await changeVariants(deps, {
    sellerId,
    skus: [...itemBySku.keys()],
    decide(variant) {
      const item = itemBySku.get(variant.sku);
      const decision = item ? decide(variant, item) : null;
      refused.delete(variant.sku);
      if (decision === null || !isRefusal(decision)) return decision;
      refused.set(variant.sku, decision);
      return null;
    },
  });
  for (const item of items) if (!stored.has(item.sku)) refused.set(item.sku, unknownSku(item));
  const variants = [...stored.values()].filter(({ sku }) => !refused.has(sku));
  const { storeIds, listings } = await propagateVariants(deps, variants);
  return { variants, storeIds, listings, userErrors: items.flatMap(({ sku }) => refused.get(sku) ?? []) };
}

function isRefusal(decision: VariantChange | UserError): decision is UserError {
  return 'code' in decision;
}
