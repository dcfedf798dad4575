import { BadEventCursorError, isEventGap } from '../../../platform/events/event.js';
import type { EventLog } from '../../../platform/events/event-log.js';
import type { OperationId } from '../../../platform/ids.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { OPERATION_CHANGED } from '../events.js';
import type { SyncLoaders } from './loaders.js';

/** What the subscription's event is made of; the operation itself is loaded when it is asked for. */
export interface OperationChangedEvent {
  readonly cursor: string;
  readonly at: Date;
  readonly gap: { readonly reason: string; readonly since: string } | null;
  readonly operationId: OperationId | null;
}

export interface OperationChangedArguments {
  readonly id?: OperationId | null;
  readonly after?: string | null;
}

export async function* operationChangedEvents(args: OperationChangedArguments, context: SubgraphContext<SyncLoaders>, events: EventLog): AsyncGenerator<OperationChangedEvent> {
  requireScope(context, 'sync:read');
  const { principal, signal } = context;
  try {
    for await (const item of events.subscribe({ sellerId: principal.sellerId, types: [OPERATION_CHANGED], after: args.after ?? null, signal })) {
      if (isEventGap(item)) yield { cursor: item.cursor, at: item.at, gap: item.gap, operationId: null };
      else if (args.id == null || item.data['operationId'] === args.id) yield { cursor: item.cursor, at: item.at, gap: null, operationId: item.data['operationId'] as OperationId };
    }
  } catch (error) {
    throw error instanceof BadEventCursorError ? badInput(['after'], error.message) : error;
  }
}
