import type { ApiCall, Endpoint } from '../access/endpoint.js';
import { badRequest, notFound } from '../access/errors.js';
import { listOf, numberOf, pageFrom, pageOf, textOf, wordOf, type PageRequest, type Query } from '../access/query.js';
import type { Content, Listing } from './listing.js';
import { approvedView, inventoryView, isOnSale, singleView, unapprovedView, variantsOf, type ViewParts } from './product-views.js';
import type { Shelf } from './shelf.js';

export interface ListParts extends ViewParts {
  readonly shelf: Shelf;
}

const REACHABLE = 10_000;
const MOST_BARCODES = 50;
const PRODUCTS = '/product/sellers/:sellerId/products';
const APPROVED_STATUSES = ['archived', 'blacklisted', 'locked', 'onSale', 'notOnSale'] as const;
const CONTENT_FILTERS = ['barcode', 'barcodes', 'startDate', 'endDate', 'stockCode', 'productMainId', 'brandIds', 'origin', 'contentId', 'status'];

/** What the marketplace shows of a seller's products. */
export function listProductsEndpoints(parts: ListParts): Endpoint[] {
  const { shelf } = parts;
  const read = (path: string, handle: Endpoint['handle']): Endpoint => ({ method: 'GET', path, quota: 'product-read', style: 'product', handle });
  return [
    read(`${PRODUCTS}/approved`, (call) => contentPage(parts, call, (content) => approvedView(content, parts))),
    read(`${PRODUCTS}/approved/inventory-and-price`, (call) => contentPage(parts, call, (content) => inventoryView(content, shelf))),
    read(`${PRODUCTS}/unapproved`, (call) => unapprovedPage(parts, call)),
    read('/product/sellers/:sellerId/product/:barcode', ({ sellerId, params }) => {
      const listing = shelf.listing(sellerId, params['barcode'] ?? '');
      if (!listing) throw notFound('product.not.found', 'Product not found');
      return singleView(listing);
    }),
  ];
}

function contentPage(parts: ListParts, { sellerId, query }: ApiCall, view: (content: Content) => unknown) {
  const { shelf } = parts;
  const request = pageOf(query, { defaultSize: 20, maxSize: 100 });
  const isNewestFirst = (wordOf(query, 'orderByDirection', ['ASC', 'DESC']) ?? 'DESC') === 'DESC';
  const start = startOf(query, request);
  const isFiltered = CONTENT_FILTERS.some((name) => textOf(query, name) !== undefined);
  const { total, shown } = isFiltered
    ? sliceOf(candidates(shelf, sellerId, query, isNewestFirst).filter(contentFilter(shelf, query)), start, request.size)
    : { total: shelf.contentCount(sellerId), shown: [...shelf.contents(sellerId, { isNewestFirst, offset: start, limit: request.size })] };
  return { ...pageFrom(shown.map(view), total, request), nextPageToken: tokenAfter(start + shown.length, total) };
}

/** Named barcodes are looked up; everything else is read through. */
function candidates(shelf: Shelf, sellerId: number, query: Query, isNewestFirst: boolean): Content[] {
  const barcodes = barcodesOf(query);
  if (barcodes.size === 0) return [...shelf.contents(sellerId, { isNewestFirst })];
  const contentIds = new Set([...barcodes].map((barcode) => shelf.listing(sellerId, barcode)?.contentId ?? 0));
  const contents = [...contentIds].map((contentId) => shelf.content(sellerId, contentId)).filter((content) => content !== undefined);
  return contents.sort((one, other) => (isNewestFirst ? other.contentId - one.contentId : one.contentId - other.contentId));
}

function barcodesOf(query: Query): ReadonlySet<string> {
  const barcodes = new Set([...listOf(query, 'barcode'), ...listOf(query, 'barcodes')]);
  if (barcodes.size > MOST_BARCODES) throw badRequest('invalid.barcodes', `At most ${MOST_BARCODES} barcodes`);
  return barcodes;
}

