import type { Payload } from '../../../platform/payloads/payload.js';
import type { OrderNews } from '../../orders/operations/record-orders.js';
import type { ConnectorContext, RemoteOrder } from '../connector/contract.js';
import type { OpenStore } from '../connector/store-access.js';
import { NotArchivedError, archivedHttp } from './archived-http.js';

/** `isWhole` is false where more was exchanged then than the archive still has. */
export interface Reading {
  readonly orders: readonly OrderNews[];
  readonly isWhole: boolean;
}

const MOST_PAGES = 100;
/** What a poll asks from; only answers that are in the archive are read, so it just has to be near. */
const LOOK_BACK_MS = 60_000;

/** The orders in a webhook call or a notification, by today's mapper. Throws ConnectorError. */
export function readInbound({ store, connector }: OpenStore, payload: Payload): Reading {
  const body = payload.requestBody?.content ?? Buffer.alloc(0);
  const parse = payload.method === 'QUEUE' ? connector.notifications?.parse(body, store.currency) : connector.webhooks?.parse({ method: payload.method, path: pathBelow(payload.url), body }, store.currency);
  return { orders: (parse?.orders ?? []).map((order) => ({ ...order, payloadId: payload.id })), isWhole: true };
}

/**
 * The orders in what the marketplace answered to a poll, or to reading single orders, by today's mapper; null when it was
 * neither. `namesIn` finds the known orders among the values of a body. Throws ConnectorError.
 */
export async function readAnswers(open: Pick<OpenStore, 'connector' | 'context'>, exchanges: readonly Payload[], namesIn: (exchanges: readonly Payload[]) => Promise<readonly string[]>): Promise<Reading | null> {
  return (await readPoll(open, exchanges)) ?? (await readSingle(open, exchanges, await namesIn(exchanges)));
}

async function readPoll({ connector, context }: Pick<OpenStore, 'connector' | 'context'>, exchanges: readonly Payload[]): Promise<Reading | null> {
  const http = archivedHttp(exchanges);
  const inThePast = asThen(context, exchanges, http);
  const orders: RemoteOrder[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    try {
      const found = await connector.orders.changedSince(inThePast, new Date(inThePast.now().getTime() - LOOK_BACK_MS), cursor);
      orders.push(...found.items);
      cursor = found.next;
    } catch (error) {
      if (!(error instanceof NotArchivedError)) throw error;
      return http.asked() ? { orders, isWhole: false } : null;
    }
    if (cursor === null) break;
  }
  return { orders, isWhole: cursor === null };
}

async function readSingle({ connector, context }: Pick<OpenStore, 'connector' | 'context'>, exchanges: readonly Payload[], names: readonly string[]): Promise<Reading | null> {
  const http = archivedHttp(exchanges);
  const orders: RemoteOrder[] = [];
  for (const name of names) {
    try {
      const order = await connector.orders.byNumber(asThen(context, exchanges, http), name);
      if (order) orders.push(order);
    } catch (error) {
      if (!(error instanceof NotArchivedError)) throw error;
      return http.asked() ? { orders, isWhole: false } : null;
    }
  }
  return http.asked() ? { orders, isWhole: true } : null;
}

/** The store as it was when these were exchanged: nothing is asked of the marketplace, and what was remembered since is read, not changed. */
function asThen(context: ConnectorContext<unknown>, exchanges: readonly Payload[], http: ConnectorContext<unknown>['http']): ConnectorContext<unknown> {
  const cache = new Map<string, string>();
  const at = exchanges[0]?.startedAt ?? context.now();
  return {
    store: context.store,
    http,
    cache: { get: async (key) => cache.get(key) ?? context.cache.get(key), set: async (key, value) => void cache.set(key, value) },
    tokens: { get: async () => 'archived', discard: async () => undefined },
    now: () => at,
    marketplaceNow: () => at,
  };
}

/** What follows a store's own webhook address; the secret in it was taken out when it was archived. */
function pathBelow(url: string): string {
  return url.replace(/^.*\/webhooks\/[^/?]+\/[^/?]+/u, '');
}
