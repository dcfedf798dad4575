import type { Deadline } from '../deadline.js';
import type { Engine } from '../engine.js';
import { CommandError } from '../errors.js';
import { findDocuments, type RowSource } from '../query/find-documents.js';
import { parseFilter, type Filter, type Variables } from '../query/parse-filter.js';
import type { SortOrder } from '../query/sort-order.js';
import type { Collection } from '../storage/catalog.js';
import { documentKey, type RecordId } from '../storage/record-keys.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { encode } from '../values/codec.js';
import { upsertDocument, type UpdateContext } from './apply-update.js';
import { updateBytes } from './update-bytes.js';
import type { Update } from './parse-update.js';

export interface UpdateStatement {
  readonly filter: Filter;
  readonly update: Update;
  readonly multi: boolean;
  readonly upsert: boolean;
  readonly variables: Variables;
  readonly sort: SortOrder;
  readonly hint?: unknown;
}

export interface Changed {
  readonly before: Buffer | undefined;
  readonly after: Buffer;
}

export interface UpdateOutcome {
  readonly matched: number;
  readonly modified: number;
  readonly upsertedId: unknown;
  /** The one document touched; for `multi` the last. */
  readonly changed: Changed | undefined;
}

/**
 * One update statement, within a write transaction. What matches is settled first, so an update never meets a document
 * a second time because it moved in an index.
 */
export function updateDocuments(engine: Engine, deadline: Deadline, collection: Collection, statement: UpdateStatement): UpdateOutcome {
  const { filter, update, variables, multi, sort, hint } = statement;
  if (statement.upsert && usesExpression(filter.source)) throw new CommandError('QueryFeatureNotAllowed', '$expr is not allowed in the query predicate for an upsert');
  const context: UpdateContext = { filter, variables, isInsert: false, now: new Date() };
  const source = findDocuments({ storage: engine.storage, deadline }, collection, { filter, sort, skip: 0, limit: multi ? 0 : 1, ...(hint !== undefined && { hint }) });
  const found = multi ? recordsOf(source) : [...source.rows()];
  if (found.length === 0 && statement.upsert) return insertUpsert(engine, collection, statement, context);
  let modified = 0;
  let changed: Changed | undefined;
  for (const row of found) {
    changed = updateOne(engine, collection, row, { update, context });
    if (changed.before !== changed.after) modified += 1;
  }
  return { matched: found.length, modified, upsertedId: undefined, changed };
}

/** What an expression compares cannot be turned into fields of a new document. */
function usesExpression(source: Doc): boolean {
  return Object.entries(source).some(([key, value]) => key === '$expr' || (key.startsWith('$') && Array.isArray(value) && value.some((clause) => isDoc(clause) && usesExpression(clause))));
}

/** A document found to be changed; many are read again when their turn comes, rather than held in memory together. */
interface Found {
  readonly record: RecordId;
  readonly raw?: Buffer;
}

function recordsOf(source: RowSource): Found[] {
  return [...source.rows()].map(({ record }) => ({ record }));
}

function updateOne({ storage, writer }: Engine, collection: Collection, { record, raw }: Found, { update, context }: { readonly update: Update; readonly context: UpdateContext }): Changed {
  const before = raw ?? storage.documents.getBinary(documentKey(collection.id, record));
  if (!before) throw new Error('a document that was found is gone within one transaction');
  const after = updateBytes(before, update, context);
  if (after.equals(before)) return { before, after: before };
  writer.replace(collection, record, { before, after, touched: update.kind === 'operators' ? update.touched : undefined });
  return { before, after };
}

function insertUpsert({ writer }: Engine, collection: Collection, { filter, update }: UpdateStatement, context: UpdateContext): UpdateOutcome {
  const made: Doc = upsertDocument(filter, update, context);
  const after = encode(made);
  writer.insert(collection, after);
  return { matched: 0, modified: 0, upsertedId: made['_id'], changed: { before: undefined, after } };
}

/** The filter that names one document by its `_id`. */
export function byId(id: unknown): Filter {
  return parseFilter({ _id: { $eq: id } });
}
