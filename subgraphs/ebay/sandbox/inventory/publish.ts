import type { EbaySandbox } from '../ebay-sandbox.js';
import type { Item, ItemGroup, Listing, Offer, Seller } from '../market.js';
import { ofOwner, rangeOfOwner } from '../market.js';
import { aspectsOf } from '../reference/aspects.js';
import { findCategory } from '../reference/categories.js';
import { refusalsIn } from '../reference/refusals.js';
import { siteFacts } from '../reference/sites.js';
import { EbayRefusal, inventoryError, type WireError } from '../wire-errors.js';
import { asJson, textOf } from '../json.js';
import { availableOf, priceOf } from './quantities.js';
import { findItem, groupsOf, liveListingOf } from './shelf.js';

const POLICIES = [
  ['fulfillment', 25_007],
  ['payment', 25_008],
  ['return', 25_009],
] as const;

/** Puts one offer on sale; again for one that is already, with a warning. */
export function publishOffer(sandbox: EbaySandbox, seller: Seller, offer: Offer): { listingId: string; warnings: WireError[] } {
  const { market } = sandbox;
  const live = liveListingOf(market, seller.username, offer);
  if (live) return { listingId: live.listingId, warnings: [inventoryError(25_402, 'The offer is already published.', { listingId: live.listingId })] };
  if (groupsOf(market, seller.username, offer.sku).length > 0) throw refuse(inventoryError(25_732, 'The SKU is part of an inventory item group. Publish it with publish_by_inventory_item_group.', { sku: offer.sku }));
  const errors = whatIsMissing(sandbox, seller, offer, null);
  const item = findItem(market, seller.username, offer.sku);
  if (item && availableOf(item, offer) === 0) errors.push(inventoryError(25_004, 'Invalid quantity. The listing must have a quantity of at least 1.', { sku: offer.sku }));
  if (errors.length > 0) throw new EbayRefusal(400, errors);
  checkSellingLimit(sandbox, seller, [offer]);
  return { listingId: openListing(sandbox, seller, [offer], null), warnings: [] };
}

/** Puts all members of a group on sale as one listing; members that came later join the listing there is. */
export function publishGroup(sandbox: EbaySandbox, seller: Seller, group: ItemGroup, offers: readonly Offer[]): { listingId: string; warnings: WireError[] } {
  const { market } = sandbox;
  const { username } = seller;
  const without = group.variantSkus.filter((sku) => !offers.some((offer) => offer.sku === sku));
  if (without.length > 0) throw refuse(inventoryError(25_713, `This Offer is not available: ${without.join(', ')} of the group has none.`, { sku: without.join(',') }));
  const errors = [...offers.flatMap((offer) => whatIsMissing(sandbox, seller, offer, group)), ...groupFaults(sandbox, username, group)];
  if (errors.length > 0) throw new EbayRefusal(400, errors);
  if (!offers.some((offer) => availableIn(sandbox, username, offer) > 0)) throw refuse(inventoryError(25_004, 'Invalid quantity. At least one variation must have a quantity of at least 1.', { inventoryItemGroupKey: group.key }));
  checkSellingLimit(sandbox, seller, offers);
  const live = offers.map((offer) => liveListingOf(market, username, offer)).find((listing) => listing !== undefined);
  if (live && live.groupKey !== group.key) throw refuse(inventoryError(25_704, 'A SKU of the group is already published in a listing of its own.', { listingId: live.listingId }));
  if (!live) return { listingId: openListing(sandbox, seller, offers, group.key), warnings: [] };
  for (const offer of offers) market.offers.put([username, offer.offerId], { ...offer, listingId: live.listingId });
  return { listingId: live.listingId, warnings: [inventoryError(25_402, 'The listing is already published.', { listingId: live.listingId })] };
}

function openListing({ market }: EbaySandbox, { username }: Seller, offers: readonly Offer[], groupKey: string | null): string {
  const listingId = String(market.next('listing'));
  const listing: Listing = { listingId, marketplaceId: offers[0]?.marketplaceId ?? '', groupKey, isEnded: false, sold: {} };
  market.listings.put([username, listingId], listing);
  for (const offer of offers) market.offers.put([username, offer.offerId], { ...offer, listingId });
  market.note('listing', listingId, null, 'ACTIVE');
  return listingId;
}

