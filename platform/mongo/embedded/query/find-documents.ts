import type { Deadline } from '../deadline.js';
import { choosePlan, type Plan } from '../plan/choose-plan.js';
import { PlanScan, refuseDropped, type Row, type ScanTarget } from '../plan/scan.js';
import { pickFields, rawNames } from '../documents/raw-document.js';
import type { Collection } from '../storage/catalog.js';
import { documentKey, type RecordId } from '../storage/record-keys.js';
import type { Storage } from '../storage/storage.js';
import { decodeTyped } from '../values/codec.js';
import type { Filter } from './parse-filter.js';
import { sortKey, type SortOrder } from './sort-order.js';

export interface FindRequest {
  readonly filter: Filter;
  readonly sort: SortOrder;
  readonly skip: number;
  /** Zero means no limit. */
  readonly limit: number;
  readonly hint?: unknown;
}

export interface FindContext {
  readonly storage: Storage;
  readonly deadline: Deadline;
}

export function planFind(collection: Collection, request: FindRequest): Plan {
  const { filter, sort, limit, hint } = request;
  return choosePlan(collection, { filter, sort, limited: limit > 0, ...(hint !== undefined && { hint }) });
}

/** Whether the plan's own order is the wanted one. */
export function needsSorting(plan: Plan, sort: SortOrder): boolean {
  if (sort.length === 0 || sort[0]?.path === '$natural') return false;
  return !(plan.kind === 'index' && plan.sorted);
}

/** The matching rows in order, from `skip`, up to `limit`. The source can be left and taken up again later. */
export interface RowSource {
  rows(): Generator<Row>;
}

export function findDocuments(context: FindContext, collection: Collection | undefined, request: FindRequest): RowSource {
  if (!collection) return { rows: nothing };
  const plan = planFind(collection, request);
  const target: ScanTarget = { ...context, collection, filter: request.filter };
  const scan = new PlanScan(target, plan);
  const ordered = needsSorting(plan, request.sort) ? sortedRows(target, scan, request) : scan;
  return sliced(ordered, request.skip, request.limit);
}

 
function* nothing(): Generator<Row> {
  return;
}

function sliced(source: RowSource, skip: number, limit: number): RowSource {
  let toSkip = skip;
  let left = limit > 0 ? limit : Number.POSITIVE_INFINITY;
  return {
    *rows() {
      if (left <= 0) return;
      for (const row of source.rows()) {
        if (toSkip > 0) {
          toSkip -= 1;
          continue;
        }
        left -= 1;
        yield row;
        if (left <= 0) return;
      }
    },
  };
}

interface Sortable {
  readonly key: Buffer;
  readonly record: RecordId;
}

/**
 * Sorts sort keys and record numbers only, and reads the documents again as they are needed, so that memory grows with
 * the number of matches but not with their size. With a limit only the best are kept.
 */
function sortedRows(target: ScanTarget, scan: PlanScan, { sort, skip, limit }: FindRequest): RowSource {
  const names = rawNames(sort.map((field) => field.parts[0] as string));
  const wanted = limit > 0 ? skip + limit : Number.POSITIVE_INFINITY;
  let sorted: Sortable[] | undefined;
  let next = 0;
  const collect = (): Sortable[] => {
    let kept: Sortable[] = [];
    for (const { record, raw } of scan.rows()) {
      kept.push({ key: sortKey(decodeTyped(pickFields(raw, names)), sort), record });
      if (kept.length > 2 * wanted + 1000) kept = best(kept, wanted);
    }
    return best(kept, wanted);
  };
  return {
    *rows() {
      refuseDropped(target.collection);
      sorted ??= collect();
      while (next < sorted.length) {
        const { record } = sorted[next++] as Sortable;
        const raw = target.storage.documents.getBinary(documentKey(target.collection.id, record));
        if (raw) yield { record, raw };
      }
    },
  };
}

function best(rows: Sortable[], count: number): Sortable[] {
  rows.sort((a, b) => Buffer.compare(a.key, b.key));
  return rows.length > count ? rows.slice(0, count) : rows;
}
