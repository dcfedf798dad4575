import type { Marketplace } from '../../stores/domain/marketplace.js';
import type { Store } from '../../stores/domain/store.js';

/** Short, because some marketplaces refuse an address with their own name in it. */
const SEGMENTS: Readonly<Record<Marketplace, string>> = { TRENDYOL: 'ty', N11: 'n11', HEPSIBURADA: 'hb', OZON: 'oz', AMAZON: 'az', EBAY: 'eb' };

/** Where a marketplace calls for one store: `/webhooks/ty/sto_65f0c0ffee…`. */
export function webhookPath({ _id, marketplace }: Pick<Store, '_id' | 'marketplace'>): string {
  return `/webhooks/${SEGMENTS[marketplace]}/${_id}`;
}

/** The marketplace a path segment stands for: the short form or the full name, in either case. */
export function isSegmentOf(segment: string, marketplace: Marketplace): boolean {
  return segment === SEGMENTS[marketplace] || segment.toUpperCase() === marketplace;
}

/** What follows a store's own address in the address of a call, as it came, with the query. */
export function pathBelow(url: string): string {
  return url.replace(/^\/webhooks\/[^/?]+\/[^/?]+/, '');
}
