import { OFFER_SHARES, type QuotaGroup } from '../../sync/connector/contract.js';
import { METHODS, type Method, type MethodName } from './methods.js';

const SOURCE = 'https://docs.ozon.ru/api/seller (limits, read Sep 2026)';
const ALL_METHODS: QuotaGroup = { name: 'all/1s', limit: 50, windowMs: 1_000, source: SOURCE, shares: OFFER_SHARES };

/** Every method counts in the second all of them share, and some in a window of their own. */
export function quotaGroups(): Record<MethodName, readonly QuotaGroup[]> {
  const groupsOf = ([name, { own }]: [string, Method]): [string, readonly QuotaGroup[]] => [name, own ? [ALL_METHODS, { name, ...own, source: SOURCE, ...(name.startsWith('offers.') && { shares: OFFER_SHARES }) }] : [ALL_METHODS]];
  return Object.fromEntries(Object.entries<Method>(METHODS).map(groupsOf)) as Record<MethodName, readonly QuotaGroup[]>;
}
