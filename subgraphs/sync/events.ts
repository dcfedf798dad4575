import type { OutboxEntry } from '../../platform/events/outbox-entry.js';
import { newId, type OperationId } from '../../platform/ids.js';

/** An operation has taken a step; the data is `{ operationId }`, the step itself is read from the operation. */
export const OPERATION_CHANGED = 'operationChanged';

export function operationChanged(operationId: OperationId, at: Date): OutboxEntry {
  return { id: newId('event'), type: OPERATION_CHANGED, at, data: { operationId } };
}
