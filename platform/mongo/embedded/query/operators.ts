import { CommandError } from '../errors.js';
import { BRACKET, bracketOf, isDoc, typeName } from '../values/bson-type.js';
import { compareValues, equalValues } from '../values/compare-values.js';
import { encodeValue } from '../values/encode-value.js';
import { KeyWriter } from '../values/key-writer.js';
import { isNumber, isWhole, toDouble, toExact, type BsonNumber } from '../values/numbers.js';
import { bitsLeaf } from './bits.js';
import { compileRegex, isRegex, regexMatches } from './regex.js';

/** A condition on what stands at a path. */
export interface Leaf {
  /** Given the value, or undefined where there is none. */
  readonly test: (value: unknown) => boolean;
  /** Whether an array counts by its elements as well as by itself. */
  readonly expand: boolean;
  /** Whether the document matches when no value at the path passes the test. */
  readonly negate: boolean;
}

type Siblings = Readonly<Record<string, unknown>>;

export function equalityLeaf(operand: unknown): Leaf {
  return positive(equality(operand));
}

export function operatorLeaf(operator: string, operand: unknown, siblings: Siblings): Leaf {
  switch (operator) {
    case '$eq':
      return equalityLeaf(refuseRegex(operator, operand));
    case '$ne':
      return { ...equalityLeaf(refuseRegex(operator, operand)), negate: true };
    case '$gt':
      return positive(comparison(refuseRegex(operator, operand), (order) => order > 0, false));
    case '$gte':
      return positive(comparison(refuseRegex(operator, operand), (order) => order >= 0, true));
    case '$lt':
      return positive(comparison(refuseRegex(operator, operand), (order) => order < 0, false));
    case '$lte':
      return positive(comparison(refuseRegex(operator, operand), (order) => order <= 0, true));
    case '$in':
      return positive(membership(operator, operand));
    case '$nin':
      return { ...positive(membership(operator, operand)), negate: true };
    case '$exists':
      return { test: (value) => value !== undefined, expand: false, negate: !isTrue(operand) };
    case '$type':
      return positive(typeTest(operand));
    case '$size':
      return sizeLeaf(operand);
    case '$mod':
      return positive(modTest(operand));
    case '$regex':
      return positive(regexTest(operand, siblings['$options']));
    case '$bitsAllSet':
    case '$bitsAllClear':
    case '$bitsAnySet':
    case '$bitsAnyClear':
      return positive(bitsLeaf(operator, operand));
    default:
      throw new CommandError('BadValue', `unknown operator: ${operator}`);
  }
}

/** The leaf as a test of one array element, where nothing is expanded again but nested arrays. */
export function elementLeaf({ test, expand, negate }: Leaf): (element: unknown) => boolean {
  return (element) => (test(element) || (expand && Array.isArray(element) && element.some(test))) !== negate;
}

function positive(test: Leaf['test']): Leaf {
  return { test, expand: true, negate: false };
}

function refuseRegex(operator: string, operand: unknown): unknown {
  if (operator !== '$eq' && isRegex(operand)) throw new CommandError('BadValue', `Can't have RegEx as arg to predicate over field with ${operator}`);
  return operand;
}

function equality(operand: unknown): Leaf['test'] {
  if (operand === null || operand === undefined) return (value) => value === null || value === undefined;
  if (typeof operand === 'string') return (value) => value === operand || (typeof value === 'object' && equalValues(value, operand));
  return (value) => value !== undefined && equalValues(value, operand);
}

/** Compares within one type bracket; `MinKey` and `MaxKey` compare with everything. */
function comparison(operand: unknown, accepts: (order: number) => boolean, orEqual: boolean): Leaf['test'] {
  const bracket = bracketOf(operand);
  if (bracket === BRACKET.minKey || bracket === BRACKET.maxKey) return (value) => accepts(compareValues(value ?? null, operand));
  if (bracket === BRACKET.null) return (value) => orEqual && (value === null || value === undefined);
  if (bracket === BRACKET.number && Number.isNaN(toDouble(operand as BsonNumber))) return (value) => orEqual && isNaNValue(value);
  return (value) => value !== undefined && bracketOf(value) === bracket && !isNaNValue(value) && accepts(compareValues(value, operand));
}

