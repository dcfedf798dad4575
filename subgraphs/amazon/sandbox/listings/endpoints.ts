import type { Endpoint, SellerCall } from '../access/endpoint.js';
import { invalidInput, notFound, SpError } from '../access/errors.js';
import { oneMarketplace } from '../access/query.js';
import { itemView } from './item-view.js';
import type { Listing } from './listing.js';
import type { ListingBook } from './listing-book.js';
import { includedOf, searchListings } from './search.js';
import { answerOf, judgePatch, judgePut, publishVerdict, type Verdict } from './submit.js';

const ITEMS = '/listings/2021-08-01/items/:sellerId';

export function listingEndpoints(book: ListingBook): Endpoint[] {
  const requireListing = ({ query, seller, params }: SellerCall): Listing => {
    const { id } = oneMarketplace(query, seller);
    const listing = book.get(seller.sellerId, id, skuOf(params));
    if (!listing) throw notFound(`SKU '${skuOf(params)}' not found in marketplace ${id}`);
    return listing;
  };
  const answer = (call: SellerCall, verdict: Verdict): unknown => {
    const { id } = oneMarketplace(call.query, call.seller);
    const isPreview = isPreviewOf(call);
    if (!isPreview) publishVerdict(book, verdict);
    return answerOf(verdict, { isPreview, listing: book.get(call.seller.sellerId, id, verdict.sku), marketplaceId: id });
  };
  const submissionOf = (call: SellerCall) => ({ sellerId: call.seller.sellerId, marketplace: oneMarketplace(call.query, call.seller), sku: skuOf(call.params), body: call.body, requestId: call.requestId });

  return [
    { method: 'GET', path: ITEMS, operation: 'searchListingsItems', handle: (call) => searchListings(call, book) },
    { method: 'GET', path: `${ITEMS}/:sku`, operation: 'getListingsItem', handle: (call) => itemView(requireListing(call), includedOf(call.query.list('includedData'))) },
    { method: 'PUT', path: `${ITEMS}/:sku`, operation: 'putListingsItem', handle: (call) => answer(call, judgePut(submissionOf(call))) },
    { method: 'PATCH', path: `${ITEMS}/:sku`, operation: 'patchListingsItem', handle: (call) => answer(call, judgePatch(submissionOf(call), requireListing(call))) },
    {
      method: 'DELETE',
      path: `${ITEMS}/:sku`,
      operation: 'deleteListingsItem',
      handle: (call) => {
        const listing = requireListing(call);
        book.remove(listing);
        return answerOf({ sku: listing.sku, issues: [], publication: { ...listing, changed: {}, removed: [], isWhole: false, requestId: call.requestId } }, { isPreview: false, listing: undefined, marketplaceId: listing.marketplaceId });
      },
    },
  ];
}

function skuOf(params: Readonly<Record<string, string>>): string {
  const sku = params['sku'] ?? '';
  if (sku === 'BadSKU') throw new SpError(400, 'BAD_REQUEST', 'Invalid input');
  if (sku.length > 40) throw invalidInput('The SKU is longer than 40 characters.');
  return sku;
}

function isPreviewOf({ query }: SellerCall): boolean {
  const mode = query.text('mode');
  if (mode !== undefined && mode !== 'VALIDATION_PREVIEW') throw invalidInput('Invalid value for parameter mode');
  return mode !== undefined;
}
