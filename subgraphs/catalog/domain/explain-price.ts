import { moneyToDecimal } from '../../../platform/money.js';
import type { OperationId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import { describeProgress } from './describe-progress.js';
import { isOwnPriceInForce } from './follow-variant.js';
import type { Listing } from './listing.js';
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
  readonly price: VariantPrice;
  readonly steps: readonly string[];
}

export function explainedPrice(variant: Variant, store: Store, listing: Listing | null): PriceExplanation {
  const own = listing && isOwnPriceInForce(listing.ownPrice, variant) ? listing.ownPrice : null;
  const price = own?.price ?? variant.price;
  const steps = [
    `base price ${priceText(variant.price)}${setBy(variant.priceSetBy)}`,
    own ? `this store’s own price ${priceText(own.price)}${setBy(own.operationId)}` : 'no price of its own on this store',
    ...(listing ? describeProgress(listing.price, priceText, listing.content) : ['not listed on this store']),
  ];
  return { variant, storeId: store._id, listing, base: variant.price, baseSetBy: variant.priceSetBy, own: own?.price ?? null, ownSetBy: own?.operationId ?? null, price, steps };
}

function priceText({ saleMinor, listMinor, currency }: VariantPrice): string {
  const listed = listMinor > saleMinor ? ` (list ${moneyToDecimal({ amountMinor: listMinor, currency })})` : '';
  return `${moneyToDecimal({ amountMinor: saleMinor, currency })} ${currency}${listed}`;
}

function setBy(operationId: OperationId | null): string {
  return operationId ? `, set by operation ${operationId}` : ', from the product’s data';
}
