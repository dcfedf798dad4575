import { newId, type SellerId, type Sku, type StoreId } from '../../../platform/ids.js';
import { newVariant } from '../domain/new-variant.js';
import { type DraftFault, type PlannedVariant, planProduct, type ProductDraft, type ProductPlan } from '../domain/plan-product.js';
import type { Product } from '../domain/product.js';
import { withData } from '../domain/variant-change.js';
import type { Variant } from '../domain/variant.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeVariants } from './change-variants.js';
import { ContentionError, MOST_ROUNDS } from './contention.js';
import { findKnownGoods } from './find-known-goods.js';
import { followContent } from './follow-content.js';
import { propagateVariants } from './propagate-variants.js';

export type UpsertResult = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED';

export interface UpsertedProduct {
  readonly result: UpsertResult;
  /** Null when it was refused, or would be created by a dry run. */
  readonly product: Product | null;
  readonly variants: Readonly<Record<Exclude<UpsertResult, 'REFUSED'>, number>>;
  readonly faults: readonly DraftFault[];
}

export interface UpsertOutcome {
  /** In the order of the drafts. */
  readonly products: readonly UpsertedProduct[];
  readonly storeIds: readonly StoreId[];
}

interface UpsertProducts {
  readonly sellerId: SellerId;
  /** At most some hundreds: they are held in memory together. No two may mean the same product or SKU. */
  readonly drafts: readonly ProductDraft[];
  /** Says what would be done, writes nothing. */
  readonly dryRun?: boolean;
}

/**
 * Brings products and their variants to what the seller says of them, in a few round trips. Running it again changes
 * nothing. A bad variant is left out and told; a product without a good variant is not created.
 */
export async function upsertProducts(deps: CatalogDeps, { sellerId, drafts, dryRun = false }: UpsertProducts): Promise<UpsertOutcome> {
  const results = new Map<ProductDraft, UpsertedProduct>();
  const storeIds = new Set<StoreId>();
  let waiting = drafts;
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round === MOST_ROUNDS) throw new ContentionError('products', waiting.map(({ handle }) => handle ?? ''));
    const known = await findKnownGoods(deps, sellerId, waiting);
    const plans = waiting.map((draft) => ({ draft, plan: planProduct(draft, known(draft)) }));
    const written = dryRun ? { ...NOTHING_WRITTEN, saved: savedAlready(plans) } : await writePlans(deps, sellerId, plans);
    for (const storeId of written.storeIds) storeIds.add(storeId);
    for (const { draft, plan } of plans) if (!written.raced.has(plan)) results.set(draft, resultOf(plan, written.saved.get(plan) ?? null));
    waiting = plans.flatMap(({ draft, plan }) => (written.raced.has(plan) ? [draft] : []));
  }
  deps.announce();
  return { products: drafts.flatMap((draft) => results.get(draft) ?? []), storeIds: [...storeIds] };
}

interface Planned {
  readonly draft: ProductDraft;
  readonly plan: ProductPlan;
}

interface Written {
  readonly saved: ReadonlyMap<ProductPlan, Product>;
  /** Plans made on what another has changed meanwhile: to be planned again. */
  readonly raced: ReadonlySet<ProductPlan>;
  readonly storeIds: readonly StoreId[];
}

const NOTHING_WRITTEN: Written = { saved: new Map(), raced: new Set(), storeIds: [] };

/** Products before their variants: a variant never stands without its product. */
async function writePlans(deps: CatalogDeps, sellerId: SellerId, plans: readonly Planned[]): Promise<Written> {
  const { saved, raced } = await saveProducts(deps, sellerId, plans.map(({ plan }) => plan));
  const variants = [...saved].flatMap(([plan, product]) => plan.variants.map((variant) => ({ plan, product, variant })));
  const racedVariants = await insertVariants(deps, sellerId, variants);
  const changed = await changeKnownVariants(deps, sellerId, variants.map(({ variant }) => variant));
  const { storeIds } = await propagateVariants(deps, changed);
  const ofContent = await followContent(deps, [...saved.values()].filter(({ contentPending }) => contentPending));
  return { saved, raced: new Set([...raced, ...racedVariants]), storeIds: [...storeIds, ...ofContent] };
}

