import { pino } from 'pino';
import type { Clock } from '../../../platform/clock.js';
import type { EventLog } from '../../../platform/events/event-log.js';
import { newId, type SellerId } from '../../../platform/ids.js';
import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import { createSecretBox } from '../../../platform/secrets/secret-box.js';
import { openTestDatabase } from '../../../test/support/test-database.js';
import { createCatalog, type Catalog } from '../../catalog/index.js';
import type { Variant } from '../../catalog/domain/variant.js';
import type { Store } from '../../stores/domain/store.js';
import { createOrders } from '../index.js';
import { sampleStore, stockShelf } from './sample-shop.js';

export const silent = pino({ level: 'silent' });

/** A clock that a test sets. */
export interface SettableClock extends Clock {
  set(at: Date): void;
  advance(ms: number): void;
}

/** Orders over a real catalogue in a database of its own: a seller with two Trendyol stores and one on N11. */
export async function openOrderSuite(o: { events?: EventLog; catalog?: (real: Catalog) => Partial<Catalog> } = {}) {
  const database = await openTestDatabase('orders');
  const sellerId: SellerId = newId('seller');
  const stores = [sampleStore({ sellerId, name: 'Bir' }), sampleStore({ sellerId, name: 'İki' }), sampleStore({ sellerId, name: 'Üç', marketplace: 'N11' })] as const;
  const clock = settableClock(new Date('2026-11-22T10:00:00Z'));
  const secretBox = createSecretBox({ keys: [{ id: 'test', key: Buffer.alloc(32, 7) }] });
  const announce = (): void => undefined;
  const findStores = async (ids: readonly Store['_id'][]): Promise<readonly Store[]> => stores.filter((store) => ids.includes(store._id));
  const real = createCatalog({ db: database.db, clock, logger: silent, announce, stores: { findStores, storesWithPendingPolicy: async () => [], clearPendingPolicy: async () => undefined } });
  const catalog = { ...real, ...o.catalog?.(real) };
  const orders = createOrders({ db: database.db, clock, logger: silent, announce, secretBox, catalog, events: o.events ?? neverAsked, reasonTold: () => null });
  await ensureIndexes(database.db, [...real.indexes, ...orders.indexes]);
  return {
    ...database,
    sellerId,
    stores,
    clock,
    secretBox,
    catalog,
    orders,
    origin: { sellerId, storeId: stores[0]._id, marketplace: 'TRENDYOL' as const },
    shelve: (goods: readonly { sku: string; barcode: string; onHand: number }[]) => stockShelf(database.db, { sellerId, stores, goods }),
    async stockOf(sku: string) {
      const variant = await database.db.collection<Variant>('variants').findOne({ sellerId, sku: sku as Variant['sku'] });
      if (variant === null) throw new Error(`no variant ${sku}`);
      return { onHand: variant.stock.onHand, reserved: variant.stock.reserved };
    },
  };
}

export type OrderSuite = Awaited<ReturnType<typeof openOrderSuite>>;

function settableClock(start: Date): SettableClock {
  let at = start;
  return { now: () => at, set: (next) => (at = next), advance: (ms) => (at = new Date(at.getTime() + ms)) };
}

export const neverAsked: EventLog = {
  append: () => Promise.reject(new Error('this suite has no event log')),
  subscribe: () => {
    throw new Error('this suite has no event log');
  },
};
