import type { EbaySandbox } from '../ebay-sandbox.js';
import type { Json } from '../market.js';
import { inventoryError, refusal } from '../wire-errors.js';
import { asJson, textOf } from '../json.js';
import { itemQuantity } from './quantities.js';
import { revise } from './revisions.js';
import { findItem, liveListingOf, offersOf } from './shelf.js';

const CONDITIONS: ReadonlySet<unknown> = new Set('NEW LIKE_NEW NEW_OTHER NEW_WITH_DEFECTS CERTIFIED_REFURBISHED EXCELLENT_REFURBISHED VERY_GOOD_REFURBISHED GOOD_REFURBISHED SELLER_REFURBISHED USED_EXCELLENT USED_VERY_GOOD USED_GOOD USED_ACCEPTABLE FOR_PARTS_OR_NOT_WORKING'.split(' '));

/** The full replacement of an item record: what is not named is gone, the quantity too. */
export function saveItem(sandbox: EbaySandbox, o: { username: string; sku: string; locale: string; record: Json }): 'CREATED' | 'REPLACED' {
  const { market } = sandbox;
  const { username, sku, locale, record } = o;
  checkItem(sku, record);
  const current = findItem(market, username, sku);
  for (const offer of offersOf(market, username, sku)) {
    const listing = liveListingOf(market, username, offer);
    if (listing) revise(sandbox, listing.listingId);
  }
  const saved = { sku, locale, record };
  market.items.put([username, sku], saved);
  market.note('item', sku, current?.record ?? null, record);
  const [old, now] = [current === undefined ? null : itemQuantity(current), itemQuantity(saved)];
  if (old !== now) market.note('stock', sku, old, now);
  return current === undefined ? 'CREATED' : 'REPLACED';
}

/** Counted outside the write's transaction, which a refusal would undo together with the count. */
export function refuseNowAndThen({ kit, market }: EbaySandbox): void {
  const { busyEveryNthWrite } = kit.settings.get();
  if (busyEveryNthWrite > 0 && market.next('write') % busyEveryNthWrite === 0) throw refusal(500, { ...inventoryError(25_025, 'Concurrent access of the same inventory item is not allowed. Please try again later.'), category: 'APPLICATION' });
}

function checkItem(sku: string, record: Json): void {
  const refuse = (errorId: number, text: string, parameters = {}) => refusal(400, inventoryError(errorId, text, parameters));
  if (sku.length === 0 || sku.length > 50) throw refuse(25_707, 'This is an invalid value for a SKU. Only 1 to 50 characters are allowed.', { sku });
  const product = asJson(record['product']);
  const title = product['title'];
  if (title !== undefined && (typeof title !== 'string' || title.length > 80)) throw refuse(25_709, 'Invalid value for title. The length should be between 1 and 80 characters.', { fieldName: 'title' });
  const images = product['imageUrls'];
  if (images !== undefined && (!Array.isArray(images) || images.length > 24 || images.some((url) => typeof url !== 'string' || !url.startsWith('https://')))) throw refuse(25_709, 'Invalid value for imageUrls. At most 24 HTTPS addresses are allowed.', { fieldName: 'imageUrls' });
  if (record['condition'] !== undefined && !CONDITIONS.has(record['condition'])) throw refuse(25_021, 'Item condition is not valid.', { condition: textOf(record['condition']) });
  const aspects = product['aspects'];
  if (aspects !== undefined && !Object.values(asJson(aspects)).every((values) => Array.isArray(values) && values.every((value) => typeof value === 'string'))) throw refuse(25_709, 'Invalid value for aspects. Each must be a list of text.', { fieldName: 'aspects' });
  const quantity = asJson(asJson(record['availability'])['shipToLocationAvailability'])['quantity'];
  if (quantity !== undefined && (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 0)) throw refuse(25_004, 'Invalid quantity. It must be a whole number from 0.', { quantity: textOf(quantity) });
}
