import { OFFER_SHARES, type QuotaGroup } from '../../sync/connector/contract.js';
import type { ServiceName } from './services.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const OUR_BOUND = 'Hepsiburada publishes no limit here: a bound of our own';

/**
 * What each kind of call may use up. For the catalogue the sources contradict each other (100/s in the changelog of January
 * 2026, 180 a minute elsewhere); since going on over the limit ends in a block that only a support ticket lifts, the
 * strictest is kept.
 */
export const quotaGroups = {
  catalogue: [
    { name: 'catalogue', limit: 60, windowMs: SECOND_MS, source: 'developers.hepsiburada.com, changelog January 2026: 100 requests a second; kept well below' },
    { name: 'catalogue-minute', limit: 180, windowMs: MINUTE_MS, source: 'integrators report 180 a minute per address; the strictest of three contradicting sources' },
  ],
  oms: [{ name: 'oms', limit: 900, windowMs: SECOND_MS, source: 'developers.hepsiburada.com, changelog November 2025: 1000 requests a second; a tenth kept free' }],
  'listing-uploads': [{ name: 'listing-uploads', limit: 60, windowMs: MINUTE_MS, source: `${OUR_BOUND}; five uploads may wait at once`, shares: OFFER_SHARES }],
  listings: [{ name: 'listings', limit: 600, windowMs: MINUTE_MS, source: OUR_BOUND }],
  buybox: [{ name: 'buybox', limit: 120, windowMs: MINUTE_MS, source: OUR_BOUND }],
  commissions: [{ name: 'commissions', limit: 200, windowMs: MINUTE_MS, source: 'integrators report about 240 requests a minute per merchant' }],
} satisfies Record<string, readonly QuotaGroup[]>;

export type QuotaGroupName = keyof typeof quotaGroups;

/** The service each group of calls belongs to. */
export const serviceOf: Readonly<Record<QuotaGroupName, ServiceName>> = {
  catalogue: 'mpop',
  oms: 'oms-external',
  'listing-uploads': 'listing-external',
  listings: 'listing-external',
  buybox: 'listing-external',
  commissions: 'listing-external',
};
