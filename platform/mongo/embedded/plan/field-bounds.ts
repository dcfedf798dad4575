import { afterPrefix } from '../storage/record-keys.js';
import { encodeFields, type KeyField } from '../documents/index-keys.js';
import type { Conjunct } from '../query/parse-filter.js';
import { isRegex, literalPrefix } from '../query/regex.js';
import { BRACKET, bracketOf } from '../values/bson-type.js';

/** Keys from `start` up to, but not including, `end`; relative to what stands before this field in the key. */
export interface KeyRange {
  readonly start: Buffer;
  readonly end: Buffer;
}

export interface FieldBounds {
  /** Set when the field can only have one of these encoded values. */
  readonly points: readonly Buffer[] | undefined;
  readonly ranges: readonly KeyRange[];
  /** The conjuncts that the bounds express completely. */
  readonly covered: readonly Conjunct[];
}

/**
 * What the conjuncts on one field leave of its part of an index. On a field with arrays only one conjunct may be used:
 * different elements may satisfy different ones.
 */
export function fieldBounds(field: KeyField, conjuncts: readonly Conjunct[], multikey: boolean): FieldBounds | undefined {
  const candidates = conjuncts.flatMap((conjunct) => {
    const bounds = boundsOf(field, conjunct);
    return bounds ? [bounds] : [];
  });
  const pointed = candidates.filter((each) => each.points !== undefined).sort((a, b) => (a.points?.length ?? 0) - (b.points?.length ?? 0));
  const [narrowest] = pointed;
  if (narrowest) return narrowest;
  if (candidates.length === 0) return undefined;
  if (multikey) return candidates[0];
  return candidates.reduce(intersect);
}

function boundsOf(field: KeyField, conjunct: Conjunct): FieldBounds | undefined {
  const { op, value } = conjunct;
  switch (op) {
    case 'eq':
      return pointBounds(field, [value], conjunct);
    case 'in':
      return (value as unknown[]).some(isRegex) ? undefined : pointBounds(field, value as unknown[], conjunct);
    case 'regex':
      return regexBounds(field, value as RegExp);
    case 'exists':
      return undefined;
    default:
      return comparisonBounds(field, op, value, conjunct);
  }
}

function pointBounds(field: KeyField, values: readonly unknown[], conjunct: Conjunct): FieldBounds {
  const exact = values.every((value) => value !== null && value !== undefined && !Array.isArray(value));
  const points = new Map<string, Buffer>();
  for (const value of values.flatMap(keysOfEqual)) {
    const point = encode(field, value);
    points.set(point.toString('latin1'), point);
  }
  const sorted = [...points.values()].sort((a, b) => Buffer.compare(a, b));
  return { points: sorted, ranges: sorted.map((point) => ({ start: point, end: afterPrefix(point) })), covered: exact ? [conjunct] : [] };
}

/** An array is indexed by its elements, so a document equal to it is found under its first; inside an outer array it is an element itself. */
function keysOfEqual(value: unknown): unknown[] {
  return Array.isArray(value) ? [value[0], value] : [value ?? null];
}

function comparisonBounds(field: KeyField, op: 'gt' | 'gte' | 'lt' | 'lte', value: unknown, conjunct: Conjunct): FieldBounds | undefined {
  const bracket = bracketOf(value);
  const unbounded: number[] = [BRACKET.minKey, BRACKET.maxKey, BRACKET.null, BRACKET.undefined, BRACKET.array];
  if (unbounded.includes(bracket) || Number.isNaN(Number(bracket === BRACKET.number ? value : 0))) return undefined;
  const point = encode(field, value);
  const upward = (op === 'gt' || op === 'gte') !== field.descending;
  const inclusive = op === 'gte' || op === 'lte';
  const whole = bracketRange(field, bracket);
  const start = upward ? (inclusive ? point : afterPrefix(point)) : whole.start;
  const end = upward ? whole.end : inclusive ? afterPrefix(point) : point;
  return { points: undefined, ranges: Buffer.compare(start, end) < 0 ? [{ start, end }] : [], covered: [conjunct] };
}

/** All values of one type; of numbers, all but NaN, which no comparison matches. */
function bracketRange(field: KeyField, bracket: number): KeyRange {
  const first = Buffer.from([field.descending ? ~bracket & 0xff : bracket]);
  const range = { start: first, end: afterPrefix(first) };
  if (bracket !== BRACKET.number) return range;
  const nan = encode(field, Number.NaN);
  return field.descending ? { ...range, end: nan } : { ...range, start: afterPrefix(nan) };
}

function regexBounds(field: KeyField, regex: RegExp): FieldBounds | undefined {
  if (!(regex instanceof RegExp)) return undefined;
  const prefix = literalPrefix(regex);
  if (prefix === undefined) return undefined;
  const whole = encode({ ...field, descending: false }, prefix);
  const text = Buffer.from(whole.subarray(0, -1));
  const start = field.descending ? invert(text) : text;
  const regexes = bracketRange(field, BRACKET.regex);
  const ranges = [{ start, end: afterPrefix(start) }, regexes].sort((a, b) => Buffer.compare(a.start, b.start));
  return { points: undefined, ranges, covered: [] };
}

function intersect(a: FieldBounds, b: FieldBounds): FieldBounds {
  const ranges = a.ranges.flatMap((left) =>
    b.ranges.flatMap((right) => {
      const start = Buffer.compare(left.start, right.start) > 0 ? left.start : right.start;
      const end = Buffer.compare(left.end, right.end) < 0 ? left.end : right.end;
      return Buffer.compare(start, end) < 0 ? [{ start, end }] : [];
    }),
  );
  return { points: undefined, ranges, covered: [...a.covered, ...b.covered] };
}

function encode(field: KeyField, value: unknown): Buffer {
  return encodeFields([value], [field]);
}

function invert(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => ~byte & 0xff));
}
