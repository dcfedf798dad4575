import { CommandError } from '../errors.js';
import { isArrayIndex } from '../documents/paths.js';
import { isDoc, typeName, type Doc } from '../values/bson-type.js';

/** Where a path ends in a document: the object or array that holds the value, and its key there. */
export interface Place {
  readonly holder: Doc | unknown[];
  readonly key: string;
}

const MAX_PADDING = 1_500_000;

/** The place at the end of the path if all before it exists; undefined otherwise. */
export function findPlace(doc: Doc, parts: readonly string[]): Place | undefined {
  let holder: unknown = doc;
  for (const part of parts.slice(0, -1)) holder = childOf(holder, part);
  const key = parts[parts.length - 1] as string;
  if (Array.isArray(holder)) return isArrayIndex(key) ? { holder: holder as unknown[], key } : undefined;
  return isDoc(holder) ? { holder, key } : undefined;
}

/** The place at the end of the path, made where it is missing; throws PathNotViable where a scalar or an array is in the way. */
export function makePlace(doc: Doc, parts: readonly string[]): Place {
  let holder: Doc | unknown[] = doc;
  for (const [i, part] of parts.slice(0, -1).entries()) {
    refuseNamesInArrays(holder, part, parts, i);
    const child: unknown = childOf(holder, part);
    if (child === undefined) {
      const made: Doc = {};
      putAt({ holder, key: part }, made);
      holder = made;
    } else if (isDoc(child) || Array.isArray(child)) {
      holder = child as Doc | unknown[];
    } else {
      throw new CommandError('PathNotViable', `Cannot create field '${parts[i + 1] ?? ''}' in element {${part}: ${describe(child)}}`);
    }
  }
  const key = parts[parts.length - 1] as string;
  refuseNamesInArrays(holder, key, parts, parts.length - 1);
  return { holder, key };
}

/** For operators that change nothing where the path ends early: throws PathNotViable where it could not even be made. */
export function refuseNonViablePath(doc: Doc, parts: readonly string[]): void {
  let holder: unknown = doc;
  for (const [i, part] of parts.entries()) {
    const blocked = Array.isArray(holder) ? !isArrayIndex(part) : !isDoc(holder);
    if (blocked) throw new CommandError('PathNotViable', `Cannot use the part (${part}) of (${parts.join('.')}) to traverse the element ({${parts[i - 1] ?? ''}: ${describe(holder)}})`);
    holder = childOf(holder, part);
    if (holder === undefined) return;
  }
}

function refuseNamesInArrays(holder: Doc | unknown[], part: string, parts: readonly string[], at: number): void {
  if (Array.isArray(holder) && !isArrayIndex(part)) throw new CommandError('PathNotViable', `Cannot create field '${part}' in element {${parts[at - 1] ?? ''}: ${describe(holder)}}`);
}

export function childOf(holder: unknown, part: string): unknown {
  if (Array.isArray(holder)) return isArrayIndex(part) ? (holder as unknown[])[Number(part)] : undefined;
  return isDoc(holder) ? holder[part] : undefined;
}

export function valueAt({ holder, key }: Place): unknown {
  return childOf(holder, key);
}

export function putAt({ holder, key }: Place, value: unknown): void {
  if (!Array.isArray(holder)) {
    setField(holder, key, value);
    return;
  }
  const index = Number(key);
  if (index - holder.length > MAX_PADDING) throw new CommandError('BadValue', `can't backfill more than ${MAX_PADDING} elements`);
  while (holder.length < index) holder.push(null);
  holder[index] = value;
}

function setField(doc: Doc, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(doc, key, { value, writable: true, enumerable: true, configurable: true });
  else doc[key] = value;
}

/** A field goes; an array element becomes null, so that the others keep their places. */
export function removeAt({ holder, key }: Place): void {
  if (!Array.isArray(holder)) {
    Reflect.deleteProperty(holder, key);
    return;
  }
  if (Number(key) < holder.length) holder[Number(key)] = null;
}

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : typeName(value);
}
