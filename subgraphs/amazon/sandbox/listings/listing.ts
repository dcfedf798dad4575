/** Attributes as sellers send them: each a list of objects told apart by selectors. */
export type Attributes = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

export interface Issue {
  readonly code: string;
  readonly message: string;
  readonly severity: 'ERROR' | 'WARNING' | 'INFO';
  readonly attributeNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly enforcements?: unknown;
}

/** One SKU on one marketplace. `attributes` echo what the seller sent; the live fields are what buyers meet. */
export interface Listing {
  readonly sellerId: string;
  readonly marketplaceId: string;
  readonly sku: string;
  readonly asin: string;
  readonly productType: string;
  readonly requirements: string;
  readonly attributes: Attributes;
  readonly currency: string;
  /** Live price in hundredths; null without an offer. */
  readonly priceMinor: number | null;
  /** Live quantity in the channel it is sold by; null for a parent. */
  readonly quantity: number | null;
  /** The channel by which Amazon ships it from its own warehouse (FBA), whose quantity is Amazon's own count; absent where the seller ships it. */
  readonly amazonChannel?: string;
  readonly issues: readonly Issue[];
  /** Taken out of search and sale by Amazon. */
  readonly isSuppressed: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export function isBuyable({ priceMinor, quantity, isSuppressed }: Listing): boolean {
  return !isSuppressed && priceMinor !== null && priceMinor > 0 && (quantity ?? 0) > 0;
}

export function statusOf(listing: Listing): string[] {
  return [...(isBuyable(listing) ? ['BUYABLE'] : []), ...(listing.isSuppressed ? [] : ['DISCOVERABLE'])];
}

/** First value of an attribute, or of the field named. */
export function textOf(attributes: Attributes, name: string, field = 'value'): string | null {
  const value = attributes[name]?.[0]?.[field];
  return typeof value === 'string' ? value : null;
}

/** `our_price` of the offer to all buyers, in hundredths. */
export function priceIn(attributes: Attributes): number | null {
  const offers = attributes['purchasable_offer'] ?? [];
  const offer = offers.find(({ audience }) => audience === undefined || audience === 'ALL') ?? offers[0];
  const schedule = (offer?.['our_price'] as readonly { readonly schedule?: readonly { readonly value_with_tax?: unknown }[] }[] | undefined)?.[0]?.schedule?.[0];
  return typeof schedule?.value_with_tax === 'number' ? Math.round(schedule.value_with_tax * 100) : null;
}

/** The channel of Amazon's that ships a listing with these attributes; null where the seller does. A quantity of the seller's own makes the offer the seller's, whatever stands beside it. */
export function amazonChannelIn(attributes: Attributes): string | null {
  const channels = (attributes['fulfillment_availability'] ?? []).map((one) => one['fulfillment_channel_code']);
  return channels.includes('DEFAULT') ? null : (channels.find((channel): channel is string => typeof channel === 'string') ?? null);
}

/** Quantity of the merchant's own channel. */
export function quantityIn(attributes: Attributes): number | null {
  const quantity = (attributes['fulfillment_availability'] ?? []).find((one) => one['fulfillment_channel_code'] === 'DEFAULT')?.['quantity'];
  return typeof quantity === 'number' ? quantity : null;
}
