import type { SandboxState, StateStore } from './state.js';

export interface LoggedRequest {
  readonly id: number;
  /** Sandbox time, epoch ms. */
  readonly at: number;
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  readonly query: string;
  readonly seller: string | null;
  readonly bodyBytes: number;
  /** SHA-256 of the body as received, hex; null without a body. */
  readonly bodyDigest: string | null;
  /** Length of the first list in the body; null when there is none. */
  readonly itemCount: number | null;
  /** HTTP status answered; null when the connection was cut or left hanging. */
  readonly status: number | null;
  /** Kind of the fault that met this request, if any. */
  readonly fault: string | null;
}

export interface Effect {
  readonly id: number;
  readonly at: number;
  /** What kind of thing changed, such as `stock`, `price`, `order`. */
  readonly what: string;
  readonly key: string;
  readonly old: unknown;
  readonly new: unknown;
  /** The request that caused it; null for the marketplace's own doing (buyers, timers without a request, control API). */
  readonly requestId: number | null;
}

export interface LogQuery {
  /** Only entries with a greater id. */
  readonly after?: number | undefined;
  /** Default 1,000. */
  readonly limit?: number | undefined;
}

export interface RequestQuery extends LogQuery {
  readonly method?: string | undefined;
  /** A part of the path. */
  readonly path?: string | undefined;
  readonly seller?: string | undefined;
  readonly status?: number | undefined;
}

export interface EffectQuery extends LogQuery {
  readonly what?: string | undefined;
  readonly key?: string | undefined;
  readonly requestId?: number | undefined;
}

/** Every request and every applied change, oldest first, durable and bounded: proof of "sent once" and of the number of calls. */
export interface RequestLog {
  nextRequestId(): number;
  recordRequest(request: LoggedRequest): void;
  recordEffect(effect: Omit<Effect, 'id'>): void;
  requests(query?: RequestQuery): LoggedRequest[];
  effects(query?: EffectQuery): Effect[];
  clear(): void;
}

const KEPT_REQUESTS = 100_000;
const KEPT_EFFECTS = 300_000;
const DEFAULT_LIMIT = 1_000;

export function createRequestLog(state: SandboxState): RequestLog {
  const requests = state.store<LoggedRequest>('requests');
  const effects = state.store<Effect>('effects');
  // Numbered in memory so that ids follow arrival; continues after what is stored.
  let lastRequestId = lastKey(requests);
  let lastEffectId = lastKey(effects);

  return {
    nextRequestId: () => (lastRequestId += 1),
    recordRequest: (request) => {
      requests.put(request.id, request);
      requests.remove(request.id - KEPT_REQUESTS);
    },
    recordEffect: (effect) => {
      lastEffectId += 1;
      effects.put(lastEffectId, { id: lastEffectId, ...effect });
      effects.remove(lastEffectId - KEPT_EFFECTS);
    },
    requests: (query = {}) => collect(requests, query, (request) => isWanted(request, query)),
    effects: (query = {}) =>
      collect(
        effects,
        query,
        (effect) =>
          (query.what === undefined || effect.what === query.what) &&
          (query.key === undefined || effect.key === query.key) &&
          (query.requestId === undefined || effect.requestId === query.requestId),
      ),
    clear: () => {
      for (const { key } of [...requests.range()]) requests.remove(key);
      for (const { key } of [...effects.range()]) effects.remove(key);
    },
  };
}

function isWanted(request: LoggedRequest, query: RequestQuery) {
  return (
    (query.method === undefined || request.method === query.method) &&
    (query.path === undefined || request.path.includes(query.path)) &&
    (query.seller === undefined || request.seller === query.seller) &&
    (query.status === undefined || request.status === query.status)
  );
}

function collect<V>(store: StateStore<V>, { after, limit = DEFAULT_LIMIT }: LogQuery, isMatch: (value: V) => boolean): V[] {
  const found: V[] = [];
  for (const { value } of store.range(after === undefined ? {} : { start: after + 1 })) {
    if (!isMatch(value)) continue;
    found.push(value);
    if (found.length >= limit) break;
  }
  return found;
}

function lastKey(store: StateStore<unknown>): number {
  for (const { key } of store.range({ reverse: true, limit: 1 })) return key as number;
  return 0;
}