function contentFilter(shelf: Shelf, query: Query): (content: Content) => boolean {
  const barcodes = barcodesOf(query);
  const brandIds = new Set(listOf(query, 'brandIds').map(Number));
  const status = wordOf(query, 'status', APPROVED_STATUSES);
  const [stockCode, productMainId, origin] = ['stockCode', 'productMainId', 'origin'].map((name) => textOf(query, name));
  const contentId = numberOf(query, 'contentId');
  const isInWindow = windowFilter(query);
  return (content) =>
    (contentId === undefined || content.contentId === contentId) &&
    (productMainId === undefined || content.productMainId === productMainId) &&
    (brandIds.size === 0 || brandIds.has(content.brandId)) &&
    (barcodes.size === 0 || content.barcodes.some((barcode) => barcodes.has(barcode))) &&
    isInWindow(content, () => variantsOf(content, shelf)) &&
    ((stockCode === undefined && origin === undefined && status === undefined) ||
      variantsOf(content, shelf).some(
        (listing) =>
          (stockCode === undefined || listing.stockCode === stockCode) &&
          (origin === undefined || listing.origin === origin) &&
          (status === undefined || hasStatus(shelf, listing, status)),
      ));
}

function windowFilter(query: Query): (content: Content, variants: () => Listing[]) => boolean {
  const from = numberOf(query, 'startDate') ?? -Infinity;
  const to = numberOf(query, 'endDate') ?? Infinity;
  if (from === -Infinity && to === Infinity) return () => true;
  const type = wordOf(query, 'dateQueryType', ['VARIANT_CREATED_DATE', 'VARIANT_MODIFIED_DATE', 'CONTENT_MODIFIED_DATE']) ?? 'VARIANT_CREATED_DATE';
  const isIn = (time: number) => time >= from && time <= to;
  if (type === 'CONTENT_MODIFIED_DATE') return (content) => isIn(content.modifiedAt);
  return (_content, variants) => variants().some(({ createdAt, modifiedAt }) => isIn(type === 'VARIANT_CREATED_DATE' ? createdAt : modifiedAt));
}

function hasStatus(shelf: Shelf, listing: Listing, status: (typeof APPROVED_STATUSES)[number]): boolean {
  if (status === 'archived') return listing.archivedAt !== null;
  if (status === 'blacklisted') return listing.isBlacklisted;
  if (status === 'locked') return listing.lockedAt !== null;
  const isSold = isOnSale(listing, shelf.offer(listing.sellerId, listing.barcode)?.quantity ?? 0);
  return isSold === (status === 'onSale');
}

function unapprovedPage(parts: ListParts, { sellerId, query }: ApiCall) {
  const { shelf } = parts;
  const request = pageOf(query, { defaultSize: 20, maxSize: 1_000 });
  const barcodes = barcodesOf(query);
  const status = wordOf(query, 'status', ['pendingApproval', 'rejected']);
  const type = wordOf(query, 'dateQueryType', ['CREATED_DATE', 'LAST_MODIFIED_DATE']) ?? 'CREATED_DATE';
  const [stockCode, productMainId] = ['stockCode', 'productMainId'].map((name) => textOf(query, name));
  const from = numberOf(query, 'startDate') ?? -Infinity;
  const to = numberOf(query, 'endDate') ?? Infinity;

  const named = [...barcodes].map((barcode) => shelf.listing(sellerId, barcode)).filter((listing) => listing !== undefined);
  const matching = (barcodes.size > 0 ? named : [...shelf.listings(sellerId)]).filter((listing) => {
    const time = type === 'CREATED_DATE' ? listing.createdAt : listing.modifiedAt;
    return (
      listing.status !== 'approved' &&
      (status === undefined || listing.status === status) &&
      (stockCode === undefined || listing.stockCode === stockCode) &&
      (productMainId === undefined || listing.productMainId === productMainId) &&
      time >= from &&
      time <= to
    );
  });
  const start = startOf(query, request);
  const { total, shown } = sliceOf(matching, start, request.size);
  return { ...pageFrom(shown.map((listing) => unapprovedView(listing, parts)), total, request), nextPageToken: tokenAfter(start + shown.length, total) };
}

const sliceOf = <T>(all: readonly T[], start: number, size: number) => ({ total: all.length, shown: all.slice(start, start + size) });

/** Pages reach 10,000 rows; beyond that only the token of the previous answer leads on. */
function startOf(query: Query, { page, size }: PageRequest): number {
  const token = textOf(query, 'nextPageToken');
  if (token !== undefined) return readToken(token);
  if (page * size > REACHABLE) throw badRequest('invalid.page', `page x size must not exceed ${REACHABLE}; use nextPageToken`);
  return page * size;
}

const tokenAfter = (position: number, total: number): string => (position < total ? Buffer.from(JSON.stringify({ position })).toString('base64url') : '');

function readToken(token: string): number {
  try {
    const { position } = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as { position?: unknown };
    if (typeof position === 'number') return position;
  } catch {
    // Reported below, with every other token that is not ours.
  }
  throw badRequest('invalid.nextPageToken', 'nextPageToken is not valid');
}
