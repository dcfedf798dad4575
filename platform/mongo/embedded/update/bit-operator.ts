import { Int32, Long } from 'bson';
import { CommandError } from '../errors.js';
import { isDoc, typeName } from '../values/bson-type.js';
import { toDouble } from '../values/numbers.js';
import { makePlace, putAt, valueAt } from './document-path.js';
import { isInteger, type OperatorInput } from './operators.js';

/** `$bit: { field: { and | or | xor: integer } }`; int stays int unless a long takes part. */
export function bitwise({ doc, parts, argument }: OperatorInput): void {
  if (!isDoc(argument) || Object.keys(argument).length === 0) throw new CommandError('BadValue', `The $bit modifier is not compatible with a ${typeName(argument)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`);
  const place = makePlace(doc, parts);
  let value = valueAt(place) ?? new Int32(0);
  for (const [operation, operand] of Object.entries(argument)) {
    if (!isInteger(operand)) throw new CommandError('BadValue', `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(operand)}' is not supported here`);
    if (!isInteger(value)) throw new CommandError('BadValue', `Cannot apply $bit to a value of non-integral type. The field '${parts.join('.')}' has type ${typeName(value)}`);
    value = combine(operation, value, operand);
  }
  putAt(place, value);
}

function combine(operation: string, a: Int32 | Long, b: Int32 | Long): Int32 | Long {
  const [left, right] = [toBits(a), toBits(b)];
  const result = operation === 'and' ? left & right : operation === 'or' ? left | right : operation === 'xor' ? left ^ right : undefined;
  if (result === undefined) throw new CommandError('BadValue', `The $bit modifier only supports 'and', 'or', and 'xor', not '${operation}' which is an unknown operator`);
  const long = typeName(a) === 'long' || typeName(b) === 'long';
  return long ? Long.fromBigInt(BigInt.asIntN(64, result)) : new Int32(Number(BigInt.asIntN(32, result)));
}

function toBits(value: Int32 | Long): bigint {
  return typeName(value) === 'long' ? (value as Long).toBigInt() : BigInt(toDouble(value));
}
