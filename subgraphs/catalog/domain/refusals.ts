import { type UserError, userError } from '../../../platform/subgraph/user-error.js';

/** Every code the catalog answers in `userErrors`: when it arises, and what the caller should do. */
export const CATALOG_CODES = {
  /** No variant of this seller has the SKU. Create it with productUpsert, or correct the SKU. */
  UNKNOWN_SKU: 'UNKNOWN_SKU',
  /** The SKU stands twice among the items of one call. Send it once. */
  DUPLICATE_SKU: 'DUPLICATE_SKU',
  /** A SKU must have 1 to 100 characters and no blanks at its ends. Correct it. */
  INVALID_SKU: 'INVALID_SKU',
  /** The SKU belongs to another product. Choose another SKU, or upsert that product. */
  SKU_OF_OTHER_PRODUCT: 'SKU_OF_OTHER_PRODUCT',
  /** Stock on hand would fall below zero, or was given below zero. Count again. */
  NEGATIVE_STOCK: 'NEGATIVE_STOCK',
  /** A number of units is not a whole number, or larger than 2,147,483,647. Correct it. */
  INVALID_QUANTITY: 'INVALID_QUANTITY',
  /** `expectedOnHand` is not what is on hand; the message has the real value. Read it, decide again, send again. */
  STALE_ON_HAND: 'STALE_ON_HAND',
  /** A price is zero or below, or has more than two decimals. Correct it. */
  INVALID_PRICE: 'INVALID_PRICE',
  /** The list price is below the sale price. Raise it or leave it out. */
  LIST_PRICE_BELOW_PRICE: 'LIST_PRICE_BELOW_PRICE',
  /** The currency differs from the variant's or the store's. Send the price in theirs. */
  WRONG_CURRENCY: 'WRONG_CURRENCY',
  /** The seller has no such store. Correct the id. */
  UNKNOWN_STORE: 'UNKNOWN_STORE',
  /** The variant is not listed on the store. Publish it first. */
  NOT_LISTED: 'NOT_LISTED',
  /** The marketplace needs something the variant lacks, such as a barcode. Add it. */
  NO_REMOTE_KEY: 'NO_REMOTE_KEY',
  /** Another listing of the store already has this remote key. Give each variant its own barcode. */
  REMOTE_KEY_TAKEN: 'REMOTE_KEY_TAKEN',
  /** The seller has no product with this id. Correct it, or leave it out to create one. */
  UNKNOWN_PRODUCT: 'UNKNOWN_PRODUCT',
  /** The handle belongs to another product. Choose another, or leave out the id. */
  HANDLE_TAKEN: 'HANDLE_TAKEN',
  /** A new variant needs a price. Add it. */
  PRICE_MISSING: 'PRICE_MISSING',
  /** The same idempotencyKey came with another payload. Use a new key. */
  /** A text is empty or too long, or an image is no http(s) URL. Correct it. */
  INVALID_PRODUCT: 'INVALID_PRODUCT',
  /** More than 10,000 items in one call; nothing was done. Split the call. */
  TOO_MANY_ITEMS: 'TOO_MANY_ITEMS',
  /** The call has no items; nothing was done. */
  NO_ITEMS: 'NO_ITEMS',
  /** The file is not CSV from this line on; products before it are imported. Correct the line and import again. */
  MALFORMED_CSV: 'MALFORMED_CSV',
  /** Letters of the file are lost from this line on: it is not UTF-8. */
  WRONG_ENCODING: 'WRONG_ENCODING',
  /** A column the import needs is missing from the header. Export again with it. */
  MISSING_COLUMN: 'MISSING_COLUMN',
  /** A cell cannot be read as what its column holds; only this row is left out. Correct it. */
  INVALID_CELL: 'INVALID_CELL',
  /** A mapping of categories and attributes is not complete; `field` says where. Correct it. */
  INVALID_MAPPING: 'INVALID_MAPPING',
  /** The seller's mapping has no value for a required attribute of the marketplace. Add the variant's option, or the value in the mapping. */
  MISSING_ATTRIBUTE: 'MISSING_ATTRIBUTE',
  /** The seller has no conflict with this id, or it is forgotten. Choose one from the list. */
  UNKNOWN_CONFLICT: 'UNKNOWN_CONFLICT',
  /** The conflict has ended already; the message says how. */
  CONFLICT_CLOSED: 'CONFLICT_CLOSED',
  /** Others wrote the same item too often at the same time. Send it again. */
  CONTENDED: 'CONTENDED',
} as const;
export type CatalogCode = keyof typeof CATALOG_CODES;

/** The most items one call may carry. */
export const MOST_ITEMS = 10_000;

/** A refusal of one item of `input.items`; `part` is the item's field at fault. */
export function itemRefusal(code: CatalogCode, item: { readonly index: number; readonly sku: string; readonly part: string }, message: string): UserError {
  return userError({ code, message, field: ['input', 'items', String(item.index), item.part], itemRef: item.sku, retryable: code === 'CONTENDED' });
}

/** What forbids a call as a whole because of how many items it has; null when it may go on. */
export function refusalOfCount(count: number): UserError | null {
  if (count === 0) return userError({ code: CATALOG_CODES.NO_ITEMS, field: ['input', 'items'], message: 'items is empty' });
  if (count > MOST_ITEMS) return userError({ code: CATALOG_CODES.TOO_MANY_ITEMS, field: ['input', 'items'], message: `items has ${count} entries, at most ${MOST_ITEMS} are allowed` });
  return null;
}
