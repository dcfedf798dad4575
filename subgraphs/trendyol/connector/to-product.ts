import { groupBy } from '../../../platform/group-by.js';
import { moneyToNumber } from '../../../platform/money.js';
import type { ListingDraft } from '../../sync/connector/contract.js';
import { textIn } from '../../sync/connector/draft-text.js';
import type { TrendyolCredentials } from './client.js';

export const LANGUAGES_TAKEN = ['TR'] as const;
/** A mapped attribute of this name is none of the category's: it is the packed item's volumetric weight, which decides what the cargo costs. */
export const DESI = 'desi';
/** What a new product is said to weigh where neither its mapping nor the store says it; Trendyol takes none without. */
const USUAL_DESI = 1;

export function toProduct(credentials: TrendyolCredentials, draft: ListingDraft): unknown {
  const { mapping, price } = draft;
  const { title, descriptionHtml } = textIn(draft, LANGUAGES_TAKEN);
  return {
    barcode: draft.remoteKey,
    title,
    productMainId: draft.groupKey,
    brandId: Number(mapping.brandId),
    categoryId: Number(mapping.categoryId),
    quantity: draft.quantity,
    stockCode: draft.sku,
    dimensionalWeight: desiOf(draft) ?? storeDesi(credentials) ?? USUAL_DESI,
    description: descriptionHtml,
    listPrice: moneyToNumber({ amountMinor: price.listMinor, currency: price.currency }),
    salePrice: moneyToNumber({ amountMinor: price.saleMinor, currency: price.currency }),
    vatRate: mapping.vatRatePercent,
    images: draft.images.map((url) => ({ url })),
    attributes: toAttributes(draft),
  };
}

/** A content is shared by its variants, so it is sent once, from the first of them. */
export function toContents(updates: readonly ListingDraft[]): unknown[] {
  const byContent = new Map(updates.toReversed().map((draft) => [draft.remoteIds['contentId'], draft]));
  byContent.delete(undefined);
  return [...byContent].map(([contentId, draft]) => {
    const { title, descriptionHtml } = textIn(draft, LANGUAGES_TAKEN);
    return { contentId: Number(contentId), title, description: descriptionHtml, images: draft.images.map((url) => ({ url })), attributes: toAttributes(draft) };
  });
}

/** What nobody has said of its weight stays there as it is. */
export function toVariant(credentials: TrendyolCredentials, draft: ListingDraft): unknown {
  const desi = desiOf(draft) ?? storeDesi(credentials);
  return { barcode: draft.remoteKey, stockCode: draft.sku, vatRate: draft.mapping.vatRatePercent, ...(desi === null ? {} : { dimensionalWeight: desi }) };
}

export function isDesi({ attributeId }: { readonly attributeId: string }): boolean {
  return attributeId === DESI;
}

/** As mapped for the listing; null when it is not, or not as a number. */
export function desiOf({ mapping }: ListingDraft): number | null {
  const said = mapping.attributes.find(isDesi)?.customValue ?? '';
  const desi = Number(said.replace(',', '.'));
  return said.trim() !== '' && Number.isFinite(desi) && desi >= 0 ? desi : null;
}

function storeDesi({ desi }: TrendyolCredentials): number | null {
  return desi === undefined ? null : Number(desi);
}

/** The guide's singular shape, and the plural one for an attribute that is named once per value: only some take many. */
function toAttributes({ mapping }: ListingDraft): unknown[] {
  return [...groupBy(mapping.attributes.filter((row) => !isDesi(row)), ({ attributeId }) => attributeId)].map(([attributeId, rows]) => ({ attributeId: Number(attributeId), ...toValue(rows) }));
}

function toValue(rows: readonly ListingDraft['mapping']['attributes'][number][]): object {
  const ids = rows.flatMap(({ valueId }) => (valueId === null ? [] : [Number(valueId)]));
  if (ids.length > 1) return { attributeValueIds: ids };
  return ids.length === 1 ? { attributeValueId: ids[0] } : { customAttributeValue: rows[0]?.customValue ?? '' };
}
