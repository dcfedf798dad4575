import type { Item, ItemGroup, Listing, Market, Offer } from '../market.js';

export function findItem(market: Market, username: string, sku: string): Item | undefined {
  return market.items.get([username, sku]);
}

export function offersOf(market: Market, username: string, sku: string): Offer[] {
  return [...market.offersBySku.range({ start: [username, sku], end: [username, `${sku}\u0001`] })].flatMap(({ key, value }) => {
    const [, owner] = key as readonly string[];
    const offer = market.offers.get([username, value]);
    return owner === sku && offer ? [offer] : [];
  });
}

export function listingOf(market: Market, username: string, offer: Offer): Listing | undefined {
  return offer.listingId === null ? undefined : market.listings.get([username, offer.listingId]);
}

/** The published listing an offer is in. */
export function liveListingOf(market: Market, username: string, offer: Offer): Listing | undefined {
  const listing = listingOf(market, username, offer);
  return listing?.isEnded === false ? listing : undefined;
}

export function groupsOf(market: Market, username: string, sku: string): ItemGroup[] {
  const key = market.memberships.get([username, sku]);
  const group = key === undefined ? undefined : market.groups.get([username, key]);
  return group?.variantSkus.includes(sku) === true ? [group] : [];
}

export function putGroup(market: Market, username: string, group: ItemGroup): void {
  market.groups.put([username, group.key], group);
  for (const sku of group.variantSkus) market.memberships.put([username, sku], group.key);
}

export function endListing(market: Market, username: string, listing: Listing): void {
  market.listings.put([username, listing.listingId], { ...listing, isEnded: true });
  market.note('listing', listing.listingId, 'ACTIVE', 'ENDED');
}
