import type { OutboxEntry } from '../../platform/events/outbox-entry.js';
import { newId, type StoreId } from '../../platform/ids.js';

/** A store was connected, paused or resumed, has something else to be seen to, or may show another share of the stock; the data is `{ storeId }`, the rest is read from the store. */
export const STORE_CHANGED = 'storeChanged';

export function storeChanged(storeId: StoreId, at: Date): OutboxEntry {
  return { id: newId('event'), type: STORE_CHANGED, at, data: { storeId } };
}
