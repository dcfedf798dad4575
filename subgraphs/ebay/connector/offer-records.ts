import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { number, text } from '../../sync/connector/wire-values.js';
import type { NamedTerms } from './account.js';
import { call, despiteConcurrency, query, send, type EbayContext } from './client.js';
import { NotFoundError, readRecord } from './errors.js';
import { revising } from './revision-budget.js';

/** How long a listing's offer is taken for known; an offer id lives as long as its offer, a dead one is noticed when used, and every sweep looks anew. */
const REMEMBERED_MS = 7 * 86_400_000;

/** An offer as eBay holds it; fields without a use here are kept, because a write replaces the whole record. */
export const offerSchema = z.looseObject({
  offerId: text,
  sku: text,
  marketplaceId: z.string().nullish(),
  status: z.string().nullish(),
  availableQuantity: number.nullish(),
  pricingSummary: z.looseObject({ price: z.looseObject({ value: number, currency: z.string() }).nullish() }).nullish(),
  listing: z.looseObject({ listingId: text.nullish(), listingStatus: z.string().nullish() }).nullish(),
});
export type OfferRecord = z.output<typeof offerSchema>;
const offersSchema = z.looseObject({ offers: z.array(z.unknown()).nullish() });
const named = text.optional().catch(undefined);
const termsSchema = z.object({ merchantLocationKey: named, listingPolicies: z.object({ fulfillmentPolicyId: named, paymentPolicyId: named, returnPolicyId: named }).catch({}) });
const placeSchema = z.looseObject({ marketplaceId: z.string().nullish(), format: z.string().nullish() });
const FORMAT = 'FIXED_PRICE';

/** What a price or stock change has to know of the offer. `capsQuantity`: it limits its quantity itself, beside the item's. */
export interface OfferFacts {
  readonly offerId: string;
  readonly listingId: string | null;
  readonly capsQuantity: boolean;
}
const factsSchema: z.ZodType<OfferFacts> = z.object({ offerId: z.string(), listingId: z.string().nullable(), capsQuantity: z.boolean() });

/** The fixed-price offer of a SKU on the store's site; null when it has none, or eBay does not know the SKU. Throws UnreadableRecordError. */
export async function readOffer(context: EbayContext, sku: string): Promise<OfferRecord | null> {
  const { marketplaceId } = context.store.credentials;
  return ourOffer(context, sku, await listOffers(context, { sku, marketplace_id: marketplaceId, format: FORMAT }));
}

/** As `readOffer`, with whether anything of the SKU may be bought now: here, on another site, or in an auction. An offer that cannot be read may be one that sells. */
export async function readOffersOf(context: EbayContext, sku: string): Promise<{ readonly ours: OfferRecord | null; readonly isOnSale: boolean }> {
  const offers = await listOffers(context, { sku });
  const isOnSale = offers.some((offer) => {
    const parsed = offerSchema.safeParse(offer);
    return !parsed.success || isPublished(parsed.data);
  });
  return { ours: ourOffer(context, sku, offers), isOnSale };
}

