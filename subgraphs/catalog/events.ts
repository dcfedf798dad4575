/** Types of the events that the catalog's documents announce; each is the name of a subscription. */
export const STOCK_CHANGED = 'stockChanged';
export const LISTING_CHANGED = 'listingChanged';
export const CONFLICT_CHANGED = 'conflictChanged';
