import type { Db } from 'mongodb';
import type { Clock } from '../../../platform/clock.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { QuotaWatcher } from '../../../platform/quota/quota-watcher.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import { rareWarning } from '../../../platform/telemetry/rare-warning.js';
import type { ListingField } from '../../catalog/domain/listing.js';
import { bucketOf } from './domain/latency-buckets.js';
import { startOfQuarter, type StoreFigures } from './domain/store-figures.js';
import { createFigureStore, figureIndexes, pathPart, type FigureChange } from './figure-store.js';

export { figureIndexes };
export type { StoreFigures } from './domain/store-figures.js';

/** Whose figures. */
export interface StoreOf {
  readonly storeId: StoreId;
  readonly sellerId: SellerId;
}

/**
 * Counts what the stores' work comes to, for reports. Counting waits for nothing: it is gathered in this process and added to one small
 * document per store and quarter of an hour, once a second at most and never once per listing. Who is killed loses the last second of
 * figures, and a write whose answer is lost is counted again: these are figures about the work, never the work.
 */
export interface StoreFigureBook {
  /** A value leaves in a call for the first time, so long after it was wanted. */
  sent(store: StoreOf, field: ListingField, waitedMs: number): void;
  /** The marketplace is known to have a value, so long after it was wanted. */
  applied(store: StoreOf, field: ListingField, waitedMs: number): void;
  /** The store has accepted what a sale elsewhere left, so long after the sale was heard of. */
  saleAnswered(store: StoreOf, waitedMs: number): void;
  /** A value was refused, with this code. */
  refused(store: StoreOf, code: string): void;
  /** A call to the marketplace failed, with this class of error. */
  troubled(store: StoreOf, errorClass: string): void;
  readonly quotas: QuotaWatcher;
  /** Writes what has been gathered; what cannot be written waits for the next time. Never rejects. */
  flush(): Promise<void>;
  /** What quarters of an hour that begin from `from` up to before `to` came to; kept 40 days. */
  sum(of: { readonly storeId: StoreId; readonly from: Date; readonly to: Date }): Promise<StoreFigures>;
}

interface Gathered extends Omit<FigureChange, 'add' | 'set'> {
  readonly add: Record<string, number>;
  readonly set: Record<string, number>;
}

const FLUSH_AFTER_MS = 1_000;

export function createStoreFigureBook({ db, clock, logger }: { readonly db: Db; readonly clock: Clock; readonly logger: Logger }): StoreFigureBook {
  const store = createFigureStore(db);
  const warn = rareWarning(logger, 'figures for reports could not be written and wait');
  let gathered = new Map<string, Gathered>();
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> = Promise.resolve();

  function quarterOf({ sellerId, storeId }: StoreOf): Gathered {
    const at = startOfQuarter(clock.now());
    const key = `${storeId}:${at.getTime()}`;
    const quarter = gathered.get(key) ?? { sellerId, storeId, at, add: {}, set: {} };
    gathered.set(key, quarter);
    timer ??= setTimeout(() => void flush(), FLUSH_AFTER_MS).unref();
    return quarter;
  }

  function count(of: StoreOf, path: string, times = 1): void {
    const { add } = quarterOf(of);
    add[path] = (add[path] ?? 0) + times;
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const changes = gathered;
    gathered = new Map();
    flushing = flushing.then(async () => {
      for (const change of changes.values()) {
        await store.add(change).catch((error: unknown) => {
          warn(error);
          keep(change);
        });
      }
    });
    return flushing;
  }

  function keep({ add, set, ...of }: Gathered): void {
    const key = `${of.storeId}:${of.at.getTime()}`;
    const quarter = gathered.get(key) ?? { ...of, add: {}, set: {} };
    for (const [path, times] of Object.entries(add)) quarter.add[path] = (quarter.add[path] ?? 0) + times;
    gathered.set(key, { ...quarter, set: { ...set, ...quarter.set } });
    timer ??= setTimeout(() => void flush(), FLUSH_AFTER_MS).unref();
  }

  return {
    sent: (of, field, waitedMs) => count(of, `sent.${field}.${bucketOf(waitedMs)}`),
    applied: (of, field, waitedMs) => count(of, `applied.${field}.${bucketOf(waitedMs)}`),
    saleAnswered: (of, waitedMs) => count(of, `saleAnswered.${bucketOf(waitedMs)}`),
    refused: (of, code) => count(of, `refusals.${code}`),
    troubled: (of, errorClass) => count(of, `troubles.${errorClass}`),
    quotas: {
      noted({ sellerId, storeId, event, groups, cost }) {
        for (const { name, limit, windowMs } of groups) {
          const path = `quotas.${pathPart(name)}`;
          count({ sellerId, storeId }, `${path}.${event}`, cost);
          Object.assign(quarterOf({ sellerId, storeId }).set, { [`${path}.limit`]: limit, [`${path}.windowMs`]: windowMs });
        }
      },
    },
    flush,
    sum: (of) => store.sum(of),
  };
}
