import { moneyToDecimal } from '../../../platform/money.js';
import type { OperationId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import { describeProgress } from './describe-progress.js';
import type { PriceConversion } from './convert-price.js';
import type { Listing } from './listing.js';
import type { Conversions } from './listing-conversion.js';
import { isOwnPriceInForce, NO_EXCHANGE_RATE, STALE_EXCHANGE_RATE, wantedPrice } from './wanted-price.js';
import type { Variant, VariantPrice } from './variant.js';

/** The way of a price from the seller to the marketplace. */
export interface PriceExplanation {
  readonly variant: Variant;
  readonly storeId: Store['_id'];
  readonly listing: Listing | null;
  readonly base: VariantPrice;
  readonly baseSetBy: OperationId | null;
  readonly own: VariantPrice | null;
  readonly ownSetBy: OperationId | null;
  /** How the price came from the base price; null when it is in the same currency, or nobody knows a rate. */
  readonly conversion: PriceConversion | null;
  /** The base price, in its own currency, while nobody knows a rate. */
  readonly price: VariantPrice;
  readonly steps: readonly string[];
}

export function explainedPrice({ variant, store, listing, conversions, at }: { readonly variant: Variant; readonly store: Store; readonly listing: Listing | null; readonly conversions: Conversions; readonly at: Date }): PriceExplanation {
  const own = listing && isOwnPriceInForce(listing.ownPrice, variant) && listing.ownPrice.price.currency === store.currency ? listing.ownPrice : null;
  const wanted = wantedPrice({ ownPrice: own, conversion: listing?.conversion ?? null }, variant, store, { conversions, at });
  const conversion = wanted.conversion?.kind === 'CONVERTED' ? wanted.conversion : null;
  const steps = [
    `base price ${priceText(variant.price)}${setBy(variant.priceSetBy)}`,
    own ? `this store’s own price ${priceText(own.price)}${setBy(own.operationId)}` : 'no price of its own on this store',
    ...conversionSteps(wanted),
    ...(listing ? describeProgress(listing.price, priceText, listing.content) : ['not listed on this store']),
  ];
  return { variant, storeId: store._id, listing, base: variant.price, baseSetBy: variant.priceSetBy, own: own?.price ?? null, ownSetBy: own?.operationId ?? null, conversion, price: wanted.price ?? variant.price, steps };
}

function conversionSteps({ price, conversion }: ReturnType<typeof wantedPrice>): string[] {
  if (!conversion) return [];
  if (!price && conversion.kind === 'NO_RATE' && conversion.tooOld) return [`${STALE_EXCHANGE_RATE}: the newest rate from ${conversion.from} to ${conversion.to} is ${conversion.tooOld.source}’s of ${conversion.tooOld.date}, older than accepted; nothing is sent until there is a newer one`];
  if (!price) return [`${NO_EXCHANGE_RATE}: nobody knows a rate from ${conversion.from} to ${conversion.to}; nothing is sent until somebody does`];
  if (conversion.kind === 'NO_RATE') return [];
  const { rate, source, date, from, to, exact, rounding } = conversion;
  return [`converted: 1 ${from} = ${rate} ${to} (${source === 'OWN' ? 'the seller’s own rate' : source}, ${date}), ${exact} ${to}`, `rounded ${rounding}: ${priceText(price)}`];
}

function priceText({ saleMinor, listMinor, currency }: VariantPrice): string {
  const listed = listMinor > saleMinor ? ` (list ${moneyToDecimal({ amountMinor: listMinor, currency })})` : '';
  return `${moneyToDecimal({ amountMinor: saleMinor, currency })} ${currency}${listed}`;
}

function setBy(operationId: OperationId | null): string {
  return operationId ? `, set by operation ${operationId}` : ', from the product’s data';
}
