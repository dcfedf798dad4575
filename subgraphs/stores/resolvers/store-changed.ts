import { BadEventCursorError, isEventGap } from '../../../platform/events/event.js';
import type { EventLog } from '../../../platform/events/event-log.js';
import type { StoreId } from '../../../platform/ids.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { STORE_CHANGED } from '../events.js';
import type { StoreLoaders } from './loaders.js';

/** What the subscription's event is made of; the store itself is loaded when it is asked for. */
export interface StoreChangedEvent {
  readonly cursor: string;
  readonly at: Date;
  readonly gap: { readonly reason: string; readonly since: string } | null;
  readonly storeId: StoreId | null;
}

export interface StoreChangedArguments {
  readonly storeId?: StoreId | null;
  readonly after?: string | null;
}

export async function* storeChangedEvents(args: StoreChangedArguments, context: SubgraphContext<StoreLoaders>, events: EventLog): AsyncGenerator<StoreChangedEvent> {
  requireScope(context, 'stores:read');
  const { principal, signal } = context;
  try {
    for await (const item of events.subscribe({ sellerId: principal.sellerId, types: [STORE_CHANGED], after: args.after ?? null, signal })) {
      if (isEventGap(item)) yield { cursor: item.cursor, at: item.at, gap: item.gap, storeId: null };
      else if (args.storeId == null || item.data['storeId'] === args.storeId) yield { cursor: item.cursor, at: item.at, gap: null, storeId: item.data['storeId'] as StoreId };
    }
  } catch (error) {
    throw error instanceof BadEventCursorError ? badInput(['after'], error.message) : error;
  }
}