async function listOffers(context: EbayContext, of: Readonly<Record<string, string>>): Promise<readonly unknown[]> {
  const path = `/sell/inventory/v1/offer${query({ ...of, limit: 100, offset: 0 })}`;
  try {
    return (await call(context, { endpoint: 'inventory', operation: 'offers.ofSku', method: 'GET', path }, offersSchema)).offers ?? [];
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

function ourOffer({ store }: EbayContext, sku: string, offers: readonly unknown[]): OfferRecord | null {
  const { marketplaceId } = store.credentials;
  const ours = offers.find((offer) => {
    const { marketplaceId: site, format } = placeSchema.safeParse(offer).data ?? {};
    return (site ?? marketplaceId) === marketplaceId && (format ?? FORMAT) === FORMAT;
  });
  return ours === undefined ? null : readRecord(`the offer of ${sku}`, ours, offerSchema);
}

/** The facts of a published offer, remembered for days; null while there is none. */
export async function publishedOffer(context: EbayContext, sku: string): Promise<OfferFacts | null> {
  const known = await context.cache.get(keyOf(context, sku));
  const remembered = known === null || known === '' ? undefined : factsSchema.safeParse(JSON.parse(known)).data;
  if (remembered !== undefined) return remembered;
  const offer = await readOffer(context, sku);
  if (offer === null || !isPublished(offer)) return null;
  const facts = factsOf(offer);
  await rememberOffer(context, sku, facts);
  return facts;
}

export async function rememberOffer(context: EbayContext, sku: string, facts: OfferFacts): Promise<void> {
  await context.cache.set(keyOf(context, sku), JSON.stringify(facts), REMEMBERED_MS);
}

export async function forgetOffer(context: EbayContext, sku: string): Promise<void> {
  await context.cache.set(keyOf(context, sku), '', 1);
}

export function factsOf({ offerId, listing, availableQuantity }: OfferRecord): OfferFacts {
  return { offerId, listingId: listing?.listingId ?? null, capsQuantity: availableQuantity != null };
}

const OVER: ReadonlySet<unknown> = new Set(['ENDED', 'EBAY_ENDED', 'NOT_LISTED']);
const LISTED: ReadonlySet<unknown> = new Set(['ACTIVE', 'OUT_OF_STOCK', 'INACTIVE', null, undefined]);

/** Whether eBay shows it; null when it says so in words that nobody here knows. */
export function onSaleOf({ status, listing }: OfferRecord): boolean | null {
  if (status === 'UNPUBLISHED' || OVER.has(listing?.listingStatus)) return false;
  return status === 'PUBLISHED' && LISTED.has(listing?.listingStatus) ? true : null;
}

/** Unless eBay says that it is not: of one in doubt, eBay refuses what cannot be. */
export function isPublished(offer: OfferRecord): boolean {
  return onSaleOf(offer) !== false;
}

/** The terms an offer names. */
export function termsOf(offer: OfferRecord): NamedTerms {
  const { merchantLocationKey, listingPolicies } = termsSchema.parse(offer);
  return { ...listingPolicies, ...(merchantLocationKey === undefined ? {} : { merchantLocationKey }) };
}

/** eBay's number of the listing that shows an offer; null while none does. */
export function listingOnSale(offer: OfferRecord): string | null {
  return isPublished(offer) ? (offer.listing?.listingId ?? null) : null;
}

/**
 * Brings the SKU's offer on the store's site to say what is `wantedOf` it: read, merged, compared, and written whole only when that changes
 * something; then it is one of its listing's changes of the day. Answers it as it was read; null when there is none.
 */
export async function saveOffer(context: EbayContext, sku: string, wantedOf: (current: OfferRecord) => Readonly<Record<string, unknown>>): Promise<OfferRecord | null> {
  return despiteConcurrency(async () => {
    const current = await readOffer(context, sku);
    if (current === null) return null;
    const base = writable(current);
    const wanted = wantedOf(current);
    const merged = { ...base, ...wanted, ...mergedPart('listingPolicies', base, wanted), ...mergedPart('pricingSummary', base, wanted) };
    if (isDeepStrictEqual(merged, base)) return current;
    const path = `/sell/inventory/v1/offer/${encodeURIComponent(current.offerId)}`;
    await revising(context, { listingId: listingOnSale(current), worth: 'CONTENT' }, () => send(context, { endpoint: 'inventory', operation: 'offers.save', method: 'PUT', path, body: merged }));
    return current;
  });
}

function mergedPart(name: string, base: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return base[name] === undefined && wanted[name] === undefined ? {} : { [name]: { ...asRecord(base[name]), ...asRecord(wanted[name]) } };
}

/** Without what identifies the offer and what eBay adds; amounts as eBay writes them, as text. */
function writable(offer: OfferRecord): Record<string, unknown> {
  const { offerId: _id, sku: _sku, marketplaceId: _site, format: _format, status: _status, listing: _listing, pricingSummary, ...rest } = offer as OfferRecord & { format?: unknown };
  const price = pricingSummary?.price;
  return { ...rest, ...(pricingSummary ? { pricingSummary: { ...pricingSummary, ...(price ? { price: { ...price, value: price.value.toFixed(2) } } : {}) } } : {}) };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function keyOf({ store }: EbayContext, sku: string): string {
  return `ebay:offer:${store.storeId}:${store.credentials.marketplaceId}:${sku}`;
}
