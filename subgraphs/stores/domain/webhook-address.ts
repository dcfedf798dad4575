import type { Marketplace } from './marketplace.js';
import type { Store } from './store.js';

/** Short, because some marketplaces refuse an address with their own name in it. */
const SEGMENTS: Readonly<Record<Marketplace, string>> = { TRENDYOL: 'ty', N11: 'n11', HEPSIBURADA: 'hb', OZON: 'oz', AMAZON: 'az', EBAY: 'eb' };

/** Where a marketplace calls for one store: `https://hub.example/webhooks/ty/sto_65f0c0ffee…`. */
export function webhookAddress(publicUrl: string, { _id, marketplace }: Pick<Store, '_id' | 'marketplace'>): string {
  return `${publicUrl}/webhooks/${SEGMENTS[marketplace]}/${_id}`;
}

/** Whether a path segment stands for the marketplace: its short form or its full name, in either case. */
export function isSegmentOf(segment: string, marketplace: Marketplace): boolean {
  return segment === SEGMENTS[marketplace] || segment.toUpperCase() === marketplace;
}
