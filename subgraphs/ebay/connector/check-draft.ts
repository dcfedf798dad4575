import type { CategoryAttribute, ListingDraft, ListingIssue } from '../../sync/connector/contract.js';
import { issue } from './issues.js';
import { MAX_SKU_LENGTH } from './offers.js';

export const MAX_TITLE_LENGTH = 80;
const MAX_IMAGES = 24;
const MAX_BRAND_LENGTH = 65;
const MAX_DESCRIPTION_LENGTH = 500_000;

/** What is wrong with a draft that needs no call to know. Every text the seller has written must fit, since the site decides which is shown. */
export function checkDraft(draft: ListingDraft, at: Date): ListingIssue | null {
  const { images, price, mapping, remoteKey } = draft;
  const texts = [draft, ...Object.values(draft.translations)];
  if (remoteKey.length === 0 || remoteKey.length > MAX_SKU_LENGTH) return issue('SKU_REFUSED', `eBay wants SKUs of 1 to ${MAX_SKU_LENGTH} characters`, at);
  if (texts.some(({ title }) => title.trim().length === 0 || title.length > MAX_TITLE_LENGTH)) return issue('TITLE_REFUSED', `the title must have 1 to ${MAX_TITLE_LENGTH} characters, in every language`, at);
  if (texts.some(({ descriptionHtml }) => descriptionHtml.length > MAX_DESCRIPTION_LENGTH)) return issue('DESCRIPTION_REFUSED', 'the description has more than 500,000 characters', at);
  if (images.length === 0 || images.length > MAX_IMAGES) return issue('IMAGE_REFUSED', `eBay wants 1 to ${MAX_IMAGES} images`, at);
  if (images.some((url) => !url.startsWith('https://'))) return issue('IMAGE_REFUSED', 'every image must be an https address', at);
  if ((mapping.brandName ?? '').length > MAX_BRAND_LENGTH) return issue('BRAND_REFUSED', `the brand has more than ${MAX_BRAND_LENGTH} characters`, at);
  if (!['EUR', 'GBP', 'USD'].includes(price.currency)) return issue('CURRENCY_REFUSED', `eBay's sites take EUR, GBP or USD, not ${price.currency}`, at);
  if (price.saleMinor <= 0) return issue('PRICE_REFUSED', 'the price must be above zero', at);
  return null;
}

/** What the category demands of a draft and it does not have, or has in a way the category does not allow. */
export function checkAspects(aspects: Readonly<Record<string, readonly string[]>>, demanded: readonly CategoryAttribute[], at: Date): ListingIssue | null {
  const missing = demanded.filter(({ required, id }) => required && (aspects[id] ?? []).length === 0).map(({ name }) => name);
  if (missing.length > 0) return issue('ATTRIBUTE_MISSING', `the category wants: ${missing.join(', ')}`, at);
  const single = demanded.find(({ allowsMany, id }) => !allowsMany && (aspects[id] ?? []).length > 1);
  return single === undefined ? null : issue('ATTRIBUTE_REFUSED', `${single.name} takes one value only`, at);
}