function isNaNValue(value: unknown): boolean {
  return isNumber(value) && Number.isNaN(toDouble(value));
}

const FEW = 8;
const writer = new KeyWriter();

function membership(operator: string, operand: unknown): Leaf['test'] {
  if (!Array.isArray(operand)) throw new CommandError('BadValue', `${operator} needs an array`);
  const bad: unknown = operand.find((item: unknown) => isDoc(item) && Object.keys(item)[0]?.startsWith('$'));
  if (bad !== undefined) throw new CommandError('BadValue', `cannot nest $ under ${operator}`);
  const patterns = operand.filter(isRegex).map((item: unknown) => regexTest(item, undefined));
  const plain = operand.filter((item: unknown) => !isRegex(item)) as unknown[];
  const contains = plain.length <= FEW ? anyOf(plain.map(equality)) : encodedSet(plain);
  return patterns.length === 0 ? contains : anyOf([contains, ...patterns]);
}

function anyOf(tests: readonly Leaf['test'][]): Leaf['test'] {
  return (value) => tests.some((test) => test(value));
}

function encodedSet(values: readonly unknown[]): Leaf['test'] {
  const encoded = new Set(values.map(encodedText));
  return (value) => encoded.has(encodedText(value));
}

function encodedText(value: unknown): string {
  writer.reset();
  encodeValue(writer, value ?? null);
  return writer.take().toString('latin1');
}

function regexTest(operand: unknown, options: unknown): Leaf['test'] {
  const regex = compileRegex(operand, options);
  return (value) => regexMatches(regex, value);
}

const typeByNumber: Record<number, string> = {
  [-1]: 'minKey',
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  6: 'undefined',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  13: 'javascript',
  14: 'symbol',
  15: 'javascriptWithScope',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  127: 'maxKey',
};
const numberTypes = ['int', 'long', 'double', 'decimal'];
const knownTypes = new Set([...Object.values(typeByNumber), 'number']);

function typeTest(operand: unknown): Leaf['test'] {
  const names = (Array.isArray(operand) ? (operand as unknown[]) : [operand]).map((each) => {
    const name = isNumber(each) ? typeByNumber[toDouble(each)] : each;
    if (typeof name !== 'string' || !knownTypes.has(name)) throw new CommandError('BadValue', `Unknown type name alias: ${String(each)}`);
    return name;
  });
  const wanted = new Set(names.flatMap((name) => (name === 'number' ? numberTypes : [name])));
  return (value) => value !== undefined && wanted.has(typeName(value));
}

function sizeLeaf(operand: unknown): Leaf {
  if (!isNumber(operand) || !isWhole(operand) || toDouble(operand) < 0) throw new CommandError('BadValue', 'Failed to parse $size. Expected a non-negative integer');
  const size = toDouble(operand);
  return { test: (value) => Array.isArray(value) && value.length === size, expand: false, negate: false };
}

function modTest(operand: unknown): Leaf['test'] {
  if (!Array.isArray(operand) || operand.length !== 2) throw new CommandError('BadValue', 'malformed mod, needs to be an array of two numbers');
  const [divisor, remainder] = (operand as unknown[]).map((each) => {
    if (!isNumber(each)) throw new CommandError('BadValue', 'malformed mod, divisor and remainder must be numbers');
    return truncate(each);
  });
  if (divisor === undefined || divisor === 0n) throw new CommandError('BadValue', 'divisor cannot be 0');
  return (value) => isNumber(value) && Number.isFinite(toDouble(value)) && truncate(value) % divisor === remainder;
}

function truncate(value: BsonNumber): bigint {
  const exact = toExact(value);
  if (!exact) throw new CommandError('BadValue', 'malformed mod, divisor and remainder must be finite');
  return exact.exponent >= 0 ? exact.coefficient * 10n ** BigInt(exact.exponent) : exact.coefficient / 10n ** BigInt(-exact.exponent);
}

export function isTrue(value: unknown): boolean {
  return isNumber(value) ? toDouble(value) !== 0 : value !== false && value !== null && value !== undefined;
}
