import type { ListingDraft, ListingIssue, StoreAccount } from '../../sync/connector/contract.js';
import { isPair, OWN_ATTRIBUTE } from './catalogue.js';
import type { OzonCredentials } from './client.js';
import { issue } from './issues.js';
import { isBelievable, packageSizeOf } from './package-size.js';
import { checkPrice } from './prices.js';
import { textsFor } from './texts.js';
import { VAT_BY_PERCENT } from './to-import-item.js';

const MOST_IMAGES = 15;

/** What Ozon would refuse of a card whatever the shop is; required attributes are told by the import, since only the catalogue names them. */
export function checkDraft(draft: ListingDraft, at: Date): ListingIssue | null {
  const { remoteKey, images, mapping, price } = draft;
  const { title } = textsFor(draft);
  if (remoteKey.length > 50) return issue('SKU_REFUSED', 'Ozon takes articles of at most 50 characters', at);
  if (title.trim() === '' || title.length > 500) return issue('TITLE_REFUSED', 'the title must have 1 to 500 characters', at);
  if (!isPair(mapping.categoryId)) return issue('CATEGORY_REFUSED', 'the mapping must name an Ozon category and type, such as 17027904:93244', at);
  if (images.length === 0 || images.length > MOST_IMAGES) return issue('IMAGE_REFUSED', `Ozon wants 1 to ${MOST_IMAGES} images`, at);
  if (images.some((url) => !url.startsWith('https://'))) return issue('IMAGE_REFUSED', 'every image must be an https address', at);
  const hasBrand = mapping.brandId !== null || mapping.attributes.some(({ attributeId }) => attributeId === OWN_ATTRIBUTE.brand);
  if (!hasBrand) return issue('BRAND_REFUSED', 'no Ozon brand is mapped; for goods without one there is the brand "Нет бренда"', at);
  if (VAT_BY_PERCENT[mapping.vatRatePercent] === undefined) return issue('VAT_REFUSED', `${mapping.vatRatePercent} is not one of the VAT rates ${Object.keys(VAT_BY_PERCENT).join(', ')}`, at);
  return checkPrice(price, at);
}

/** What does not go with this shop, or lacks what neither the listing nor the shop has said. */
export function checkForStore(draft: ListingDraft, at: Date, { currency, credentials }: StoreAccount<OzonCredentials>): ListingIssue | null {
  if (draft.price.currency !== currency) return issue('CURRENCY_REFUSED', `the shop's prices are in ${currency}, not ${draft.price.currency}`, at);
  const size = packageSizeOf(draft, credentials);
  if (size === null) return issue('DIMENSIONS_MISSING', 'Ozon wants the size and weight of the packed item: map depth, width, height (mm) and weight (g), or set packageMm and packageGrams of the store', at);
  return isBelievable(size) ? null : issue('DIMENSIONS_REFUSED', 'size and weight of the packed item do not go together', at);
}
