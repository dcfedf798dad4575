export type ProcessingStatus = 'IN_QUEUE' | 'IN_PROGRESS' | 'DONE' | 'CANCELLED' | 'FATAL';

/** An uploaded batch on its way through Amazon's queue. */
export interface Feed {
  readonly feedId: string;
  readonly sellerId: string;
  readonly feedType: string;
  readonly marketplaceIds: readonly string[];
  readonly inputFeedDocumentId: string;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly processingStatus: ProcessingStatus;
  readonly resultFeedDocumentId: string | null;
  /** Of the call that created it: the cause of its effects. */
  readonly requestId: number;
}

/** What became of a feed's document. */
export interface FeedResult {
  readonly status: 'DONE' | 'FATAL';
  readonly contentType: string;
  readonly report: string;
}

/** Reads and carries out one kind of feed; runs in one transaction. */
export type FeedProcessor = (feed: Feed, document: Buffer) => FeedResult;

export const DEAD_FEED_TYPES: ReadonlySet<string> = new Set([
  'POST_PRODUCT_DATA',
  'POST_INVENTORY_AVAILABILITY_DATA',
  'POST_PRODUCT_PRICING_DATA',
  'POST_PRODUCT_IMAGE_DATA',
  'POST_PRODUCT_RELATIONSHIP_DATA',
  'POST_FLAT_FILE_INVLOADER_DATA',
  'POST_FLAT_FILE_LISTINGS_DATA',
  'POST_FLAT_FILE_PRICEANDQUANTITYONLY_UPDATE_DATA',
]);
