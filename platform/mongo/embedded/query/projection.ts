import { CommandError } from '../errors.js';
import { evaluateExpression } from '../aggregate/evaluate.js';
import { pickFields, rawNames } from '../documents/raw-document.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { decodeTyped, encode, typedToPlain } from '../values/codec.js';
import { isNumber, toDouble } from '../values/numbers.js';
import { isTrue } from './operators.js';
import { positionOfMatch } from './positional.js';
import { parseFilter, type Decoding, type Filter, type Variables } from './parse-filter.js';

/** Leaves the document it is given as it was. */
export type Projection = (doc: Doc) => Doc;

/** The document being projected, and what expressions see of it. */
interface Root {
  readonly doc: Doc;
  readonly plain: () => Doc;
}

/** A field's part in the projection; sub-documents and dotted paths both become nested trees. */
type Tree = Map<string, Tree | Rule>;
type Rule = { readonly kind: 'include' | 'exclude' } | { readonly kind: 'compute'; readonly compute: (root: Root) => unknown } | { readonly kind: 'change'; readonly change: (value: unknown, root: Root) => unknown; readonly inclusive: boolean };

/** Reads a find projection; undefined when it asks for whole documents. Throws MongoDB's errors for mixtures it refuses. */
export function parseProjection(spec: unknown, filter: Filter, variables: Variables = {}, decoding: Decoding = 'typed'): Projection | undefined {
  const read = readProjection(spec, filter, variables);
  return read && projectionOf(read, decoding);
}

/** The same on encoded documents: of plain inclusions nothing is decoded that is not asked for, of whole fields nothing at all. */
export function parseRawProjection(spec: unknown, filter: Filter, variables: Variables = {}): ((raw: Buffer) => Buffer) | undefined {
  const read = readProjection(spec, filter, variables);
  if (!read) return undefined;
  const project = projectionOf(read, 'typed');
  const { tree, inclusive } = read;
  if (!inclusive || rules(tree, false).some(({ kind }) => kind === 'compute' || kind === 'change')) return (raw) => encode(project(decodeTyped(raw)));
  const included = [...tree].filter(([, node]) => node instanceof Map || node.kind === 'include');
  const names = rawNames(included.map(([name]) => name));
  if (included.every(([, node]) => !(node instanceof Map))) return (raw) => pickFields(raw, names);
  return (raw) => encode(project(decodeTyped(pickFields(raw, names))));
}

interface ReadProjection {
  readonly tree: Tree;
  readonly inclusive: boolean;
}

function readProjection(spec: unknown, filter: Filter, variables: Variables): ReadProjection | undefined {
  if (spec === undefined || spec === null) return undefined;
  if (!isDoc(spec)) throw new CommandError('TypeMismatch', "BSON field 'projection' is the wrong type, expected type 'object'");
  if (Object.keys(spec).length === 0) return undefined;
  const tree: Tree = new Map();
  for (const [path, value] of Object.entries(spec)) addRule(tree, path, value, filter, variables);
  const inclusive = isInclusive(tree);
  const id = tree.get('_id');
  if (inclusive && id === undefined) tree.set('_id', { kind: 'include' });
  return { tree, inclusive };
}

function projectionOf({ tree, inclusive }: ReadProjection, decoding: Decoding): Projection {
  return (doc) => {
    const root = decoding === 'plain' ? { doc, plain: () => doc } : plainOnce(doc);
    return inclusive ? includeFields(doc, tree, root) : excludeFields(doc, tree, root);
  };
}

function plainOnce(doc: Doc): Root {
  let plain: Doc | undefined;
  return { doc, plain: () => (plain ??= typedToPlain(doc) as Doc) };
}

function addRule(tree: Tree, path: string, value: unknown, filter: Filter, variables: Variables): void {
  const positional = path.endsWith('.$');
  const parts = (positional ? path.slice(0, -2) : path).split('.');
  if (parts.some((part) => part === '' || part.startsWith('$'))) throw new CommandError('Location16872', `FieldPath field names may not be empty or start with '$'. Consider using $getField or $setField. Path: ${path}`);
  if (isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]?.startsWith('$')) {
    for (const [key, inner] of Object.entries(value)) addRule(tree, `${path}.${key}`, inner, filter, variables);
    return;
  }
  const last = parts.pop() as string;
  let node = tree;
  for (const part of parts) node = childOf(node, part, path);
  if (node.has(last)) throw new CommandError('Location31249', `Path collision at ${path}`);
  node.set(last, positional ? positionalRule(filter, [...parts, last]) : ruleOf(value, variables));
}

function childOf(node: Tree, part: string, path: string): Tree {
  const child = node.get(part) ?? new Map<string, Tree | Rule>();
  if (!(child instanceof Map)) throw new CommandError('Location31249', `Path collision at ${path}`);
  node.set(part, child);
  return child;
}

