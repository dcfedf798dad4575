import { newId, type OrderId, type Sku } from '../../../platform/ids.js';
import { OPEN_POLICY } from '../../stores/domain/stock-policy.js';
import type { Conflict, ConflictRule } from '../domain/conflict.js';
import { LATE_MS } from '../domain/judge-reading.js';
import { isToBeCarriedOut } from '../domain/listing-conflicts.js';
import { newVariant } from '../domain/new-variant.js';
import { withDifference, withOnHand, withoutReservation, withReservation } from '../domain/stock.js';
import type { Variant } from '../domain/variant.js';
import { type VariantChange, withPrice, withStock } from '../domain/variant-change.js';
import { createSimulatedStore, lira, type Shown, type SimulatedStore } from './simulated-store.js';

export const SIDES = ['A', 'B'] as const;
export type SideName = (typeof SIDES)[number];

export const STEPS = [
  'pass', 'takeOver', 'hubPrice', 'hubCount', 'tell', 'send', 'happen', 'hear', 'hearAgain', 'giveBack', 'loseAnswer',
  'panelPrice', 'panelQuantity', 'buy', 'cancel', 'hearOfOrder', 'look', 'record', 'decide', 'note',
] as const;

/** What happens next, to one side; each step reads the number in its own way. */
export interface Step {
  readonly name: (typeof STEPS)[number];
  readonly side: SideName;
  readonly n: number;
}

export interface ThreeSidesOptions {
  readonly rule: ConflictRule;
  /** How far the marketplaces' clocks are off. */
  readonly skewMs: Readonly<Record<SideName, number>>;
}

interface Order {
  readonly id: OrderId;
  readonly soldOn: SimulatedStore;
  readonly units: number;
  readonly soldAt: Date;
  isCancelled: boolean;
  /** What the hub knows of it. */
  known: 'NOTHING' | 'SOLD' | 'CANCELLED';
}

export const WORST_CLOCK_MS = 10 * 60_000;
const START_MS = Date.parse('2026-11-22T12:00:00Z');
const STEP_MS = 20_000;
const SOME_SHOWN = { buffer: 1, cap: 6, percentage: 100 };
const ROUNDS_TO_REST = 5;

/**
 * One variant in the hub, and two marketplaces that show it, each with a panel and buyers of its own. News, answers and
 * readings between them get lost, come late, twice and out of order; every clock is off.
 */
