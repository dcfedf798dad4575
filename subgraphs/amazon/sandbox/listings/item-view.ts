import { isoOf } from '../kernel.js';
import { statusOf, textOf, type Listing } from './listing.js';

export const INCLUDED_DATA = ['summaries', 'attributes', 'issues', 'offers', 'fulfillmentAvailability', 'procurement', 'relationships', 'productTypes'] as const;

/** A listing as getListingsItem shows it: only the data sets that were asked for. */
export function itemView(listing: Listing, included: readonly string[]): Record<string, unknown> {
  const { marketplaceId, sku } = listing;
  const parts: Readonly<Record<string, () => unknown>> = {
    summaries: () => [summaryOf(listing)],
    attributes: () => listing.attributes,
    issues: () => listing.issues.map((issue) => ({ ...issue, marketplaceIds: [marketplaceId] })),
    offers: () => (listing.priceMinor === null ? [] : [{ marketplaceId, offerType: 'B2C', price: { currencyCode: listing.currency, amount: (listing.priceMinor / 100).toFixed(2) }, audience: { value: 'ALL', displayName: 'Sell on Amazon' } }]),
    fulfillmentAvailability: () => (listing.quantity === null ? [] : listing.amazonChannel ? [{ fulfillmentChannelCode: listing.amazonChannel }] : [{ fulfillmentChannelCode: 'DEFAULT', quantity: listing.quantity }]),
    procurement: () => [],
    relationships: () => [{ marketplaceId, relationships: relationshipsOf(listing) }],
    productTypes: () => [{ marketplaceId, productType: listing.productType }],
  };
  return { sku, ...Object.fromEntries(included.flatMap((name) => (parts[name] ? [[name, parts[name]()]] : []))) };
}

function summaryOf(listing: Listing): unknown {
  const image = textOf(listing.attributes, 'main_product_image_locator', 'media_location');
  return {
    marketplaceId: listing.marketplaceId,
    asin: listing.asin,
    productType: listing.productType,
    conditionType: textOf(listing.attributes, 'condition_type') ?? 'new_new',
    status: statusOf(listing),
    itemName: textOf(listing.attributes, 'item_name') ?? listing.sku,
    createdDate: isoOf(listing.createdAt),
    lastUpdatedDate: isoOf(listing.updatedAt),
    ...(image === null ? {} : { mainImage: { link: image, height: 500, width: 500 } }),
  };
}

function relationshipsOf({ attributes }: Listing): unknown[] {
  const parentSku = textOf(attributes, 'child_parent_sku_relationship', 'parent_sku');
  return parentSku === null ? [] : [{ type: 'VARIATION', parentSkus: [parentSku], variationTheme: { theme: textOf(attributes, 'variation_theme', 'name'), attributes: [] } }];
}
