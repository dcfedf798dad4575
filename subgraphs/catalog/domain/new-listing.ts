import { newId, type OperationId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import { derive } from './due.js';
import { newField } from './field-sync.js';
import { quantityFor } from './follow-variant.js';
import type { ContentMapping, ContentValue, FieldSync, Listing } from './listing.js';
import type { Conversions } from './listing-conversion.js';
import { announcement } from './listing-change.js';
import type { Product } from './product.js';
import type { Variant } from './variant.js';
import { wantedPrice, withWantedPrice } from './wanted-price.js';

export interface NewListing {
  readonly variant: Variant;
  readonly product: Pick<Product, 'contentRevision'>;
  readonly store: Store;
  readonly remoteKey: string;
  readonly mapping: ContentMapping | null;
  readonly operationId: OperationId;
  /** The marketplace has it on sale already: only price and quantity are to be sent. */
  readonly isOnSale: boolean;
  readonly conversions: Conversions;
  readonly at: Date;
}

/** A variant's listing on a store where it had none. */
export function newListing({ variant, product, store, remoteKey, mapping, operationId, isOnSale, conversions, at }: NewListing): Listing {
  const wanted = newField<ContentValue>({ value: { presence: 'LISTED', contentRevision: product.contentRevision }, operationId, at });
  const content = isOnSale ? foundThere(wanted, at) : wanted;
  const price = wantedPrice({ ownPrice: null }, variant, store, { conversions, at });
  const listing: Listing = {
    _id: newId('listing'),
    sellerId: variant.sellerId,
    storeId: store._id,
    marketplace: store.marketplace,
    variantId: variant._id,
    productId: variant.productId,
    sku: variant.sku,
    remoteKey,
    remoteIds: {},
    mapping,
    ownPrice: null,
    content,
    price: newField({ value: price.price ?? variant.price, operationId: null, at }),
    quantity: newField({ value: quantityFor({ content }, variant, store), operationId: null, at }),
    variantVersion: variant.version,
    policyVersion: store.policyVersion,
    version: 1,
    fence: 0,
    attemptIds: [],
    operationStates: [],
    dueAt: null,
    priority: 0,
  };
  const priced = price.price === null ? withWantedPrice(listing, price, at) : { ...listing, conversion: price.conversion };
  return { ...priced, ...derive(priced), outbox: [announcement(priced, 'content', at)], outboxPending: true };
}

function foundThere(content: FieldSync<ContentValue>, at: Date): FieldSync<ContentValue> {
  const { value, revision } = content.desired;
  return { ...content, state: 'VERIFIED', published: { value, revision, at, evidence: 'SWEEP' }, appliedAt: at, verifiedAt: at };
}
