import { ObjectId } from 'mongodb';

/** A string that has been checked to be what its brand says; made only at the borders of the system. */
export type Branded<T extends string> = string & { readonly __brand: T };

export type SellerId = Branded<'SellerId'>;
export type StoreId = Branded<'StoreId'>;
export type ProductId = Branded<'ProductId'>;
export type VariantId = Branded<'VariantId'>;
export type ListingId = Branded<'ListingId'>;
export type OrderId = Branded<'OrderId'>;
export type OperationId = Branded<'OperationId'>;
/** A seller's own stock-keeping unit: 1 to 100 characters, unique per seller, kept exactly as given. */
export type Sku = Branded<'Sku'>;

export type AttemptId = Branded<'AttemptId'>;
export type EventId = Branded<'EventId'>;
export type PayloadId = Branded<'PayloadId'>;
export type DriftId = Branded<'DriftId'>;
export type KeyId = Branded<'KeyId'>;
/** Made of the listing, the field and the listing's version at which it was found: finding the same one again makes the same id. */
export type ConflictId = Branded<'ConflictId'>;

interface IdOf {
  seller: SellerId;
  store: StoreId;
  product: ProductId;
  variant: VariantId;
  listing: ListingId;
  order: OrderId;
  operation: OperationId;
  attempt: AttemptId;
  event: EventId;
  payload: PayloadId;
  drift: DriftId;
  key: KeyId;
}

const prefixes: Record<keyof IdOf, string> = {
  seller: 'sel',
  store: 'sto',
  product: 'pro',
  variant: 'var',
  listing: 'lst',
  order: 'ord',
  operation: 'opr',
  attempt: 'att',
  event: 'evt',
  payload: 'pay',
  drift: 'dri',
  key: 'key',
};

/**
 * A new globally unique id such as `sto_65f0c0ffee…`: the prefix names the kind, so an id serves as a Relay `Node` id
 * as it is; the rest grows with time, which keeps `_id` order close to the order of creation.
 */
export function newId<K extends keyof IdOf>(kind: K): IdOf[K] {
  return `${prefixes[kind]}_${new ObjectId().toHexString()}` as IdOf[K];
}
