import { CommandError, notSupported } from '../errors.js';
import { evaluateExpression, expressionFields } from '../aggregate/evaluate.js';
import { visitPath } from '../documents/paths.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { typedToPlain } from '../values/codec.js';
import { isNumber, toDouble } from '../values/numbers.js';
import { elementLeaf, equalityLeaf, operatorLeaf, type Leaf } from './operators.js';
import { compileRegex, isRegex } from './regex.js';

/** One comparison that every matching document fulfils, as far as an index can use it. */
export interface Conjunct {
  readonly path: string;
  readonly op: 'eq' | 'in' | 'gt' | 'gte' | 'lt' | 'lte' | 'regex' | 'exists';
  readonly value: unknown;
}

export interface Filter {
  /** Whether the (exactly typed) document matches; it may be given only the top-level fields named in `fields`. */
  readonly matches: (doc: Doc) => boolean;
  readonly conjuncts: readonly Conjunct[];
  /** Whether the conjuncts together are the whole filter. */
  readonly isConjunction: boolean;
  /** The alternatives, when the filter is one `$or` and nothing else. */
  readonly alternatives: readonly Filter[] | undefined;
  /** Top-level fields the filter looks at; undefined means it needs whole documents. */
  readonly fields: readonly string[] | undefined;
  readonly source: Doc;
}

export type Variables = Readonly<Record<string, unknown>>;

/** How the documents to be matched are decoded; expressions calculate on plain ones. */
export type Decoding = 'typed' | 'plain';

/** Compiles a query filter; throws MongoDB's own errors for operators that don't exist or have wrong arguments. */
export function parseFilter(source: Doc, variables: Variables = {}, decoding: Decoding = 'typed'): Filter {
  const parts = Object.entries(source).flatMap(([key, value]) => (key === '$comment' ? [] : [parseEntry(key, value, { variables, decoding })]));
  return parts.length === 1 ? { ...(parts[0] as Filter), source } : allOf(parts, source);
}

interface Surroundings {
  readonly variables: Variables;
  readonly decoding: Decoding;
}

function parseEntry(key: string, value: unknown, around: Surroundings): Filter {
  switch (key) {
    case '$and':
      return allOf(clauses(key, value, around), { [key]: value });
    case '$or': {
      const alternatives = clauses(key, value, around);
      return alternatives.length === 1 ? allOf(alternatives, { [key]: value }) : anyOf(alternatives, { [key]: value });
    }
    case '$nor': {
      const { matches, fields, source } = anyOf(clauses(key, value, around), { [key]: value });
      return opaque((doc) => !matches(doc), fields, source);
    }
    case '$expr':
      return expressionFilter(value, around);
    case '$where':
    case '$text':
    case '$jsonSchema':
      throw notSupported(key);
    default:
      if (key.startsWith('$')) throw new CommandError('BadValue', `unknown top level operator: ${key}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`);
      return fieldFilter(key, value);
  }
}

function clauses(key: string, value: unknown, { variables, decoding }: Surroundings): Filter[] {
  if (!Array.isArray(value) || value.length === 0) throw new CommandError('BadValue', `${key} argument must be a nonempty array`);
  return value.map((clause: unknown) => {
    if (!isDoc(clause)) throw new CommandError('BadValue', `${key} entries need to be full objects`);
    return parseFilter(clause, variables, decoding);
  });
}

function allOf(parts: readonly Filter[], source: Doc): Filter {
  return {
    matches: (doc) => parts.every((part) => part.matches(doc)),
    conjuncts: parts.flatMap((part) => part.conjuncts),
    isConjunction: parts.every((part) => part.isConjunction),
    alternatives: parts.length === 1 ? parts[0]?.alternatives : undefined,
    fields: unionOfFields(parts),
    source,
  };
}

function anyOf(parts: readonly Filter[], source: Doc): Filter {
  return { ...opaque((doc) => parts.some((part) => part.matches(doc)), unionOfFields(parts), source), alternatives: parts };
}

function opaque(matches: (doc: Doc) => boolean, fields: readonly string[] | undefined, source: Doc): Filter {
  return { matches, conjuncts: [], isConjunction: false, alternatives: undefined, fields, source };
}

function unionOfFields(parts: readonly Filter[]): readonly string[] | undefined {
  const all = new Set<string>();
  for (const { fields } of parts) {
    if (!fields) return undefined;
    for (const field of fields) all.add(field);
  }
  return [...all];
}

function expressionFilter(expression: unknown, { variables, decoding }: Surroundings): Filter {
  const plain = decoding === 'plain' ? expression : typedToPlain(expression);
  const plainDoc = decoding === 'plain' ? (doc: Doc): Doc => doc : (doc: Doc): Doc => typedToPlain(doc) as Doc;
  return opaque((doc) => isTruthy(evaluateExpression(plain, plainDoc(doc), variables)), expressionFields(plain), { $expr: expression });
}

function isTruthy(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && !(isNumber(value) && toDouble(value) === 0);
}

