import type { Clock } from '../../../platform/clock.js';
import type { StoreId } from '../../../platform/ids.js';
import type { LaneStore } from '../store/lane-store.js';

/** What a lease is renewed and given back at. */
export type LeaseKeeper = Pick<LaneStore, 'renew' | 'release'>;

/** What is left of a lease when it no longer counts as held: room for a slow clock and a slow write. */
const SAFETY_MS = 1_500;

export interface Lease {
  /** Aborts when the lease is lost. */
  readonly signal: AbortSignal;
  holds(): boolean;
  release(): Promise<void>;
}

/** Renews the lease three times within its length, until released. A renewal that fails to arrive costs nothing until the lease has run out. */
export function keepLease(o: { lanes: LeaseKeeper; storeId: StoreId; fence: number; until: Date; leaseMs: number; clock: Clock }): Lease {
  const lost = new AbortController();
  let until = o.until;
  let renewing: Promise<void> = Promise.resolve();

  async function renew(): Promise<void> {
    const next = new Date(o.clock.now().getTime() + o.leaseMs);
    try {
      if (await o.lanes.renew({ storeId: o.storeId, fence: o.fence, until: next })) until = next;
      else lost.abort();
    } catch {
      if (o.clock.now() >= until) lost.abort();
    }
  }

  const timer = setInterval(() => void (renewing = renew()), o.leaseMs / 3).unref();
  return {
    signal: lost.signal,
    holds: () => !lost.signal.aborted && o.clock.now().getTime() < until.getTime() - SAFETY_MS,
    async release() {
      clearInterval(timer);
      await renewing;
      await o.lanes.release({ storeId: o.storeId, fence: o.fence });
    },
  };
}
