import { CommandError } from '../errors.js';
import { isOperatorDoc, parseFilter } from '../query/parse-filter.js';
import { isRegex } from '../query/regex.js';
import { parseSort, sortKey } from '../query/sort-order.js';
import { isDoc, typeName, type Doc } from '../values/bson-type.js';
import { compareValues } from '../values/compare-values.js';
import { findPlace, makePlace, putAt, refuseNonViablePath, valueAt, type Place } from './document-path.js';
import { idText, sameValue, wholeNumber, type OperatorInput } from './operators.js';

export function push(input: OperatorInput): void {
  const { argument } = input;
  const modifiers = isDoc(argument) && '$each' in argument ? argument : undefined;
  const added = modifiers ? eachOf('$push', modifiers) : [argument];
  const unknown = modifiers && Object.keys(modifiers).find((key) => !['$each', '$slice', '$sort', '$position'].includes(key));
  if (unknown !== undefined) throw new CommandError('BadValue', `Unrecognized clause in $push: ${unknown}`);
  const place = makePlace(input.doc, input.parts);
  const array = [...(arrayAt(input, place, '$push') ?? [])];
  array.splice(insertPosition(modifiers?.['$position'], array.length), 0, ...added);
  const sorted = modifiers && '$sort' in modifiers ? sortElements(array, modifiers['$sort']) : array;
  putAt(place, modifiers && '$slice' in modifiers ? sliceElements(sorted, modifiers['$slice']) : sorted);
}

function eachOf(operator: string, modifiers: Doc): unknown[] {
  const each = modifiers['$each'];
  if (!Array.isArray(each)) throw new CommandError('BadValue', `The argument to $each in ${operator} must be an array but it was of type: ${typeName(each)}`);
  return each as unknown[];
}

function arrayAt({ doc, parts }: OperatorInput, place: Place, operator: string): unknown[] | undefined {
  const value = valueAt(place);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) {
    throw new CommandError('BadValue', operator === '$push' ? `The field '${parts.join('.')}' must be an array but is of type ${typeName(value)} in document {_id: ${idText(doc)}}` : `Cannot apply ${operator} to a non-array value`);
  }
  return value as unknown[];
}

function insertPosition(position: unknown, length: number): number {
  if (position === undefined) return length;
  const index = wholeNumber(position);
  if (index === undefined) throw new CommandError('BadValue', 'The value for $position must be an integer value');
  return index < 0 ? Math.max(0, length + index) : Math.min(index, length);
}

function sortElements(array: readonly unknown[], spec: unknown): unknown[] {
  const direction = wholeNumber(spec);
  if (direction === 1 || direction === -1) return [...array].sort((a, b) => direction * compareValues(a, b));
  if (!isDoc(spec)) throw new CommandError('BadValue', 'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields');
  const order = parseSort(spec);
  const keyed = array.map((element) => ({ element, key: sortKey(isDoc(element) ? element : {}, order) }));
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ element }) => element);
}

function sliceElements(array: readonly unknown[], spec: unknown): unknown[] {
  const count = wholeNumber(spec);
  if (count === undefined) throw new CommandError('BadValue', 'The value for $slice must be an integer value');
  return count < 0 ? array.slice(count) : array.slice(0, count);
}

export function addToSet(input: OperatorInput): void {
  const { argument } = input;
  const added = isDoc(argument) && '$each' in argument ? eachOf('$addToSet', argument) : [argument];
  const place = makePlace(input.doc, input.parts);
  const array = [...(arrayAt(input, place, '$addToSet') ?? [])];
  for (const value of added) if (!array.some((each) => sameValue(each, value))) array.push(value);
  putAt(place, array);
}

export function pull(input: OperatorInput): void {
  const isDoomed = pullTest(input.argument);
  keepElements(input, '$pull', (element) => !isDoomed(element));
}

/** A document without operators is a query on elements that are documents; anything else is a condition on the element. */
function pullTest(argument: unknown): (element: unknown) => boolean {
  if (isDoc(argument) && !isOperatorDoc(argument)) {
    const filter = parseFilter(argument);
    return (element) => isDoc(element) && filter.matches(element);
  }
  if (!isDoc(argument) && !isRegex(argument)) return (element) => sameValue(element, argument);
  const filter = parseFilter({ element: argument });
  return (element) => filter.matches({ element });
}

export function pullAll(input: OperatorInput): void {
  const { argument } = input;
  if (!Array.isArray(argument)) throw new CommandError('BadValue', `$pullAll requires an array argument but was given a ${typeName(argument)}`);
  keepElements(input, '$pullAll', (element) => !argument.some((each) => sameValue(each, element)));
}

function keepElements(input: OperatorInput, operator: string, keep: (element: unknown) => boolean): void {
  refuseNonViablePath(input.doc, input.parts);
  const place = findPlace(input.doc, input.parts);
  const array = place && arrayAt(input, place, operator);
  if (place && array) putAt(place, array.filter(keep));
}

export function pop(input: OperatorInput): void {
  const end = wholeNumber(input.argument);
  if (end !== 1 && end !== -1) throw new CommandError('FailedToParse', `$pop expects 1 or -1, found: ${String(input.argument)}`);
  refuseNonViablePath(input.doc, input.parts);
  const place = findPlace(input.doc, input.parts);
  const value = place && valueAt(place);
  if (!place || value === undefined) return;
  if (!Array.isArray(value)) throw new CommandError('TypeMismatch', `Path '${input.parts.join('.')}' contains an element of non-array type '${typeName(value)}'`);
  putAt(place, end === 1 ? value.slice(0, -1) : value.slice(1));
}
