import { OFFER_SHARES, type QuotaGroup } from '../../sync/connector/contract.js';

const MINUTE_MS = 60_000;
const OUR_BOUND = 'N11 publishes no limit here: a bound of our own, far below what integrators report as harmless';

/**
 * N11 publishes two limits only; the rest are bounds of our own, so that a runaway loop is held here and not by a
 * marketplace that does not say how it would answer.
 */
export const quotaGroups = {
  'shipment-packages': [group('shipment-packages', 1_000, 'https://developer.n11.com/documentation/n11-siparis-entegrasyonu/siparis-listeleme-servisi/ (as read in October 2026)')],
  'product-tasks': [{ ...group('product-tasks', 600, OUR_BOUND), shares: OFFER_SHARES }],
  'task-details': [group('task-details', 1_200, OUR_BOUND)],
  'product-query': [group('product-query', 1_200, OUR_BOUND)],
  'order-writes': [group('order-writes', 600, OUR_BOUND)],
  categories: [group('categories', 120, OUR_BOUND)],
  soap: [group('soap', 300, OUR_BOUND)],
} satisfies Record<string, readonly QuotaGroup[]>;

export type QuotaGroupName = keyof typeof quotaGroups;

function group(name: string, limit: number, source: string): QuotaGroup {
  return { name, limit, windowMs: MINUTE_MS, source };
}
