import { moneyToDecimal } from '../../../platform/money.js';
import type { CategoryAttribute, ListingDraft } from '../../sync/connector/contract.js';
import type { SellingTerms } from './account.js';
import { textFor } from './content-text.js';
import type { ItemRecord } from './inventory-items.js';
import type { Site } from './sites.js';

/** Names of the brand aspect on the sites; a brand never varies within a listing. */
const BRAND_ASPECTS: ReadonlySet<string> = new Set(['Brand', 'Marke', 'Marque', 'Marca', 'Merk']);
/** What eBay takes for a barcode where there is none. */
const NO_BARCODE = 'Does not apply';

/** A draft with what its category makes of it. */
export interface PreparedDraft {
  readonly draft: ListingDraft;
  readonly aspects: Readonly<Record<string, readonly string[]>>;
  /** The aspects in which the variants of its product differ; none for a product without variants. */
  readonly varying: readonly string[];
}

export function prepareDraft(draft: ListingDraft, demanded: readonly CategoryAttribute[]): PreparedDraft {
  const mapped = draft.mapping.attributes.map(({ attributeId, valueId, customValue }) => [attributeId, valueId ?? customValue ?? ''] as const).filter(([, value]) => value !== '');
  const brandAspect = demanded.find(({ id }) => BRAND_ASPECTS.has(id) && !mapped.some(([name]) => name === id))?.id;
  const entries = [...mapped, ...(brandAspect !== undefined && draft.mapping.brandName ? [[brandAspect, draft.mapping.brandName] as const] : [])];
  const known: Record<string, string[]> = {};
  for (const [name, value] of entries) known[name] = [...new Set([...(known[name] ?? []), value])];
  const variants = demanded.filter(({ isVariant, id }) => isVariant && !BRAND_ASPECTS.has(id) && known[id] !== undefined).map(({ id }) => id);
  if (draft.options.length === 0) return { draft, aspects: known, varying: [] };
  // A seller's option that the category has no aspect for becomes an aspect of its own name.
  if (variants.length > 0) return { draft, aspects: known, varying: variants };
  return { draft, aspects: { ...known, ...Object.fromEntries(draft.options.map(({ name, value }) => [name, [value]])) }, varying: draft.options.map(({ name }) => name) };
}

export function toItem({ draft, aspects }: PreparedDraft, site: Site): ItemRecord {
  const { title, descriptionHtml } = textFor(draft, site);
  return {
    availability: { shipToLocationAvailability: { quantity: draft.quantity } },
    condition: 'NEW',
    product: {
      title,
      description: descriptionHtml === '' ? title : descriptionHtml,
      aspects: Object.fromEntries(Object.entries(aspects).map(([name, values]) => [name, [...values]])),
      imageUrls: [...draft.images],
      ...(draft.mapping.brandName ? { brand: draft.mapping.brandName, mpn: NO_BARCODE } : {}),
      ...(draft.barcode !== null && /^\d{13}$/.test(draft.barcode) ? { ean: [draft.barcode] } : {}),
    },
  };
}

/** Without `availableQuantity`: the item's quantity alone decides what can be bought. */
export function toOffer({ draft }: PreparedDraft, { site, terms }: { site: Site; terms: SellingTerms }): Record<string, unknown> {
  const { title, descriptionHtml } = textFor(draft, site);
  const { merchantLocationKey, ...listingPolicies } = terms;
  return {
    categoryId: draft.mapping.categoryId,
    merchantLocationKey,
    listingPolicies,
    listingDuration: 'GTC',
    listingDescription: descriptionHtml === '' ? title : descriptionHtml,
    pricingSummary: { price: { value: moneyToDecimal({ amountMinor: draft.price.saleMinor, currency: draft.price.currency }), currency: draft.price.currency } },
    // eBay's catalogue would put its own title and pictures over ours where a barcode is known to it.
    includeCatalogProductDetails: false,
  };
}
