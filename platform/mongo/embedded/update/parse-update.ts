import { CommandError } from '../errors.js';
import { rawNames, type RawNames } from '../documents/raw-document.js';
import { parseFilter, type Filter } from '../query/parse-filter.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { operators, type Operator } from './operators.js';

/** One operator on one path, as in `{ $inc: { 'stock.onHand': -1 } }`. */
export interface Change {
  readonly operator: string;
  readonly apply: Operator;
  readonly path: string;
  readonly parts: readonly string[];
  readonly argument: unknown;
}

export type Update =
  | OperatorUpdate
  | { readonly kind: 'replacement'; readonly document: Doc }
  | { readonly kind: 'pipeline'; readonly stages: readonly Doc[] };

export interface OperatorUpdate {
  readonly kind: 'operators';
  readonly changes: readonly Change[];
  readonly arrayFilters: ReadonlyMap<string, Filter>;
  /** What `changes` look at, the `_id` among them; undefined when that may be any field. */
  readonly calculated: TouchedFields | undefined;
  /** All that is looked at or changed; undefined when that may be any field. */
  readonly touched: TouchedFields | undefined;
  /** Whole fields set as they came, by name; none of them is in `calculated`. */
  readonly rawSets?: ReadonlyMap<string, Buffer>;
}

/** Top-level fields. One object for all that are the same, so that what follows from them can be kept. */
export interface TouchedFields {
  /** In the order in which new ones are added to a document. */
  readonly ordered: readonly string[];
  readonly names: RawNames;
  has(name: string): boolean;
}

/** Reads the `u` of an update statement; throws MongoDB's errors for what it refuses before touching any document. */
export function parseUpdate(update: unknown, arrayFilters: unknown): Update {
  if (Array.isArray(update)) return { kind: 'pipeline', stages: update as Doc[] };
  if (!isDoc(update)) throw new CommandError('FailedToParse', 'Update argument must be either an object or an array');
  const keys = Object.keys(update);
  if (!keys[0]?.startsWith('$')) {
    const stray = keys.find((key) => key.startsWith('$'));
    if (stray !== undefined) throw new CommandError('DollarPrefixedFieldName', `The dollar ($) prefixed field '${stray}' in '${stray}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`);
    return { kind: 'replacement', document: update };
  }
  const changes = keys.flatMap((operator) => changesOf(operator, update[operator]));
  refuseConflicts(changes);
  const touched = fieldsTouchedBy(changes);
  return { kind: 'operators', changes: changes.sort(byPath), arrayFilters: parseArrayFilters(arrayFilters, changes), calculated: touched, touched };
}

function changesOf(operator: string, fields: unknown): Change[] {
  const apply = operators[operator];
  if (!apply) throw new CommandError('FailedToParse', `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`);
  if (!isDoc(fields)) throw new CommandError('FailedToParse', `Modifiers operate on fields but we found another type. For example: {$mod: {<field>: ...}} not {${operator}: ...}`);
  return Object.entries(fields).map(([path, argument]) => ({ operator, apply, path, parts: checkedParts(path), argument }));
}

function checkedParts(path: string): string[] {
  if (path === '') throw new CommandError('EmptyFieldName', 'An empty update path is not valid.');
  const parts = path.split('.');
  if (parts.includes('')) throw new CommandError('EmptyFieldName', `The update path '${path}' contains an empty field name, which is not allowed.`);
  const first = parts[0] as string;
  if (first.startsWith('$')) throw new CommandError(first === '$' || first.startsWith('$[') ? 'BadValue' : 'DollarPrefixedFieldName', `The dollar ($) prefixed field '${first}' in '${path}' is not valid for storage.`);
  return parts;
}

/** Undefined where positions have to be found with the filter, which may look at any field. */
function fieldsTouchedBy(changes: readonly Change[]): TouchedFields | undefined {
  if (changes.some(({ path }) => path.includes('$'))) return undefined;
  return touchedFields(['_id', ...changes.flatMap(pathsOf).map((path) => path.split('.')[0] as string)]);
}

