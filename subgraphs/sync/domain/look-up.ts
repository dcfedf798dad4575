import type { RemotePrice, VariantPrice } from '../../catalog/domain/variant.js';
import type { RemoteOffer } from '../connector/contract.js';
import { fieldsOf, type AttemptItem, type AttemptKind, type ItemField } from './attempt.js';

/** The values of an item of unknown outcome that the marketplace is seen to have now. What is not among them was not applied, or not kept. */
export function arrivedFields(kind: AttemptKind, item: AttemptItem, remote: RemoteOffer | undefined): ItemField[] {
  return fieldsOf(item).filter(({ field }) => {
    if (field === 'content') return contentArrived(kind, item, remote);
    if (field === 'price') return remote?.price != null && item.price !== undefined && samePrice(item.price.value, remote.price);
    return remote?.quantity != null && item.quantity?.value === remote.quantity;
  });
}

/** Whether the marketplace shows this price, as far as it can show it. */
export function samePrice(wanted: VariantPrice, shown: RemotePrice): boolean {
  return wanted.saleMinor === shown.saleMinor && (shown.listMinor === null || wanted.listMinor === shown.listMinor) && wanted.currency === shown.currency;
}

function contentArrived(kind: AttemptKind, item: AttemptItem, remote: RemoteOffer | undefined): boolean {
  if (kind === 'WITHDRAW') return remote === undefined || remote.onSale === false;
  return remote !== undefined && item.content?.isNew === true;
}