export function createThreeSides({ rule, skewMs }: ThreeSidesOptions) {
  let nowMs = START_MS;
  let fence = 1;
  let workerSkewMs = 0;
  let meant = { price: 100, onHand: 20 };
  const orders: Order[] = [];
  const now = (): Date => new Date(nowMs + workerSkewMs);
  let variant = newVariant({ sellerId: newId('seller'), productId: newId('product'), sku: 'A' as Sku, barcode: null, options: [], price: lira(meant.price), onHand: meant.onHand, at: new Date(START_MS - 60 * 60_000) });
  const versions: Variant[] = [variant];
  const shared = { variant, rule, holder: () => ({ fence, now }), adjust };
  const stores: Readonly<Record<SideName, SimulatedStore>> = { A: createSimulatedStore({ ...shared, policy: OPEN_POLICY }), B: createSimulatedStore({ ...shared, policy: SOME_SHOWN }) };

  function write(change: VariantChange | null): void {
    if (change) versions.push((variant = change.after));
  }

  function adjust(conflicts: readonly Conflict[]): void {
    for (const { _id: conflictId, adjustment } of conflicts.filter(isToBeCarriedOut)) write(withStock(variant, withDifference(variant.stock, { conflictId, difference: adjustment ?? 0, at: now() }), now()));
  }

  function takeOver(skew: number): void {
    fence += 1;
    workerSkewMs = skew;
    for (const name of SIDES) stores[name].loseAnswer();
  }

  /** Once, twice, or as it was before it was cancelled; of one that the hub first hears of as cancelled, an older revision says nothing. */
  function tellOf(order: Order, { isNewest }: { readonly isNewest: boolean }): void {
    if (order.known === 'CANCELLED') return;
    const line = { lineKey: '1', quantity: order.units };
    if (order.isCancelled && isNewest) {
      write(withStock(variant, withoutReservation(variant.stock, 'RELEASE', { ...line, orderId: order.id }, now()), now()));
      if (order.known === 'NOTHING') order.known = 'CANCELLED';
      return;
    }
    const sale = { storeId: order.soldOn.storeId, quantity: order.units, heardAt: now(), soldAt: order.soldAt > now() ? new Date(0) : order.soldAt };
    write(withStock(variant, withReservation(variant.stock, order.id, line, now()).stock, now(), sale));
    order.known = 'SOLD';
  }

  const steps: Readonly<Record<Step['name'], (store: SimulatedStore, n: number, side: SideName) => void>> = {
    pass: (_store, n) => void (nowMs += n * STEP_MS),
    takeOver: (_store, n) => takeOver(((n % 21) - 10) * (WORST_CLOCK_MS / 10)),
    hubPrice(_store, n) {
      meant = { ...meant, price: 1_000 + n };
      write(withPrice(variant, lira(meant.price), newId('operation'), now()));
    },
    hubCount(_store, n) {
      meant = { ...meant, onHand: n };
      write(withStock(variant, withOnHand(variant.stock, { onHand: n, operationId: newId('operation'), at: now() }), now()));
    },
    /** A listing is told of the variant, perhaps as it was a while ago. */
    tell: (store, n) => store.follow(versions[Math.max(0, versions.length - 1 - (n % 4))] ?? variant),
    send: (store, n) => store.send({ isOutrun: n % 5 === 0 }),
    happen: (store) => store.happen(),
    hear: (store) => store.hear(),
    hearAgain: (store, n) => store.hearAgain(n),
    giveBack: (store) => store.giveBack(),
    loseAnswer: (store) => store.loseAnswer(),
    panelPrice: (store, n) => store.change({ price: 200 + n }),
    panelQuantity: (store, n) => store.change({ quantity: n }),
    buy(store, n, side) {
      const units = 1 + (n % 3);
      store.change({ quantity: Math.max(0, store.there().quantity - units) });
      orders.push({ id: newId('order'), soldOn: store, units, soldAt: new Date(nowMs + skewMs[side]), isCancelled: false, known: 'NOTHING' });
    },
    cancel: (_store, n) => void Object.assign(orders[n % Math.max(1, orders.length)] ?? {}, { isCancelled: true }),
    hearOfOrder(_store, n) {
      const order = orders[n % Math.max(1, orders.length)];
      if (order) tellOf(order, { isNewest: n % 3 > 0 });
    },
    look: (store) => store.look(),
    record: (store, n) => store.record(n, variant.priceRevision),
    decide: (store, n) => store.decide(n, variant.priceRevision),
    note: (store, n) => store.note({ dies: n % 4 === 0 }),
  };

  /** What a lane does when nothing fails. */
  function work(store: SimulatedStore, n: number): void {
    store.follow(variant);
    store.lookAndRecord(variant.priceRevision);
    for (const choice of [n, n + 1]) store.decide(choice, variant.priceRevision);
    store.note({ dies: false });
    store.follow(variant);
    store.send({ isOutrun: false });
    store.hear();
  }

  return {
    take: ({ name, side, n }: Step): void => steps[name](stores[side], n, side),
    /** Nobody changes anything any more, the hub is told of every order in the end, and time passes. */
    comeToRest(n: number): void {
      for (const order of orders) tellOf(order, { isNewest: true });
      for (let round = 0; round < ROUNDS_TO_REST; round += 1) {
        takeOver(((n + round) % 3) * WORST_CLOCK_MS - WORST_CLOCK_MS);
        nowMs += 2 * (LATE_MS + 2 * WORST_CLOCK_MS);
        for (const name of SIDES) work(stores[name], n);
      }
    },
    /** Whatever was told, heard or read before arrives once more. */
    replay(): void {
      fence += 1;
      for (const order of orders) for (const isNewest of [false, true]) tellOf(order, { isNewest });
      for (const name of SIDES) {
        for (const version of versions) stores[name].follow(version);
        stores[name].replay(variant.priceRevision);
        stores[name].note({ dies: false });
      }
    },
    shown: (): readonly Shown[] => SIDES.map((name) => stores[name].there()),
    wanted: (): readonly Shown[] => SIDES.map((name) => stores[name].wanted(variant)),
    unsettled: (): readonly unknown[] => SIDES.flatMap((name) => stores[name].unsettled()),
    /** Where the hub wins: the price last set in it, and its last count less everything sold and not cancelled. */
    meant(): readonly Shown[] {
      const left = Math.max(0, meant.onHand - orders.reduce((sum, { units, isCancelled }) => sum + (isCancelled ? 0 : units), 0));
      return [{ price: meant.price, quantity: left }, { price: meant.price, quantity: Math.min(SOME_SHOWN.cap, Math.max(0, left - SOME_SHOWN.buffer)) }];
    },
  };
}
