import { moneyToNumber } from '../../../platform/money.js';
import type { OfferChange, VariantPrice } from '../../sync/connector/contract.js';
import { SELLERS_CHANNEL } from './items.js';

export interface Patch {
  readonly op: 'merge' | 'replace' | 'delete';
  readonly path: string;
  readonly value: readonly Readonly<Record<string, unknown>>[];
}

/** What a change says to Amazon. Quantity is merged, so that lead time and restock date stay as the seller set them. */
export function patchesOf({ quantity, price }: Pick<OfferChange, 'quantity' | 'price'>, marketplaceId: string): Patch[] {
  return [
    ...(quantity === undefined ? [] : [{ op: 'merge' as const, path: '/attributes/fulfillment_availability', value: [{ fulfillment_channel_code: SELLERS_CHANNEL, quantity, marketplace_id: marketplaceId }] }]),
    ...(price === undefined ? [] : pricePatches(price, marketplaceId)),
  ];
}

/** `merge` leaves the offer to businesses alone, which `replace` would remove. */
function pricePatches(price: VariantPrice, marketplaceId: string): Patch[] {
  return [
    { op: 'merge', path: '/attributes/purchasable_offer', value: [offerValue(price, marketplaceId)] },
    { op: 'replace', path: '/attributes/list_price', value: [listPriceValue(price, marketplaceId)] },
  ];
}

export function offerValue({ saleMinor, currency }: VariantPrice, marketplaceId: string): Readonly<Record<string, unknown>> {
  return { marketplace_id: marketplaceId, currency, audience: 'ALL', our_price: [{ schedule: [{ value_with_tax: moneyToNumber({ amountMinor: saleMinor, currency }) }] }] };
}

export function listPriceValue({ listMinor, currency }: VariantPrice, marketplaceId: string): Readonly<Record<string, unknown>> {
  return { marketplace_id: marketplaceId, currency, value_with_tax: moneyToNumber({ amountMinor: listMinor, currency }) };
}
