import type { StoreId } from '../../../platform/ids.js';

/** Two keys per store in the intake's queue: what arrived is never held up by a call to the marketplace that takes long. */
export function inboxKey(storeId: StoreId): string {
  return `inbox/${storeId}`;
}

export function callsKey(storeId: StoreId): string {
  return `calls/${storeId}`;
}

export function readKey(key: string): { readonly kind: 'inbox' | 'calls'; readonly storeId: StoreId } {
  const [kind, storeId] = key.split('/');
  if ((kind !== 'inbox' && kind !== 'calls') || storeId === undefined) throw new Error(`'${key}' is not a key of the intake`);
  return { kind, storeId: storeId as StoreId };
}
