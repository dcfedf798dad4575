import { BadEventCursorError, isEventGap, type EventGap, type LoggedEvent } from '../../../platform/events/event.js';
import type { EventLog } from '../../../platform/events/event-log.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { CatalogLoaders } from './loaders.js';

/** What a subscription's event is made of; the variant or listing itself is loaded when it is asked for. */
export interface CatalogEvent {
  readonly cursor: string;
  readonly at: Date;
  readonly gap: EventGap['gap'] | null;
  readonly data: LoggedEvent['data'];
}

export interface EventArguments {
  readonly storeId?: string | null;
  readonly skus?: readonly string[] | null;
  readonly after?: string | null;
}

/** Events of one type that fit the arguments, and every gap. Throws BAD_INPUT for an `after` that is no cursor. */
export async function* catalogEvents(type: string, args: EventArguments, { principal, signal }: SubgraphContext<CatalogLoaders>, events: Pick<EventLog, 'subscribe'>): AsyncGenerator<CatalogEvent> {
  requireScope({ principal }, 'catalog:read');
  const skus = args.skus && new Set<unknown>(args.skus);
  try {
    for await (const item of events.subscribe({ sellerId: principal.sellerId, types: [type], after: args.after ?? null, signal })) {
      if (isEventGap(item)) yield { cursor: item.cursor, at: item.at, gap: item.gap, data: {} };
      else if ((!skus || skus.has(item.data['sku'])) && (args.storeId == null || item.data['storeId'] === args.storeId)) yield { cursor: item.cursor, at: item.at, gap: null, data: item.data };
    }
  } catch (error) {
    throw error instanceof BadEventCursorError ? badInput(['after'], error.message) : error;
  }
}