function whatIsMissing({ market }: EbaySandbox, { username }: Seller, offer: Offer, group: ItemGroup | null): WireError[] {
  const item = findItem(market, username, offer.sku);
  if (!item) return [inventoryError(25_702, 'SKU could not be found or is not available in the system.', { sku: offer.sku })];
  const say = refusalsIn[siteFacts[offer.marketplaceId]?.language ?? 'en'];
  const userError = (text: string) => inventoryError(25_002, `A user error has occurred. ${text}`, { 0: text, sku: offer.sku });
  const product = asJson(item.record['product']);
  const shared = asJson(group?.record);
  const images = product['imageUrls'] ?? shared['imageUrls'];
  const price = priceOf(offer);
  const policies = asJson(offer.record['listingPolicies']);
  const location = market.locations.get([username, String(offer.record['merchantLocationKey'])]);
  return [
    ...(typeof (shared['title'] ?? product['title']) === 'string' ? [] : [userError(say.noTitle)]),
    ...(Array.isArray(images) && images.length > 0 ? [] : [userError(say.noPicture)]),
    ...(item.record['condition'] === undefined ? [userError(say.noCondition)] : []),
    ...(price === null || !(Number(price.value) > 0) || !/^\d+(\.\d{1,2})?$/.test(price.value) ? [inventoryError(25_003, 'Invalid price. The price must be above zero, with at most two decimals.', { sku: offer.sku })] : []),
    ...(price !== null && price.currency !== siteFacts[offer.marketplaceId]?.currency ? [userError(say.otherCurrency(price.currency))] : []),
    ...(location?.['merchantLocationStatus'] === 'ENABLED' ? [] : [inventoryError(25_012, 'The merchant location is missing, unknown or not enabled.', { sku: offer.sku })]),
    ...POLICIES.flatMap(([kind, errorId]) => (market.policies.get([`${username}/${kind}`, String(policies[`${kind}PolicyId`])]) ? [] : [inventoryError(errorId, `Invalid ${kind} policy.`, { sku: offer.sku })])),
    ...aspectFaults(item, offer, asJson(shared['aspects'])).map((text) => userError(text)),
  ];
}

function aspectFaults(item: Item, offer: Offer, shared: Readonly<Record<string, unknown>>): string[] {
  const category = findCategory(textOf(offer.record['categoryId']));
  const language = siteFacts[offer.marketplaceId]?.language ?? 'en';
  const say = refusalsIn[language];
  if (category === undefined || category.children) return [say.noLeaf];
  const aspects = { ...shared, ...asJson(asJson(item.record['product'])['aspects']) };
  return aspectsOf(category, language).flatMap(({ name, required, mode, many, values }) => {
    const given = aspects[name];
    const texts = Array.isArray(given) ? given.filter((value): value is string => typeof value === 'string' && value !== '') : [];
    if (texts.length === 0) return required ? [say.noAspect(name)] : [];
    if (!many && texts.length > 1) return [say.manyValues(name)];
    return mode === 'SELECTION_ONLY' && !texts.every((value) => values.includes(value)) ? [say.otherValue(name)] : [];
  });
}

/** Every member stands for another combination of the aspects that vary, and each of those is declared. */
function groupFaults({ market }: EbaySandbox, username: string, group: ItemGroup): WireError[] {
  const specifications = asJson(group.record['variesBy'])['specifications'];
  const rows = Array.isArray(specifications) ? specifications.map(asJson) : [];
  if (rows.length === 0) return [inventoryError(25_013, 'Invalid data in the inventory item group: variesBy.specifications is missing.', { inventoryItemGroupKey: group.key })];
  const combinations = group.variantSkus.map((sku) => {
    const aspects = asJson(asJson(findItem(market, username, sku)?.record['product'])['aspects']);
    return rows.map((row) => {
      const value = aspects[String(row['name'])];
      const first: unknown = Array.isArray(value) ? value[0] : undefined;
      return Array.isArray(row['values']) && row['values'].includes(first) ? String(first) : null;
    });
  });
  if (combinations.some((values) => values.includes(null))) return [inventoryError(25_013, 'Invalid data in the inventory item group: a variation specific of a member is missing or not declared.', { inventoryItemGroupKey: group.key })];
  const isRepeated = new Set(combinations.map((values) => values.join('\n'))).size < combinations.length;
  return isRepeated ? [inventoryError(25_013, 'Invalid data in the inventory item group: duplicate variation specifics.', { inventoryItemGroupKey: group.key })] : [];
}

function checkSellingLimit({ market }: EbaySandbox, { username, sellingLimit }: Seller, offers: readonly Offer[]): void {
  // Most sellers are far from it: who has fewer offers than may be on sale need not be counted one by one.
  if (market.offers.count(rangeOfOwner(username)) <= sellingLimit) return;
  const onSale = ofOwner(market.offers, username).filter((offer) => liveListingOf(market, username, offer) !== undefined).length;
  if (onSale + offers.length > sellingLimit) throw refuse(inventoryError(25_026, 'You have exceeded the number of items you can list.', { limit: sellingLimit }));
}

function availableIn({ market }: EbaySandbox, username: string, offer: Offer): number {
  const item = findItem(market, username, offer.sku);
  return item ? availableOf(item, offer) : 0;
}

function refuse(error: WireError): EbayRefusal {
  return new EbayRefusal(400, [error]);
}
