import type { Store } from '../../stores/domain/store.js';
import { type ConversionRate, convertPrice, type KnownRate } from './convert-price.js';
import { desire } from './field-sync.js';
import type { ContentValue, FieldSync, Listing, ListingIssue, OwnPrice } from './listing.js';
import { type Conversions, isNews, type ListingConversion, withKey } from './listing-conversion.js';
import { sameValue } from './listing-value.js';
import type { Variant, VariantPrice } from './variant.js';

/** What a store should show of a variant's price; `price` null: nobody can say, for want of a rate. */
export interface WantedPrice {
  readonly price: VariantPrice | null;
  readonly conversion: ListingConversion | null;
  readonly operationId: Variant['priceSetBy'];
}

type Priced = Pick<Listing, 'ownPrice' | 'conversion'>;

export const NO_EXCHANGE_RATE = 'NO_EXCHANGE_RATE';
export const STALE_EXCHANGE_RATE = 'STALE_EXCHANGE_RATE';

/** The store's own price; else the base price, converted where the store sells in another currency. A converted price keeps its rate while that is near enough. */
export function wantedPrice({ ownPrice, conversion = null }: Priced, variant: Variant, store: Pick<Store, 'currency'>, { conversions, at }: { readonly conversions: Conversions; readonly at: Date }): WantedPrice {
  if (isOwnPriceInForce(ownPrice, variant) && ownPrice.price.currency === store.currency) return { price: ownPrice.price, conversion: null, operationId: ownPrice.operationId };
  const { price: base, priceSetBy: operationId, priceRevision, sellerId } = variant;
  if (base.currency === store.currency) return { price: base, conversion: null, operationId };
  const { stepBasisPoints } = conversions;
  const current = conversions.rateOf(sellerId, base.currency, store.currency);
  const rate = rateToUse(conversion, current, { priceRevision, stepBasisPoints });
  if (!rate) {
    const since = conversion?.kind === 'NO_RATE' ? conversion.since : at;
    const tooOld = current ? { tooOld: { source: current.source, date: current.date } } : {};
    return { price: null, conversion: withKey({ kind: 'NO_RATE', from: base.currency, to: store.currency, since, ...tooOld }, sellerId), operationId };
  }
  const converted = convertPrice(base, rate, { priceRevision, at: rate === conversion ? conversion.at : at });
  return { price: converted.price, conversion: rate === conversion ? conversion : withKey(converted.conversion, sellerId), operationId };
}

/** Puts a wanted price on a listing. Without one, neither the price nor a first publication (which carries it) is sent. */
export function withWantedPrice(listing: Listing, { price, conversion, operationId }: WantedPrice, at: Date): Listing {
  if (price === null) {
    const blocked: Listing = { ...listing, conversion };
    return { ...blocked, price: refused(listing.price, issueOf(conversion, at)), content: showsPriceOf(blocked) ? listing.content : blockedContent(listing.content, issueOf(conversion, at)) };
  }
  const next = { ...listing, conversion, price: desire(listing.price, { value: price, operationId, at }, sameValue.price) };
  return isForWantOfRate(listing.content.issue) && listing.content.state === 'REJECTED' ? { ...next, content: desire(listing.content, { value: listing.content.desired.value, operationId: null, at, anew: true }, sameValue.content) } : next;
}

export function isOwnPriceInForce(ownPrice: OwnPrice | null, variant: Pick<Variant, 'priceRevision'>): ownPrice is OwnPrice {
  return ownPrice !== null && ownPrice.priceRevision === variant.priceRevision;
}

/** Whether the price of a listing may be sent: no rate is missing for it. */
export function hasPrice({ conversion }: Pick<Listing, 'conversion'>): boolean {
  return conversion?.kind !== 'NO_RATE';
}

/** Whether the listing has a price in its store's currency, be it an old one: what a publication needs. */
export function showsPriceOf({ conversion, price }: Pick<Listing, 'conversion' | 'price'>): boolean {
  return conversion?.kind !== 'NO_RATE' || price.desired.value.currency === conversion.to;
}

/** Whether it is only a rate that is missing: it is sent by itself once there is one. */
export function isForWantOfRate(issue: Pick<ListingIssue, 'code'> | null): boolean {
  return issue?.code === NO_EXCHANGE_RATE || issue?.code === STALE_EXCHANGE_RATE;
}

/** A price that has been converted stays as it is while there is no rate to convert it anew with. */
function rateToUse(present: ListingConversion | null, current: KnownRate | null, { priceRevision, stepBasisPoints }: { readonly priceRevision: number; readonly stepBasisPoints: number }): ConversionRate | null {
  const isOfThisPrice = present?.kind === 'CONVERTED' && present.priceRevision === priceRevision;
  if (isOfThisPrice && !isNews(present, current, stepBasisPoints)) return present;
  return current?.tooOldSince === undefined ? current : null;
}

function issueOf(conversion: ListingConversion | null, at: Date): ListingIssue {
  const pair = conversion ? `from ${conversion.from} to ${conversion.to}` : '';
  const tooOld = conversion?.kind === 'NO_RATE' ? conversion.tooOld : undefined;
  if (tooOld) return { code: STALE_EXCHANGE_RATE, message: `The newest exchange rate ${pair} is ${tooOld.source}'s of ${tooOld.date}, older than you accept; the price is sent as soon as there is a newer one.`, retryable: true, at };
  return { code: NO_EXCHANGE_RATE, message: `There is no exchange rate ${pair}; the price is sent as soon as there is one.`, retryable: true, at };
}

function refused(price: FieldSync<VariantPrice>, issue: ListingIssue): FieldSync<VariantPrice> {
  if (price.sent || (price.state === 'REJECTED' && price.issue?.code === issue.code)) return price;
  return { ...price, state: 'REJECTED', notBefore: null, issue };
}

function blockedContent(content: FieldSync<ContentValue>, issue: ListingIssue): FieldSync<ContentValue> {
  if (content.desired.value.presence !== 'LISTED' || content.state !== 'QUEUED' || content.sent) return content;
  return { ...content, state: 'REJECTED', notBefore: null, issue };
}
