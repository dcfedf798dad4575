import { marketplaceOf } from '../access/marketplaces.js';
import type { Kernel } from '../kernel.js';
import { amazonChannelIn, priceIn, quantityIn, textOf, type Attributes, type Listing } from './listing.js';

/** Attributes on their way to being live. `quantity` and `price` say whether this submission set them. */
export interface Publication {
  readonly sellerId: string;
  readonly marketplaceId: string;
  readonly sku: string;
  readonly productType: string;
  readonly requirements: string;
  /** Whole attributes that replace the ones of the same name. */
  readonly changed: Attributes;
  readonly removed: readonly string[];
  /** A PUT: what it does not name is dropped. */
  readonly isWhole: boolean;
  readonly requestId: number | null;
}

export interface ListingBook {
  get(sellerId: string, marketplaceId: string, sku: string): Listing | undefined;
  of(sellerId: string, marketplaceId: string): Listing[];
  save(listing: Listing): void;
  remove(listing: Listing): void;
  /** Makes a submission live now. */
  publish(publication: Publication): Listing;
  /** Makes it live once its delay has passed. */
  publishLater(publication: Publication): void;
  /** Amazon lowers, or restores, its own figure. */
  moveStock(listing: Listing, by: number): void;
  /** What awaits publication for a SKU, oldest first: a patch builds on it. */
  count(sellerId: string, marketplaceId: string): number;
  at(sellerId: string, marketplaceId: string, offset: number): Listing | undefined;
}

export function createListingBook({ state, clock, log, settings }: Kernel): ListingBook {
  const listings = state.store<Listing>('listings');
  const lastCreation = state.store<number>('last-creation');
  const keyOf = ({ sellerId, marketplaceId, sku }: Pick<Listing, 'sellerId' | 'marketplaceId' | 'sku'>) => [sellerId, marketplaceId, sku];
  // U+FFFF sorts after every character a SKU may have.
  const rangeOf = (sellerId: string, marketplaceId: string) => ({ start: [sellerId, marketplaceId], end: [sellerId, `${marketplaceId}\uffff`] });
  const note = (what: string, listing: Listing, old: unknown, now: unknown, requestId: number | null): void => {
    if (old !== now) log.recordEffect({ at: clock.now(), what, key: listing.sku, old, new: now, requestId });
  };

  const book: ListingBook = {
    get: (sellerId, marketplaceId, sku) => listings.get(keyOf({ sellerId, marketplaceId, sku })),
    of: (sellerId, marketplaceId) => [...listings.range(rangeOf(sellerId, marketplaceId))].map(({ value }) => value),
    save: (listing) => listings.put(keyOf(listing), listing),
    remove: (listing) => listings.remove(keyOf(listing)),
    publish(publication) {
      const known = book.get(publication.sellerId, publication.marketplaceId, publication.sku);
      const now = clock.now();
      const attributes = attributesAfter(publication, known);
      const isNew = known === undefined;
      const nth = settings().rejectEveryNthListing;
      const isRejected = isNew && nth > 0 && state.next('new-listing') % nth === 0;
      const parentIssue = parentIssueOf(book, publication, attributes);
      const amazonChannel = amazonChannelIn(attributes);
      const listing: Listing = {
        ...publicationKey(publication),
        asin: known?.asin ?? `B0S${state.next('asin', 1_000_000)}`,
        productType: publication.productType === 'PRODUCT' ? (known?.productType ?? 'PRODUCT') : publication.productType,
        requirements: publication.requirements,
        attributes,
        currency: marketplaceOf(publication.marketplaceId)?.currency ?? 'TRY',
        priceMinor: priceIn(attributes),
        // The live figure moves with sales: only a submission that speaks of the quantity sets it.
        quantity: amazonChannel !== null ? (known?.amazonChannel ? known.quantity : 0) : publication.changed['fulfillment_availability'] === undefined ? (known?.quantity ?? quantityIn(attributes)) : quantityIn(attributes),
        ...(amazonChannel === null ? {} : { amazonChannel }),
        issues: [...parentIssue, ...(isRejected ? [REJECTION] : [])],
        isSuppressed: parentIssue.length > 0 || isRejected || (known?.isSuppressed ?? false),
        createdAt: known?.createdAt ?? nextCreation(now),
        updatedAt: now,
      };
      book.save(listing);
      note('stock', listing, known?.quantity ?? null, listing.quantity, publication.requestId);
      note('price', listing, known?.priceMinor ?? null, listing.priceMinor, publication.requestId);
      return listing;
    },
    publishLater(publication) {
      const isKnown = book.get(publication.sellerId, publication.marketplaceId, publication.sku) !== undefined;
      clock.after(isKnown ? settings().publishDelayMs : settings().approvalDelayMs, 'publish', publication);
    },
    moveStock(listing, by) {
      const quantity = Math.max(0, (listing.quantity ?? 0) + by);
      book.save({ ...listing, quantity, updatedAt: clock.now() });
      note('stock', listing, listing.quantity, quantity, null);
    },
    count: (sellerId, marketplaceId) => listings.count(rangeOf(sellerId, marketplaceId)),
    at: (sellerId, marketplaceId, offset) => [...listings.range({ ...rangeOf(sellerId, marketplaceId), offset, limit: 1 })][0]?.value,
  };
  clock.on('publish', (publication: Publication) => void book.publish(publication));

  /** Amazon stamps listings one after another; two never share an instant. */
  function nextCreation(now: number): number {
    const at = Math.max(now, (lastCreation.get('at') ?? 0) + 1);
    lastCreation.put('at', at);
    return at;
  }
  return book;
}

const REJECTION = { code: '99300', message: 'The listing does not comply with the detail page rules.', severity: 'ERROR', attributeNames: ['item_name'], categories: ['INVALID_ATTRIBUTE'], enforcements: { actions: [{ action: 'LISTING_SUPPRESSED' }], exemption: { status: 'NOT_EXEMPT' } } } as const;

function publicationKey({ sellerId, marketplaceId, sku }: Publication): Pick<Listing, 'sellerId' | 'marketplaceId' | 'sku'> {
  return { sellerId, marketplaceId, sku };
}

function attributesAfter({ changed, removed, isWhole }: Publication, known: Listing | undefined): Attributes {
  const base = isWhole || known === undefined ? {} : known.attributes;
  return Object.fromEntries(Object.entries({ ...base, ...changed }).filter(([name]) => !removed.includes(name)));
}

function parentIssueOf(book: ListingBook, { sellerId, marketplaceId }: Publication, attributes: Attributes): Listing['issues'] {
  const parentSku = textOf(attributes, 'child_parent_sku_relationship', 'parent_sku');
  if (parentSku === null || book.get(sellerId, marketplaceId, parentSku) !== undefined) return [];
  return [{ code: '8007', message: `The parent SKU ${parentSku} does not exist.`, severity: 'ERROR', attributeNames: ['child_parent_sku_relationship'], categories: ['INVALID_ATTRIBUTE'] }];
}
