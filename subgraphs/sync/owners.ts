import type { Catalog } from '../catalog/index.js';
import type { Stores } from '../stores/index.js';

/** What the lanes ask of the owner of stores: to stop a store whose credentials are refused until the seller resumes it. */
export type StoresForLanes = Pick<Stores, 'pauseStore' | 'findStores'>;

/** What the lanes ask of the owner of listings. */
export type CatalogForLanes = Pick<
  Catalog,
  'takeDueListings' | 'countDue' | 'firstPriority' | 'listingsByIds' | 'markSent' | 'markAccepted' | 'markUnknown' | 'markSettled' | 'requeue' | 'recall' | 'settleArrived' | 'settleByReading' | 'markVerified' | 'recordDrift' | 'nextDueAt' | 'doubtedListings' | 'postponeDoubts' | 'nextDoubtAt' | 'compareListings' | 'keysOnSale'
>;

/** What reading back by schedule asks of it. */
export type CatalogForReadBack = Pick<Catalog, 'keysOnSale' | 'recordDrift'>;

/** What publishing asks of it. */
export type CatalogForContent = Pick<Catalog, 'loadForPublish'>;

/** What the worker's sweeps ask of it. */
export type CatalogForSweeps = Pick<Catalog, 'propagatePending' | 'storesDue'>;

