import { elementsOf, pickFields, replaceFields } from '../documents/raw-document.js';
import { decodeTyped, encode } from '../values/codec.js';
import { applyUpdate, type UpdateContext } from './apply-update.js';
import type { OperatorUpdate, Update } from './parse-update.js';

/** The encoded document after the update. Of one with operators only the fields they calculate with are decoded; all others are copied as they are. */
export function updateBytes(before: Buffer, update: Update, context: UpdateContext): Buffer {
  if (update.kind !== 'operators' || !update.touched) return encode(applyUpdate(decodeTyped(before), update, context));
  const fresh = calculatedFields(before, update, context);
  for (const [name, element] of update.rawSets ?? []) fresh.set(name, element);
  return replaceFields(before, update.touched.names, fresh);
}

function calculatedFields(before: Buffer, update: OperatorUpdate, context: UpdateContext): Map<string, Buffer> {
  if (update.changes.length === 0 || !update.calculated) return new Map();
  return elementsOf(encode(applyUpdate(decodeTyped(pickFields(before, update.calculated.names)), update, context)));
}
