import type { Document } from 'bson';
import { needsSorting } from '../query/find-documents.js';
import type { SortOrder } from '../query/sort-order.js';
import type { Collection } from '../storage/catalog.js';
import type { IndexScan, Plan } from './choose-plan.js';

/** The plan as `explain` shows it: IXSCAN with the index's name, or COLLSCAN. */
export function describePlan(collection: Collection | undefined, plan: Plan | undefined, sort: SortOrder): Document {
  if (!collection || !plan) return { stage: 'EOF' };
  const access = describeAccess(plan);
  return needsSorting(plan, sort) ? { stage: 'SORT', sortPattern: Object.fromEntries(sort.map((field) => [field.path, field.descending ? -1 : 1])), inputStage: access } : access;
}

function describeAccess(plan: Plan): Document {
  switch (plan.kind) {
    case 'collection':
      return { stage: 'COLLSCAN', direction: plan.reverse ? 'backward' : 'forward' };
    case 'index':
      return { stage: 'FETCH', inputStage: describeIndexScan(plan) };
    case 'union':
      return { stage: 'FETCH', inputStage: { stage: 'OR', inputStages: plan.scans.map(describeIndexScan) } };
  }
}

function describeIndexScan({ index, ranges, reverse, bounded, exact }: IndexScan): Document {
  return {
    stage: 'IXSCAN',
    keyPattern: index.key,
    indexName: index.name,
    isMultiKey: index.multikey.includes(true),
    isUnique: index.unique,
    isSparse: index.sparse,
    isPartial: index.partial !== undefined,
    direction: reverse ? 'backward' : 'forward',
    boundedFields: bounded,
    keyRanges: ranges.length,
    filtersDocuments: !exact,
  };
}