function ruleOf(value: unknown, variables: Variables): Rule {
  if (isNumber(value) || typeof value === 'boolean') return { kind: isTrue(value) ? 'include' : 'exclude' };
  if (isDoc(value) && '$slice' in value && isSliceArgument(value['$slice'])) return { kind: 'change', change: slice(value['$slice']), inclusive: false };
  if (isDoc(value) && '$elemMatch' in value) return { kind: 'change', change: firstMatching(value['$elemMatch']), inclusive: true };
  const expression = typedToPlain(value);
  return { kind: 'compute', compute: (root) => evaluateExpression(expression, root.plain(), variables) };
}

function isSliceArgument(value: unknown): boolean {
  return isNumber(value) || (Array.isArray(value) && value.length === 2 && value.every(isNumber));
}

function slice(argument: unknown): (value: unknown) => unknown {
  const [from, count] = (Array.isArray(argument) ? argument : [undefined, argument]).map((each: unknown) => (isNumber(each) ? toDouble(each) : undefined));
  return (value) => {
    if (!Array.isArray(value)) return value;
    const array: unknown[] = value;
    if (from === undefined) return (count ?? 0) < 0 ? array.slice(count) : array.slice(0, count);
    const start = from < 0 ? Math.max(0, array.length + from) : from;
    return array.slice(start, start + (count ?? 0));
  };
}

function firstMatching(condition: unknown): (value: unknown) => unknown {
  const filter = parseFilter({ value: { $elemMatch: condition } });
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const found = value.findIndex((element: unknown) => filter.matches({ value: [element] }));
    return found < 0 ? undefined : [value[found]];
  };
}

function positionalRule(filter: Filter, parts: readonly string[]): Rule {
  return {
    kind: 'change',
    inclusive: true,
    change: (value, { doc }) => {
      if (!Array.isArray(value)) return value;
      const position = positionOfMatch(filter, doc, parts);
      if (position === undefined) throw new CommandError('Location51246', "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array");
      return [value[position] as unknown];
    },
  };
}

/** An exclusion has nothing but exclusions (and slices); `_id` may differ from the others. */
function isInclusive(tree: Tree): boolean {
  const kinds = rules(tree, true);
  const includes = kinds.filter(({ kind }) => kind === 'include' || kind === 'compute');
  const excludes = kinds.filter(({ kind }) => kind === 'exclude');
  if (includes.some(({ kind }) => kind === 'include') && excludes.length > 0) throw new CommandError('Location31254', 'Cannot do exclusion on a field in inclusion projection');
  if (includes.length > 0 && excludes.length > 0) throw new CommandError('Location31253', 'Cannot do inclusion on a field in exclusion projection');
  if (includes.length > 0) return true;
  if (excludes.length > 0) return false;
  const id = tree.get('_id');
  if (id && !(id instanceof Map)) return id.kind === 'include';
  return kinds.some((rule) => rule.kind === 'change' && rule.inclusive);
}

function rules(tree: Tree, skipId: boolean): Rule[] {
  return [...tree].flatMap(([name, node]) => (skipId && name === '_id' ? [] : node instanceof Map ? rules(node, false) : [node]));
}

function includeFields(doc: Doc, tree: Tree, root: Root): Doc {
  const result: Doc = {};
  for (const [name, value] of Object.entries(doc)) {
    const node = tree.get(name);
    if (node === undefined) continue;
    const kept = node instanceof Map ? includeNested(value, node, root) : keptByRule(node, value, root);
    if (kept !== undefined) result[name] = kept;
  }
  for (const [name, node] of tree) addComputed(result, name, node, root);
  return result;
}

function includeNested(value: unknown, tree: Tree, root: Root): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => includeNested(element, tree, root)).filter((element) => element !== undefined);
  return isDoc(value) ? includeFields(value, tree, root) : undefined;
}

function keptByRule(rule: Rule, value: unknown, root: Root): unknown {
  if (rule.kind === 'include') return value;
  return rule.kind === 'change' ? rule.change(value, root) : undefined;
}

function addComputed(result: Doc, name: string, node: Tree | Rule, root: Root): void {
  if (node instanceof Map) {
    if (!rules(node, false).some(({ kind }) => kind === 'compute')) return;
    const present = result[name];
    if (Array.isArray(present)) {
      for (const element of present) if (isDoc(element)) for (const [key, child] of node) addComputed(element, key, child, root);
      return;
    }
    const inner = isDoc(present) ? present : {};
    for (const [key, child] of node) addComputed(inner, key, child, root);
    if (Object.keys(inner).length > 0) result[name] = inner;
    return;
  }
  if (node.kind !== 'compute') return;
  const value = node.compute(root);
  if (value !== undefined) result[name] = value;
}

function excludeFields(doc: Doc, tree: Tree, root: Root): Doc {
  const result: Doc = {};
  for (const [name, value] of Object.entries(doc)) {
    const node = tree.get(name);
    const kept = node === undefined ? value : node instanceof Map ? excludeNested(value, node, root) : node.kind === 'exclude' ? undefined : keptByRule(node, value, root);
    if (kept !== undefined) result[name] = kept;
  }
  return result;
}

function excludeNested(value: unknown, tree: Tree, root: Root): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => excludeNested(element, tree, root));
  return isDoc(value) ? excludeFields(value, tree, root) : value;
}
