import { randomUUID } from 'node:crypto';
import { systemClock, type Clock } from '../clock.js';
import type { StoreId } from '../ids.js';
import type { RedisClient } from '../redis/client.js';
import type { Metrics } from '../telemetry/metrics.js';
import { FORGOTTEN_AFTER_MS, latencyAfter, paceAfter, paceAt, type CallPace, type Latency, type SlowdownCause } from './call-pace.js';

/** Calls of a store under way at once while all goes well, where its connector declares no other bound. */
export const USUAL_CALLS_AT_ONCE = 32;

/** A store that is called less at once than its marketplace would allow. */
export interface SlowedStore {
  readonly callsAtOnce: number;
  readonly most: number;
  readonly slowedAt: Date;
  readonly cause: SlowdownCause;
}

export interface PacedCall {
  readonly marketplace: string;
  readonly storeId: StoreId;
  readonly operation: string;
  /** Bound for the store. */
  readonly most: number;
}

/** A call's place among those under way. */
export interface CallTurn {
  /** How it went on the wire. Null: it was answered, whatever the answer. */
  judge(trouble: SlowdownCause | null, durationMs: number): void;
  /** Gives the place to the next. */
  over(): void;
}

/**
 * How many calls each store is sent at once, by how its marketplace bears them. Every process learns for itself: a store is
 * worked under one lease, so nearly all its calls come from one process, and the next one starts from what is declared.
 */
export interface CallPaces {
  /** Of so many calls that could be made at once, how many should be: at least 1. */
  atOnce(storeId: StoreId, most: number): number;
  /** A call that may wait does so while as many are under way as may be, `forMs` at most; the others go at once. */
  begin(call: PacedCall, wait: { readonly forMs: number } | null): Promise<CallTurn>;
  /** As the process tells that is held back most; null when none is. */
  ofStore(storeId: StoreId): Promise<SlowedStore | null>;
}

interface Known {
  pace: CallPace;
  underWay: number;
  readonly waiting: Set<() => void>;
  readonly latencies: Map<string, Latency>;
}

interface CallPacesOptions {
  readonly redis: RedisClient;
  readonly metrics: Pick<Metrics, 'slowdowns' | 'storesSlowed'>;
  readonly clock?: Clock;
  readonly process?: string;
}

export function createCallPaces({ redis, metrics, clock = systemClock, process = randomUUID() }: CallPacesOptions): CallPaces {
  const stores = new Map<StoreId, Known>();
  const keyOf = (storeId: StoreId): string => `paces:${storeId}`;
  const nowMs = (): number => clock.now().getTime();

  function known({ storeId, most }: PacedCall): Known {
    const found = stores.get(storeId) ?? { pace: { limit: most, cut: null }, underWay: 0, waiting: new Set(), latencies: new Map<string, Latency>() };
    stores.set(storeId, found);
    return found;
  }

  function judge(call: PacedCall, { trouble, durationMs, underWay }: { readonly trouble: SlowdownCause | null; readonly durationMs: number; readonly underWay: number }): void {
    const store = known(call);
    const endedAtMs = nowMs();
    const latency = trouble === null ? latencyAfter(store.latencies.get(call.operation), durationMs) : null;
    if (latency) store.latencies.set(call.operation, latency);
    const before = store.pace;
    store.pace = paceAfter(paceAt(before, endedAtMs, call.most), { beganAtMs: endedAtMs - durationMs, endedAtMs, underWay, trouble, latency }, call.most);
    if (store.pace !== before) tell(call, before, store.pace);
  }

  function tell({ marketplace, storeId, most }: PacedCall, before: CallPace, { limit, cut }: CallPace): void {
    const [wasSlowed, isSlowed] = [before.limit < most, limit < most];
    if (cut && cut !== before.cut) metrics.slowdowns.inc({ marketplace, cause: cut.cause });
    if (wasSlowed !== isSlowed) metrics.storesSlowed.inc({ marketplace }, isSlowed ? 1 : -1);
    if (Math.floor(before.limit) === Math.floor(limit) && cut === before.cut) return;
    const told = JSON.stringify({ callsAtOnce: Math.floor(limit), most, slowedAtMs: cut?.atMs, cause: cut?.cause });
    const telling = isSlowed ? redis.multi().hSet(keyOf(storeId), process, told).pExpire(keyOf(storeId), FORGOTTEN_AFTER_MS).exec() : redis.hDel(keyOf(storeId), process);
    // For people to see; it decides nothing.
    void telling.catch(() => undefined);
  }

  function letIn(store: Known): void {
    for (const enter of store.waiting) {
      if (store.underWay >= Math.floor(store.pace.limit)) return;
      enter();
    }
  }

  return {
    atOnce: (storeId, most) => Math.max(1, Math.min(most, Math.floor(paceAt(stores.get(storeId)?.pace ?? { limit: most, cut: null }, nowMs(), most).limit))),
    async begin(call, wait) {
      const store = known(call);
      const mustWait = wait !== null && (store.waiting.size > 0 || store.underWay >= Math.floor(store.pace.limit));
      if (mustWait) await place(store, wait.forMs);
      else store.underWay += 1;
      const atBeginning = store.underWay;
      return {
        judge: (trouble, durationMs) => {
          judge(call, { trouble, durationMs, underWay: Math.max(atBeginning, store.underWay) });
        },
        over() {
          store.underWay -= 1;
          letIn(store);
        },
      };
    },
    async ofStore(storeId) {
      const told = Object.values(await redis.hGetAll(keyOf(storeId))).map((text) => JSON.parse(text) as { callsAtOnce: number; most: number; slowedAtMs: number; cause: SlowdownCause });
      const fresh = told.filter(({ slowedAtMs }) => nowMs() - slowedAtMs < FORGOTTEN_AFTER_MS);
      const [slowest] = fresh.sort((a, b) => a.callsAtOnce - b.callsAtOnce);
      return slowest ? { callsAtOnce: slowest.callsAtOnce, most: slowest.most, slowedAt: new Date(slowest.slowedAtMs), cause: slowest.cause } : null;
    },
  };
}

/** Resolves with the place taken: when there is one, or when it has been waited for long enough. */
function place(store: Known, forMs: number): Promise<void> {
  return new Promise((resolve) => {
    function enter(): void {
      clearTimeout(timer);
      store.waiting.delete(enter);
      store.underWay += 1;
      resolve();
    }
    const timer = setTimeout(enter, forMs).unref();
    store.waiting.add(enter);
  });
}
