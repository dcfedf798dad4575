import { ObjectId } from 'bson';
import { CommandError } from '../errors.js';
import { positionOfMatch } from '../query/positional.js';
import type { Filter, Variables } from '../query/parse-filter.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { equalValues } from '../values/compare-values.js';
import { childOf } from './document-path.js';
import type { Change, Update } from './parse-update.js';
import { runUpdatePipeline } from './pipeline-update.js';

export interface UpdateContext {
  /** The filter that found the document; `$` needs it. */
  readonly filter: Filter;
  readonly variables: Variables;
  readonly isInsert: boolean;
  readonly now: Date;
}

/** The document after the update. May change `doc` in place; keep its encoded form for comparison. */
export function applyUpdate(doc: Doc, update: Update, context: UpdateContext): Doc {
  const id = doc['_id'];
  const updated = updatedDocument(doc, update, context);
  if (id !== undefined && !(updated['_id'] !== undefined && equalValues(id, updated['_id']))) {
    const reason = update.kind === 'operators' ? `Performing an update on the path '_id' would modify the immutable field '_id'` : `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${String(updated['_id'])}`;
    throw new CommandError('ImmutableField', reason);
  }
  return updated;
}

function updatedDocument(doc: Doc, update: Update, context: UpdateContext): Doc {
  switch (update.kind) {
    case 'replacement':
      return doc['_id'] === undefined || '_id' in update.document ? idFirst({ ...update.document }) : { _id: doc['_id'], ...update.document };
    case 'pipeline':
      return idFirst(runUpdatePipeline(doc, update.stages, context.variables));
    case 'operators': {
      for (const change of update.changes) applyChange(doc, change, update.arrayFilters, context);
      return doc;
    }
  }
}

function applyChange(doc: Doc, change: Change, arrayFilters: ReadonlyMap<string, Filter>, { filter, isInsert, now }: UpdateContext): void {
  if (!change.path.includes('$')) { change.apply({ doc, parts: change.parts, argument: change.argument, isInsert, now }); return; }
  for (const parts of concretePaths(doc, change.parts, filter, arrayFilters)) change.apply({ doc, parts, argument: change.argument, isInsert, now });
}

/** Fills in positions: `$` becomes the index that matched, `$[]` every index, `$[x]` those whose element passes the filter `x`. */
function concretePaths(doc: Doc, parts: readonly string[], filter: Filter, arrayFilters: ReadonlyMap<string, Filter>): string[][] {
  let paths: string[][] = [[]];
  for (const part of parts) {
    paths = paths.flatMap((path) => (part.startsWith('$') ? positions(doc, path, part, filter, arrayFilters).map((index) => [...path, index]) : [[...path, part]]));
  }
  return paths;
}

function positions(doc: Doc, path: readonly string[], part: string, filter: Filter, arrayFilters: ReadonlyMap<string, Filter>): string[] {
  if (part === '$') {
    const position = positionOfMatch(filter, doc, path);
    if (position === undefined) throw new CommandError('BadValue', 'The positional operator did not find the match needed from the query.');
    return [String(position)];
  }
  const array = path.reduce<unknown>(childOf, doc);
  if (!Array.isArray(array)) {
    throw new CommandError('BadValue', array === undefined ? `The path '${path.join('.')}' must exist in the document in order to apply array updates.` : `Cannot apply array updates to non-array element ${path.join('.')}`);
  }
  const identifier = part.slice(2, -1);
  const test = arrayFilters.get(identifier);
  return array.flatMap((element: unknown, index) => (!test || test.matches({ [identifier]: element }) ? [String(index)] : []));
}

/** The document an upsert inserts when nothing matched: the filter's equalities, then the update. */
export function upsertDocument(filter: Filter, update: Update, context: UpdateContext): Doc {
  const seed: Doc = {};
  const equalities = filter.conjuncts.filter(({ op, value }) => op === 'eq' || (op === 'in' && Array.isArray(value) && value.length === 1));
  for (const { path, op, value } of equalities) {
    if (isFromTopLevel(filter.source, path) && (update.kind !== 'replacement' || path === '_id')) seedField(seed, path, op === 'in' ? (value as unknown[])[0] : value);
  }
  const made = applyUpdate(seed, update, { ...context, isInsert: true });
  return '_id' in made ? idFirst(made) : { _id: new ObjectId(), ...made };
}

/** Equalities inside `$elemMatch` say nothing about the document itself. */
function isFromTopLevel(source: Doc, path: string): boolean {
  return Object.entries(source).some(([key, condition]) => key === path || ((key === '$and' || (key === '$or' && (condition as unknown[]).length === 1)) && Array.isArray(condition) && condition.some((clause) => isDoc(clause) && isFromTopLevel(clause, path))));
}

function seedField(seed: Doc, path: string, value: unknown): void {
  const parts = path.split('.');
  let holder = seed;
  for (const part of parts.slice(0, -1)) {
    const child = holder[part] ?? {};
    if (!isDoc(child)) throw new CommandError('NotSingleValueField', `cannot infer query fields to set, path '${path}' is matched twice`);
    holder[part] = child;
    holder = child;
  }
  const last = parts[parts.length - 1] as string;
  if (last in holder && !equalValues(holder[last], value)) throw new CommandError('NotSingleValueField', `cannot infer query fields to set, path '${path}' is matched twice`);
  holder[last] = value;
}

function idFirst(doc: Doc): Doc {
  if (!('_id' in doc) || Object.keys(doc)[0] === '_id') return doc;
  const { _id, ...rest } = doc;
  return { _id, ...rest };
}