const knownFields = new Map<string, TouchedFields>();
const MOST_KNOWN = 1_000;

export function touchedFields(names: readonly string[]): TouchedFields {
  const key = names.join('\0');
  const known = knownFields.get(key);
  if (known) return known;
  const distinct = new Set(names);
  const ordered = [...distinct].sort(byName);
  const made: TouchedFields = { ordered, names: rawNames(ordered), has: (name) => distinct.has(name) };
  if (knownFields.size >= MOST_KNOWN) knownFields.clear();
  knownFields.set(key, made);
  return made;
}

/** A `$rename` changes both its paths. */
function pathsOf({ operator, path, argument }: Change): string[] {
  return operator === '$rename' && typeof argument === 'string' ? [path, argument] : [path];
}

/** No path may be changed twice, nor one inside another. */
function refuseConflicts(changes: readonly Change[]): void {
  const paths = changes.flatMap(pathsOf).sort();
  const taken = new Set<string>();
  for (const path of paths) {
    const parts = path.split('.');
    for (let length = 1; length <= parts.length; length++) {
      if (taken.has(parts.slice(0, length).join('.'))) throw new CommandError('ConflictingUpdateOperators', `Updating the path '${path}' would create a conflict at '${parts.slice(0, length).join('.')}'`);
    }
    taken.add(path);
  }
}

/** MongoDB adds new fields in the order of their names, numbers by value. */
function byPath(a: Change, b: Change): number {
  const length = Math.min(a.parts.length, b.parts.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.parts[i] as string, b.parts[i] as string];
    if (x === y) continue;
    return byName(x, y);
  }
  return a.parts.length - b.parts.length;
}

function byName(a: string, b: string): number {
  const [p, q] = [Number(a), Number(b)];
  return Number.isInteger(p) && Number.isInteger(q) ? p - q : a < b ? -1 : 1;
}

/** By identifier: `[{ 'x.qty': { $gt: 1 } }]` makes `x`. */
function parseArrayFilters(given: unknown, changes: readonly Change[]): ReadonlyMap<string, Filter> {
  const filters = new Map<string, Filter>();
  if (given !== undefined && !Array.isArray(given)) throw new CommandError('TypeMismatch', "BSON field 'arrayFilters' is the wrong type, expected type 'array'");
  for (const each of (given ?? []) as unknown[]) {
    if (!isDoc(each)) throw new CommandError('TypeMismatch', 'arrayFilters must contain objects');
    const identifier = identifierOf(each);
    if (filters.has(identifier)) throw new CommandError('FailedToParse', `Found multiple array filters with the same top-level field name ${identifier}`);
    filters.set(identifier, parseFilter(each));
  }
  refuseUnmatchedIdentifiers(filters, changes);
  return filters;
}

function identifierOf(filter: Doc): string {
  const [key] = Object.keys(filter);
  if (key === undefined) throw new CommandError('FailedToParse', 'Cannot use an expression without a top-level field name in arrayFilters');
  const clause: unknown = Array.isArray(filter[key]) ? (filter[key] as unknown[])[0] : undefined;
  const identifier = key.startsWith('$') && isDoc(clause) ? identifierOf(clause) : (key.split('.')[0] as string);
  if (!/^[a-z][a-zA-Z0-9]*$/.test(identifier)) throw new CommandError('BadValue', `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${identifier}'`);
  return identifier;
}

function refuseUnmatchedIdentifiers(filters: ReadonlyMap<string, Filter>, changes: readonly Change[]): void {
  const used = new Set(changes.flatMap(({ parts }) => parts.filter((part) => part.startsWith('$[') && part.length > 3).map((part) => part.slice(2, -1))));
  for (const identifier of used) if (!filters.has(identifier)) throw new CommandError('BadValue', `No array filter found for identifier '${identifier}'`);
  for (const identifier of filters.keys()) if (!used.has(identifier)) throw new CommandError('FailedToParse', `The array filter for identifier '${identifier}' was not used in the update`);
}