function fieldFilter(path: string, condition: unknown): Filter {
  const parts = path.split('.');
  const terms = parseCondition(condition);
  const tests = terms.map(({ leaf }) => testAt(parts, leaf));
  const [first] = tests;
  return {
    matches: tests.length === 1 && first ? first : (doc) => tests.every((test) => test(doc)),
    conjuncts: terms.flatMap((term) => term.usable.map((usable) => ({ ...usable, path: usable.path ? `${path}.${usable.path}` : path }))),
    isConjunction: terms.every((term) => term.exact),
    alternatives: undefined,
    fields: [parts[0] as string],
    source: { [path]: condition },
  };
}

function testAt(parts: readonly string[], leaf: Leaf): (doc: Doc) => boolean {
  const { test, expand, negate } = leaf;
  const visit = expand ? (value: unknown): boolean => test(value) || (Array.isArray(value) && value.some(test)) : test;
  return (doc) => visitPath(doc, parts, 0, visit) !== negate;
}

interface Term {
  readonly leaf: Leaf;
  /** What an index can make of it, with paths relative to the field. */
  readonly usable: readonly Conjunct[];
  /** Whether `usable` says all that the leaf says. */
  readonly exact: boolean;
}

function parseCondition(condition: unknown): Term[] {
  if (isRegex(condition)) return [{ leaf: operatorLeaf('$regex', condition, {}), usable: [conjunct('regex', compileRegex(condition, undefined))], exact: false }];
  if (!isOperatorDoc(condition)) return [{ leaf: equalityLeaf(condition), usable: [conjunct('eq', condition)], exact: true }];
  return Object.entries(condition).flatMap(([operator, operand]) => (operator === '$options' ? optionsTerm(condition) : [parseOperator(operator, operand, condition)]));
}

export function isOperatorDoc(condition: unknown): condition is Doc {
  return isDoc(condition) && Object.keys(condition)[0]?.startsWith('$') === true;
}

function optionsTerm(condition: Doc): Term[] {
  if (!('$regex' in condition)) throw new CommandError('BadValue', '$options needs a $regex');
  return [];
}

function conjunct(op: Conjunct['op'], value: unknown, path = ''): Conjunct {
  return { path, op, value };
}

function parseOperator(operator: string, operand: unknown, siblings: Doc): Term {
  switch (operator) {
    case '$not':
      return negation(operand);
    case '$elemMatch':
      return elemMatch(operand);
    case '$all':
      return all(operand);
    case '$eq':
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
    case '$in':
      return { leaf: operatorLeaf(operator, operand, siblings), usable: [conjunct(operator.slice(1) as Conjunct['op'], operand)], exact: true };
    case '$exists': {
      const leaf = operatorLeaf(operator, operand, siblings);
      return { leaf, usable: leaf.negate ? [] : [conjunct('exists', true)], exact: false };
    }
    case '$regex':
      return { leaf: operatorLeaf(operator, operand, siblings), usable: [conjunct('regex', compileRegex(operand, siblings['$options']))], exact: false };
    default:
      return { leaf: operatorLeaf(operator, operand, siblings), usable: [], exact: false };
  }
}

function negation(operand: unknown): Term {
  if (!isRegex(operand) && !isOperatorDoc(operand)) throw new CommandError('BadValue', '$not needs a regex or a document');
  const tests = parseCondition(operand).map(({ leaf }) => testAt(['value'], leaf));
  // The wrapper makes `$not` see what its operators see: the whole value at the path, arrays included.
  return { leaf: { test: (value) => tests.every((test) => test({ value })), expand: false, negate: true }, usable: [], exact: false };
}

function elemMatch(operand: unknown): Term {
  if (!isDoc(operand)) throw new CommandError('BadValue', '$elemMatch needs an Object');
  const onValues = isOperatorDoc(operand) && !['$and', '$or', '$nor'].includes(Object.keys(operand)[0] as string);
  if (onValues) {
    const tests = parseCondition(operand).map(({ leaf }) => elementLeaf(leaf));
    return { leaf: arrayLeaf((elements) => elements.some((element) => tests.every((test) => test(element)))), usable: [], exact: false };
  }
  const inner = parseFilter(operand);
  const usable = inner.conjuncts.map((each) => ({ ...each }));
  return { leaf: arrayLeaf((elements) => elements.some((element) => (isDoc(element) || Array.isArray(element)) && inner.matches(element as Doc))), usable, exact: false };
}

function all(operand: unknown): Term {
  if (!Array.isArray(operand)) throw new CommandError('BadValue', '$all needs an array');
  const each = operand.map((item: unknown) => (isDoc(item) && '$elemMatch' in item ? elemMatch(item['$elemMatch']).leaf : (parseCondition(item)[0] as Term).leaf));
  const test = (value: unknown): boolean =>
    each.length > 0 && each.every((leaf) => leaf.test(value) || (leaf.expand && Array.isArray(value) && value.some(leaf.test)));
  const first: unknown = operand[0];
  const usable = operand.length > 0 && !isDoc(first) && !isRegex(first) ? [conjunct('eq', first)] : [];
  return { leaf: { test, expand: false, negate: false }, usable, exact: false };
}

function arrayLeaf(test: (elements: readonly unknown[]) => boolean): Leaf {
  return { test: (value) => Array.isArray(value) && test(value as unknown[]), expand: false, negate: false };
}
