import { type Money, money } from '../../../platform/money.js';
import { isFault, priceAfter } from './price.js';
import { faultOfContent, isSameContent, type Product, type ProductContent } from './product.js';
import { mergeTranslations, type TranslationDraft } from './product-text.js';
import type { CatalogCode } from './refusals.js';
import { isSku } from './sku-items.js';
import { MOST_UNITS } from './stock.js';
import type { Variant, VariantPrice } from './variant.js';
import { isSameOptions, type VariantData } from './variant-change.js';

/** A variant as a seller describes it; what is absent stays as it is, or is empty for a new one. */
export interface VariantDraft {
  readonly sku: string;
  readonly barcode?: string | null;
  readonly options?: Variant['options'];
  /** Needed for a new variant. */
  readonly price?: Money;
  /** Null: no crossed-out price. */
  readonly listPrice?: Money | null;
  readonly onHand?: number;
  /** Leave the stock of a variant that exists as it is. */
  readonly keepStock?: boolean;
}

/** A product as a seller describes it, known by its id, else by its handle, else (without a handle) by its first known SKU. */
export interface ProductDraft extends Partial<Omit<ProductContent, 'translations'>> {
  readonly id?: Product['_id'] | null;
  readonly handle?: string | null;
  readonly variants: readonly VariantDraft[];
  /** Languages not named keep what they have. */
  readonly translations?: readonly TranslationDraft[];
}

/** Something wrong with a draft; with `variant` (its place) only that variant is left out, else the whole product. */
export interface DraftFault {
  readonly code: CatalogCode;
  readonly variant: number | null;
  readonly part: string;
  readonly itemRef: string | null;
  readonly message: string;
}

export interface PlannedVariant {
  readonly sku: Variant['sku'];
  readonly existing: Variant | null;
  readonly data: VariantData & { readonly price: VariantPrice };
}

/** What is to be done for a draft; `product` null: nothing, the draft is refused as a whole. */
export interface ProductPlan {
  readonly existing: Product | null;
  readonly product: (ProductContent & { readonly handle: string | null }) | null;
  readonly contentChanges: boolean;
  readonly variants: readonly PlannedVariant[];
  readonly faults: readonly DraftFault[];
}

/** What the catalog knows that a draft may mean; `byHandle` and `variants` are the seller's own. */
export interface KnownGoods {
  readonly byId: Product | null;
  readonly byHandle: Product | null;
  readonly variants: ReadonlyMap<string, Variant>;
  /** The products of `variants`. */
  readonly products: ReadonlyMap<Product['_id'], Product>;
}

const NOTHING: ProductContent = { title: '', descriptionHtml: '', brand: null, categoryHint: null, images: [] };
const LONGEST_BARCODE = 100;

/** Decides what a draft means and what of it can be done: a bad variant is left out, the rest goes on. */
export function planProduct(draft: ProductDraft, known: KnownGoods): ProductPlan {
  const existing = matchOf(draft, known);
  const refused = (fault: Omit<DraftFault, 'variant'>): ProductPlan => ({ existing: null, product: null, contentChanges: false, variants: [], faults: [{ ...fault, variant: null }] });
  if (draft.id && !known.byId) return refused({ code: 'UNKNOWN_PRODUCT', part: 'id', itemRef: draft.id, message: `there is no product '${draft.id}'` });
  if (existing && known.byHandle && known.byHandle._id !== existing._id) return refused({ code: 'HANDLE_TAKEN', part: 'handle', itemRef: draft.handle ?? null, message: `another product has the handle '${draft.handle ?? ''}'` });
  const product = contentOf(draft, existing);
  const fault = faultOfContent(product);
  if (fault) return refused({ code: 'INVALID_PRODUCT', part: fault.field, itemRef: product.handle, message: fault.message });
  const { variants, faults } = planVariants(draft, existing, known);
  const isEmpty = variants.length === 0 && existing === null;
  return { existing, product: isEmpty ? null : product, contentChanges: existing !== null && changesContent(existing, product, variants), variants, faults };
}

/** A SKU does not stand for a product that goes by another handle: two products of a file may have it by mistake. */
function matchOf({ id, handle, variants }: ProductDraft, known: KnownGoods): Product | null {
  if (id) return known.byId;
  if (known.byHandle) return known.byHandle;
  const ownerId = variants.flatMap(({ sku }) => known.variants.get(sku)?.productId ?? [])[0];
  const owner = ownerId ? (known.products.get(ownerId) ?? null) : null;
  return handle == null || owner?.handle === null || owner?.handle === handle ? owner : null;
}

