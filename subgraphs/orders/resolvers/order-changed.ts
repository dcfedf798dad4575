import { BadEventCursorError, isEventGap } from '../../../platform/events/event.js';
import type { EventLog } from '../../../platform/events/event-log.js';
import type { OrderId, StoreId } from '../../../platform/ids.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { ORDER_CHANGED } from '../events.js';
import type { OrderLoaders } from './loaders.js';

/** What the subscription's event is made of; the order itself is loaded when it is asked for. */
export interface OrderChangedEvent {
  readonly cursor: string;
  readonly at: Date;
  readonly gap: { readonly reason: string; readonly since: string } | null;
  readonly orderId: OrderId | null;
}

interface OrderChangedArguments {
  readonly storeId?: StoreId | null;
  readonly after?: string | null;
}

export async function* orderChangedEvents(args: OrderChangedArguments, context: SubgraphContext<OrderLoaders>, events: EventLog): AsyncGenerator<OrderChangedEvent> {
  requireScope(context, 'orders:read');
  const { principal, signal } = context;
  try {
    for await (const item of events.subscribe({ sellerId: principal.sellerId, types: [ORDER_CHANGED], after: args.after ?? null, signal })) {
      if (isEventGap(item)) yield { cursor: item.cursor, at: item.at, gap: item.gap, orderId: null };
      else if (args.storeId == null || item.data['storeId'] === args.storeId) yield { cursor: item.cursor, at: item.at, gap: null, orderId: item.data['orderId'] as OrderId };
    }
  } catch (error) {
    throw error instanceof BadEventCursorError ? badInput(['after'], error.message) : error;
  }
}
