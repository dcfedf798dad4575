import { z } from 'zod';
import type { RemoteOffer } from './offer-port.js';
import { text } from './wire-values.js';

/** A row that names its listing and cannot be read otherwise. */
export interface StrangeRow {
  readonly remoteKey: string;
  /** Which field, never what stood in it. */
  readonly reason: string;
}

export interface ReadRows<T> {
  readonly read: readonly T[];
  readonly strange: readonly StrangeRow[];
  /** Rows that do not even name a listing. */
  readonly nameless: number;
}

/** Reads each row by itself, so that one of another shape takes no other with it. `keyField`: where the marketplace writes the remote key. */
export function readRows<T>(rows: readonly unknown[], shape: z.ZodType<T>, keyField: string): ReadRows<T> {
  const named = z.looseObject({ [keyField]: text });
  const read: T[] = [];
  const strange: StrangeRow[] = [];
  let nameless = 0;
  for (const row of rows) {
    const parsed = shape.safeParse(row);
    const key = named.safeParse(row);
    if (parsed.success) read.push(parsed.data);
    else if (key.success) strange.push({ remoteKey: String(key.data[keyField]), reason: `'${parsed.error.issues[0]?.path.join('.') ?? ''}' cannot be read` });
    else nameless += 1;
  }
  return { read, strange, nameless };
}

/** It is there; nobody can say how it stands. */
export function strangeOffer({ remoteKey, reason }: StrangeRow): RemoteOffer {
  return { remoteKey, price: null, quantity: null, onSale: null, remoteIds: {}, unreadable: reason };
}