function contentOf(draft: ProductDraft, existing: Product | null): ProductContent & { handle: string | null } {
  const base = existing ?? { ...NOTHING, handle: null };
  return {
    handle: draft.handle ?? base.handle,
    title: draft.title ?? base.title,
    descriptionHtml: draft.descriptionHtml ?? base.descriptionHtml,
    brand: draft.brand === undefined ? base.brand : draft.brand,
    categoryHint: draft.categoryHint === undefined ? base.categoryHint : draft.categoryHint,
    images: draft.images ?? base.images,
    ...languagesOf(draft, base),
  };
}

/** What was never said stays unsaid. */
function languagesOf(draft: ProductDraft, base: ProductContent): Pick<ProductContent, 'language' | 'translations'> {
  const language = draft.language ?? base.language;
  const translations = draft.translations ? mergeTranslations(base.translations ?? {}, draft.translations) : base.translations;
  return { ...(language && { language }), ...(translations && { translations }) };
}

/** A listing shows the options and barcodes of its variants too. */
function changesContent(existing: Product, product: ProductContent, variants: readonly PlannedVariant[]): boolean {
  const isChanged = ({ existing: variant, data }: PlannedVariant) => variant !== null && ((data.options && !isSameOptions(data.options, variant.options)) || (data.barcode !== undefined && data.barcode !== variant.barcode));
  return !isSameContent(existing, product) || variants.some(isChanged);
}

function planVariants(draft: ProductDraft, existing: Product | null, known: KnownGoods): { variants: PlannedVariant[]; faults: DraftFault[] } {
  const variants: PlannedVariant[] = [];
  const faults: DraftFault[] = [];
  const seen = new Set<string>();
  for (const [place, variant] of draft.variants.entries()) {
    const planned = seen.has(variant.sku) ? faultAt('DUPLICATE_SKU', 'sku', `'${variant.sku}' stands more than once in this product`) : planVariant(variant, existing, known.variants.get(variant.sku) ?? null);
    seen.add(variant.sku);
    if ('code' in planned) faults.push({ ...planned, variant: place, itemRef: variant.sku });
    else variants.push(planned);
  }
  return { variants, faults };
}

type VariantFault = Pick<DraftFault, 'code' | 'part' | 'message'>;

function planVariant({ sku, barcode, options, price, listPrice, onHand, keepStock = false }: VariantDraft, product: Product | null, existing: Variant | null): PlannedVariant | VariantFault {
  if (!isSku(sku)) return faultAt('INVALID_SKU', 'sku', 'a SKU must have 1 to 100 characters and no blanks at its ends');
  if (existing && existing.productId !== product?._id) return faultAt('SKU_OF_OTHER_PRODUCT', 'sku', `'${sku}' belongs to another product`);
  if (barcode != null && (barcode.trim() !== barcode || barcode.length === 0 || barcode.length > LONGEST_BARCODE)) return faultAt('INVALID_PRODUCT', 'barcode', `a barcode must have 1 to ${LONGEST_BARCODE} characters and no blanks at its ends`);
  if (onHand !== undefined && (!Number.isSafeInteger(onHand) || onHand > MOST_UNITS)) return faultAt('INVALID_QUANTITY', 'onHand', 'onHand must be a whole number of units');
  if (onHand !== undefined && onHand < 0) return faultAt('NEGATIVE_STOCK', 'onHand', `stock on hand cannot be ${onHand}`);
  const priced = planPrice(existing?.price ?? null, price, listPrice);
  if ('code' in priced) return priced;
  return { sku, existing, data: { price: priced, ...(barcode !== undefined && { barcode }), ...(options && { options }), ...(onHand !== undefined && !(existing && keepStock) && { onHand }) } };
}

function planPrice(present: VariantPrice | null, price: Money | undefined, listPrice: Money | null | undefined): VariantPrice | VariantFault {
  const sale = price ?? (present && money(present.saleMinor, present.currency));
  if (!sale) return faultAt('PRICE_MISSING', 'price', 'a new variant needs a price');
  const base = present ?? { saleMinor: 0, listMinor: 0, currency: sale.currency };
  const after = priceAfter(listPrice === null ? { ...base, listMinor: 0 } : base, sale, listPrice ?? undefined);
  return isFault(after) ? faultAt(after.code, after.part, after.message) : after;
}

function faultAt(code: CatalogCode, part: string, message: string): VariantFault {
  return { code, part, message };
}
