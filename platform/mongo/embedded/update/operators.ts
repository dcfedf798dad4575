import { Timestamp, type Int32, type Long } from 'bson';
import { CommandError } from '../errors.js';
import { BRACKET, bracketOf, isDoc, typeName, type Doc } from '../values/bson-type.js';
import { compareValues, equalValues } from '../values/compare-values.js';
import { addNumbers, isNumber, isWhole, multiplyNumbers, toDouble, type BsonNumber } from '../values/numbers.js';
import { addToSet, pop, pull, pullAll, push } from './array-operators.js';
import { bitwise } from './bit-operator.js';
import { findPlace, makePlace, putAt, refuseNonViablePath, removeAt, valueAt } from './document-path.js';

export interface OperatorInput {
  /** The document being changed, in place. */
  readonly doc: Doc;
  /** Without `$` and `$[]`: positions have been filled in. */
  readonly parts: readonly string[];
  readonly argument: unknown;
  readonly isInsert: boolean;
  readonly now: Date;
}

export type Operator = (input: OperatorInput) => void;

export const operators: Readonly<Record<string, Operator>> = {
  $set: ({ doc, parts, argument }) => putAt(makePlace(doc, parts), argument),
  $setOnInsert: ({ doc, parts, argument, isInsert }) => {
    if (isInsert) putAt(makePlace(doc, parts), argument);
  },
  $unset: ({ doc, parts }) => {
    const place = findPlace(doc, parts);
    if (place && valueAt(place) !== undefined) removeAt(place);
  },
  $inc: (input) => arithmetic('$inc', input),
  $mul: (input) => arithmetic('$mul', input),
  $min: (input) => keepExtreme(input, (order) => order < 0),
  $max: (input) => keepExtreme(input, (order) => order > 0),
  $rename: rename,
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
  $bit: bitwise,
};

function arithmetic(name: '$inc' | '$mul', { doc, parts, argument }: OperatorInput): void {
  const verb = name === '$inc' ? 'increment' : 'multiply';
  if (!isNumber(argument)) throw new CommandError('TypeMismatch', `Cannot ${verb} with non-numeric argument: {${parts.join('.')}: ${JSON.stringify(argument)}}`);
  const place = makePlace(doc, parts);
  const current = valueAt(place);
  if (current === undefined) { putAt(place, name === '$inc' ? argument : zeroLike(argument)); return; }
  if (!isNumber(current)) throw new CommandError('TypeMismatch', `Cannot apply ${name} to a value of non-numeric type. {_id: ${idText(doc)}} has the field '${parts[parts.length - 1] ?? ''}' of non-numeric type ${typeName(current)}`);
  const result = name === '$inc' ? addNumbers(current, argument) : multiplyNumbers(current, argument);
  if (typeName(current) !== 'double' && typeName(argument) !== 'double' && typeName(result) === 'double') {
    throw new CommandError('BadValue', `Failed to apply ${name} operations to current value (${typeName(current)}) for document {_id: ${idText(doc)}}`);
  }
  putAt(place, result);
}

function zeroLike(argument: BsonNumber): BsonNumber {
  return multiplyNumbers(argument, multiplyNumbers(0, argument));
}

export function idText(doc: Doc): string {
  const id = doc['_id'];
  return typeof id === 'string' ? `"${id}"` : String(id);
}

function keepExtreme({ doc, parts, argument }: OperatorInput, isBetter: (order: number) => boolean): void {
  const place = makePlace(doc, parts);
  const current = valueAt(place);
  if (current === undefined || isBetter(compareValues(argument, current))) putAt(place, argument);
}

function rename({ doc, parts, argument }: OperatorInput): void {
  if (typeof argument !== 'string') throw new CommandError('BadValue', `The 'to' field for $rename must be a string: ${parts.join('.')}`);
  refuseNonViablePath(doc, parts);
  const from = findPlace(doc, parts);
  const value = from && valueAt(from);
  if (!from || value === undefined) return;
  if (Array.isArray(from.holder)) throw new CommandError('BadValue', `The source field cannot be an array element, '${parts.join('.')}'`);
  const to = makePlace(doc, argument.split('.'));
  if (Array.isArray(to.holder)) throw new CommandError('BadValue', `The destination field cannot be an array element, '${argument}'`);
  removeAt(from);
  putAt(to, value);
}

function currentDate({ doc, parts, argument, now }: OperatorInput): void {
  const type = isDoc(argument) ? argument['$type'] : typeof argument === 'boolean' ? 'date' : undefined;
  if (type !== 'date' && type !== 'timestamp') throw new CommandError('BadValue', "The '$type' string field is required to be 'date' or 'timestamp'");
  putAt(makePlace(doc, parts), type === 'date' ? now : nextTimestamp(now));
}

let lastTimestamp = { seconds: 0, ordinal: 0 };

/** Timestamps of one second are told apart by an ordinal. */
function nextTimestamp(now: Date): Timestamp {
  const seconds = Math.floor(now.getTime() / 1000);
  lastTimestamp = { seconds, ordinal: seconds === lastTimestamp.seconds ? lastTimestamp.ordinal + 1 : 1 };
  return new Timestamp({ t: lastTimestamp.seconds, i: lastTimestamp.ordinal });
}

/** A whole number given as any numeric type; undefined for anything else. */
export function wholeNumber(value: unknown): number | undefined {
  return isNumber(value) && isWhole(value) ? toDouble(value) : undefined;
}

export function sameValue(a: unknown, b: unknown): boolean {
  return bracketOf(a) === bracketOf(b) && equalValues(a, b);
}

export function isInteger(value: unknown): value is Int32 | Long {
  const name = value === undefined || bracketOf(value) !== BRACKET.number ? '' : typeName(value);
  return name === 'int' || name === 'long';
}
