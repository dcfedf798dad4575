import type { Document } from 'bson';
import type { Deadline } from '../deadline.js';
import type { Engine } from '../engine.js';
import { CommandError, notSupported } from '../errors.js';
import { isDoc, typeName, type Doc } from '../values/bson-type.js';
import { isNumber, isWhole, toDouble } from '../values/numbers.js';
import { isTrue } from '../query/operators.js';

export interface CommandInput {
  readonly engine: Engine;
  readonly database: string;
  readonly body: Doc;
  readonly sequences: ReadonlyMap<string, Buffer[]>;
  readonly deadline: Deadline;
  readonly connectionId: number;
}

/** A reply as a document, or already encoded. `ok: 1` is added to documents. */
export type Reply = Document | Buffer;

export interface Command {
  /** Names of the arguments it understands, besides those every command takes. Any other is refused. */
  readonly fields: readonly string[];
  readonly run: (input: CommandInput) => Reply | Promise<Reply>;
}

/** The collection a command is about: the value of its first field. */
export function collectionName({ body }: CommandInput): string {
  const [command] = Object.keys(body) as [string];
  const name = body[command];
  if (typeof name !== 'string') throw new CommandError('InvalidNamespace', `collection name has invalid type ${typeName(name)}`);
  if (name === '') throw new CommandError('InvalidNamespace', `Invalid namespace specified '${command}'`);
  return name;
}

export function numberArgument(body: Doc, field: string, fallback: number): number {
  const value = body[field];
  if (value === undefined || value === null) return fallback;
  if (!isNumber(value)) throw wrongType(field, value, 'number');
  if (!isWhole(value)) throw new CommandError('FailedToParse', `Expected an integer in field '${field}'`);
  return toDouble(value);
}

export function countArgument(body: Doc, field: string): number {
  const value = numberArgument(body, field, 0);
  if (value < 0) throw new CommandError('Location51024', `BSON field '${field}' value must be >= 0, actual value '${value}'`);
  return value;
}

export function booleanArgument(body: Doc, field: string, fallback: boolean): boolean {
  const value = body[field];
  if (value === undefined || value === null) return fallback;
  if (typeof value !== 'boolean' && !isNumber(value)) throw wrongType(field, value, 'bool');
  return isTrue(value);
}

export function documentArgument(body: Doc, field: string): Doc {
  const value = body[field];
  if (value === undefined || value === null) return {};
  if (!isDoc(value)) throw wrongType(field, value, 'object');
  return value;
}

/** Documents given in the command itself or as a document sequence of the message. */
export function documentsArgument({ body, sequences }: CommandInput, field: string): readonly (Doc | Buffer)[] {
  const sequence = sequences.get(field);
  if (sequence) return sequence;
  const value = body[field];
  if (value === undefined) throw new CommandError('IDLFailedToParse', `BSON field '${field}' is missing but a required field`);
  if (!Array.isArray(value)) throw wrongType(field, value, 'array');
  return value.map((each: unknown) => {
    if (!isDoc(each)) throw wrongType(field, each, 'object');
    return each;
  });
}

export function wrongType(field: string, value: unknown, expected: string): CommandError {
  return new CommandError('TypeMismatch', `BSON field '${field}' is the wrong type '${typeName(value)}', expected type '${expected}'`);
}

/** Only the plain binary comparison exists here. */
export function refuseCollation(body: Doc): void {
  const { collation } = body as { collation?: unknown };
  if (collation === undefined || (isDoc(collation) && (Object.keys(collation).length === 0 || collation['locale'] === 'simple'))) return;
  throw notSupported('collation');
}
