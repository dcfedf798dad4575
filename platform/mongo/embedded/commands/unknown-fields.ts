import { CommandError } from '../errors.js';
import type { Doc } from '../values/bson-type.js';

/** An option this server doesn't know is refused, never ignored: ignoring it would give a different answer. */
export function refuseUnknownFields(what: string, given: Doc, known: readonly string[]): void {
  const unknown = Object.keys(given).find((field) => !known.includes(field));
  if (unknown !== undefined) throw new CommandError('IDLUnknownField', `BSON field '${what}.${unknown}' is an unknown field.`);
}
