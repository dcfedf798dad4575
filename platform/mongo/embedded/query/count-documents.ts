import type { Deadline } from '../deadline.js';
import { PlanScan } from '../plan/scan.js';
import type { Collection } from '../storage/catalog.js';
import type { Storage } from '../storage/storage.js';
import { findDocuments, planFind, type FindRequest } from './find-documents.js';

/** How many documents match, within skip and limit; from the collection's own count or an index alone where that is enough. */
export function countDocuments({ storage }: { readonly storage: Storage }, deadline: Deadline, collection: Collection, request: FindRequest): number {
  const { filter, skip, limit } = request;
  const within = (total: number): number => Math.min(Math.max(0, total - skip), limit > 0 ? limit : Number.POSITIVE_INFINITY);
  if (Object.keys(filter.source).length === 0) return within(collection.count);
  const plan = planFind(collection, request);
  if (plan.kind === 'index' && plan.exact) return within(new PlanScan({ storage, collection, filter, deadline }, plan).count());
  let total = 0;
  for (const _ of findDocuments({ storage, deadline }, collection, request).rows()) total += 1;
  return total;
}
