import { BadEventCursorError, isEventGap, type EventGap } from '../../../../platform/events/event.js';
import type { EventLog } from '../../../../platform/events/event-log.js';
import type { StoreId } from '../../../../platform/ids.js';
import { badInput } from '../../../../platform/subgraph/errors.js';
import { requireScope } from '../../../../platform/subgraph/require-scope.js';
import type { SubgraphContext } from '../../../../platform/subgraph/subgraph.js';
import type { AlertKind } from '../domain/alert-rule.js';
import type { AlertId } from '../domain/alert.js';
import { ALERT_CHANGED } from '../events.js';

/** What the subscription's event is made of; the alert itself is loaded when it is asked for. */
export interface AlertChangedEvent {
  readonly cursor: string;
  readonly at: Date;
  readonly gap: EventGap['gap'] | null;
  readonly alertId: AlertId | null;
}

export interface AlertChangedArguments {
  readonly storeId?: StoreId | null;
  readonly kinds?: readonly AlertKind[] | null;
  readonly after?: string | null;
}

/** Events that fit the arguments, and every gap. Throws BAD_INPUT for an `after` that is no cursor. */
export async function* alertChangedEvents({ storeId, kinds, after }: AlertChangedArguments, context: SubgraphContext, events: Pick<EventLog, 'subscribe'>): AsyncGenerator<AlertChangedEvent> {
  requireScope(context, 'sync:read');
  const { principal, signal } = context;
  try {
    for await (const item of events.subscribe({ sellerId: principal.sellerId, types: [ALERT_CHANGED], after: after ?? null, signal })) {
      const { cursor, at } = item;
      if (isEventGap(item)) yield { cursor, at, gap: item.gap, alertId: null };
      else if ((storeId == null || item.data['storeId'] === storeId) && (kinds?.includes(item.data['kind'] as AlertKind) ?? true)) yield { cursor, at, gap: null, alertId: item.data['alertId'] as AlertId };
    }
  } catch (error) {
    throw error instanceof BadEventCursorError ? badInput(['after'], error.message) : error;
  }
}
