import { coalesced } from '../coalesced.js';
import type { SellerId } from '../ids.js';
import type { LogEntry, LogSlice, LogStore } from './log-store.js';
import type { Position } from './position.js';

/** The fresh end of one seller's log, held in memory once for all readers of this process. */
export interface Feed {
  /** Counts every change of the feed; taken before looking, so that nothing slips in between look and wait. */
  readonly version: number;
  /** The entries after a position, or undefined when the position lies outside of what is held. */
  peek(position: Position): LogSlice | undefined;
  /** Resolves once the feed has changed since `version`, is closed, or the signal aborts. */
  changed(version: number, signal: AbortSignal): Promise<void>;
  /** Reads on from Redis. */
  refresh(): Promise<void>;
  close(): void;
}

const HELD_ENTRIES = 1_000;
const READ_AT_ONCE = 500;

/** Starts at the head of the log; rejects when Redis does not answer. */
export async function openFeed({ store, sellerId }: { readonly store: LogStore; readonly sellerId: SellerId }): Promise<Feed> {
  const start = await store.read(sellerId, { after: null, limit: 0 });
  let epoch = start.epoch;
  let base = start.head;
  let last = start.head;
  let held: LogEntry[] = [];
  let version = 0;
  const waiting = new Set<() => void>();

  function announce(): void {
    version += 1;
    for (const wake of [...waiting]) wake();
  }

  function take(slice: LogSlice): void {
    const before = slice.entries[0]?.prev ?? slice.head;
    if (slice.epoch !== epoch || before !== last) {
      epoch = slice.epoch;
      base = before;
      held = [];
    }
    held.push(...slice.entries);
    last = slice.entries.at(-1)?.seq ?? before;
    const surplus = held.splice(0, Math.max(0, held.length - HELD_ENTRIES));
    base = surplus.at(-1)?.seq ?? base;
  }

  async function readOn(): Promise<void> {
    for (let isFull = true; isFull; ) {
      const slice = await store.read(sellerId, { after: { epoch, seq: last }, limit: READ_AT_ONCE });
      const isNews = slice.epoch !== epoch || slice.head !== last;
      if (isNews) {
        take(slice);
        announce();
      }
      isFull = slice.entries.length === READ_AT_ONCE;
    }
  }

  return {
    get version() {
      return version;
    },
    peek(position) {
      const isHeld = position.epoch === epoch && position.seq >= base && position.seq <= last;
      return isHeld ? { epoch, head: last, entries: held.slice(firstAfter(held, position.seq)) } : undefined;
    },
    changed(seen, signal) {
      if (version !== seen || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      });
    },
    refresh: coalesced(readOn),
    close: announce,
  };
}

/** Index of the first entry beyond `seq`, by bisection. */
function firstAfter(entries: readonly LogEntry[], seq: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.seq ?? Infinity) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