async function saveProducts({ products, clock }: CatalogDeps, sellerId: SellerId, plans: readonly ProductPlan[]): Promise<{ saved: Map<ProductPlan, Product>; raced: Set<ProductPlan> }> {
  const at = clock.now();
  const next = new Map(plans.flatMap((plan) => (plan.product ? [[plan, productAfter(plan, plan.product, sellerId, at)] as const] : [])));
  const created = [...next].filter(([plan]) => plan.existing === null);
  const changed = [...next].flatMap(([plan, after]) => (plan.existing && after !== plan.existing ? [{ before: plan.existing, after }] : []));
  const missed = new Set([...(await products.insert(created.map(([, product]) => product))), ...(await products.write(changed)).map(({ after }) => after)]);
  const raced = new Set([...next].flatMap(([plan, product]) => (missed.has(product) ? [plan] : [])));
  return { saved: new Map([...next].filter(([plan]) => !raced.has(plan))), raced };
}

function productAfter({ existing, contentChanges }: ProductPlan, product: NonNullable<ProductPlan['product']>, sellerId: SellerId, at: Date): Product {
  if (!existing) return { _id: newId('product'), sellerId, ...product, contentRevision: 1, version: 1, createdAt: at, updatedAt: at };
  if (!contentChanges && existing.handle === product.handle) return existing;
  const revised = contentChanges ? { contentRevision: existing.contentRevision + 1, contentPending: true } : {};
  return { ...existing, ...product, ...revised, version: existing.version + 1, updatedAt: at };
}

interface VariantOfPlan {
  readonly plan: ProductPlan;
  readonly product: Product;
  readonly variant: PlannedVariant;
}

async function insertVariants({ variants, clock }: CatalogDeps, sellerId: SellerId, planned: readonly VariantOfPlan[]): Promise<ProductPlan[]> {
  const created = new Map(planned.flatMap((entry) => (entry.variant.existing ? [] : [[variantOf(entry, sellerId, clock.now()), entry.plan] as const])));
  const refused = await variants.insert([...created.keys()]);
  return refused.flatMap((variant) => created.get(variant) ?? []);
}

function variantOf({ product, variant: { sku, data } }: VariantOfPlan, sellerId: SellerId, at: Date): Variant {
  return newVariant({ sellerId, productId: product._id, sku, barcode: data.barcode ?? null, options: data.options ?? [], price: data.price, onHand: data.onHand ?? 0, at });
}

/** Those that had to be changed; variants already as they should be cost nothing more. */
async function changeKnownVariants(deps: CatalogDeps, sellerId: SellerId, planned: readonly PlannedVariant[]): Promise<Variant[]> {
  const at = deps.clock.now();
  const dataBySku = new Map<Sku, PlannedVariant['data']>(planned.flatMap(({ sku, existing, data }) => (existing && withData(existing, data, at) ? [[sku, data]] : [])));
  const stored = await changeVariants(deps, { sellerId, skus: [...dataBySku.keys()], decide: (variant) => withData(variant, dataBySku.get(variant.sku) ?? {}, at) });
  return [...stored.values()];
}

function savedAlready(plans: readonly Planned[]): ReadonlyMap<ProductPlan, Product> {
  return new Map(plans.flatMap(({ plan }) => (plan.existing ? [[plan, plan.existing] as const] : [])));
}

function resultOf({ existing, product, contentChanges, variants, faults }: ProductPlan, saved: Product | null): UpsertedProduct {
  const at = new Date(0);
  const results = variants.map(({ existing: variant, data }) => (variant === null ? 'CREATED' : withData(variant, data, at) ? 'UPDATED' : 'UNCHANGED'));
  const count = (result: UpsertResult) => results.filter((one) => one === result).length;
  const counts = { CREATED: count('CREATED'), UPDATED: count('UPDATED'), UNCHANGED: count('UNCHANGED') };
  if (!product) return { result: 'REFUSED', product: null, variants: counts, faults };
  const isChanged = contentChanges || existing?.handle !== product.handle || counts.CREATED + counts.UPDATED > 0;
  return { result: existing === null ? 'CREATED' : isChanged ? 'UPDATED' : 'UNCHANGED', product: saved, variants: counts, faults };
}
