import { nameOf, rawElements, type RawElement } from '../documents/raw-document.js';
import { decodeTyped } from '../values/codec.js';
import { parseUpdate, touchedFields, type OperatorUpdate, type Update } from './parse-update.js';

const DOCUMENT = 0x03;

/**
 * Reads an encoded `u` whose `$set` names whole fields without decoding their values: most updates are of this kind. Undefined
 * for any other, and for what `parseUpdate` would refuse.
 */
export function parseRawUpdate(raw: Buffer): Update | undefined {
  const set = [...rawElements(raw)].find((element) => element.type === DOCUMENT && nameOf(raw, element) === '$set');
  const rawSets = set && wholeFields(raw, set);
  const others = rawSets && parseOthers(raw, set);
  if (!others || (others.calculated && [...rawSets.keys()].some((name) => others.calculated?.has(name)))) return undefined;
  const { changes, calculated } = others;
  return { kind: 'operators', changes, arrayFilters: new Map(), calculated, touched: touchedFields([...rawSets.keys(), ...(calculated?.ordered ?? [])]), rawSets };
}

/** The elements of a `$set`, by name; undefined when one is a path, the `_id` or named twice. */
function wholeFields(raw: Buffer, set: RawElement): Map<string, Buffer> | undefined {
  const fields = new Map<string, Buffer>();
  for (const element of rawElements(raw, set.value)) {
    const name = nameOf(raw, element);
    if (name === '' || name === '_id' || name.startsWith('$') || name.includes('.') || fields.has(name)) return undefined;
    fields.set(name, raw.subarray(element.start, element.end));
  }
  return fields.size > 0 ? fields : undefined;
}

/** What the operators beside `$set` do; undefined when they need more than their own fields. */
function parseOthers(raw: Buffer, set: RawElement): Pick<OperatorUpdate, 'changes' | 'calculated'> | undefined {
  const rest = Buffer.concat([raw.subarray(0, set.start), raw.subarray(set.end)]);
  rest.writeInt32LE(rest.length, 0);
  if (rest.length === 5) return { changes: [], calculated: undefined };
  const others = parseUpdate(decodeTyped(rest), undefined);
  return others.kind === 'operators' && others.calculated ? others : undefined;
}
