import type { ConflictId, OperationId, OrderId } from '../../../platform/ids.js';
import { availableOf, type Reservation, type Stock, type StockCause } from './variant.js';

const REMEMBERED_OPERATIONS = 50;
const REMEMBERED_STEPS = 100;

/** Most units a variant may have: what a 32-bit integer of GraphQL can say. */
export const MOST_UNITS = 2_147_483_647;

/** Sets what is on the shelf; the same stock again when this operation has been counted before. */
export function withOnHand(stock: Stock, { onHand, operationId, at }: { readonly onHand: number; readonly operationId: OperationId; readonly at: Date }): Stock {
  if (stock.recentAdjustments.includes(operationId)) return stock;
  return { ...stock, onHand, recentAdjustments: remember(stock.recentAdjustments, operationId, REMEMBERED_OPERATIONS), ...caused({ kind: 'OPERATION', operationId }, at) };
}

/** The shelf counted anew by the difference that a marketplace's quantity made, once per conflict; never below zero. */
export function withDifference(stock: Stock, { conflictId, difference, at }: { readonly conflictId: ConflictId; readonly difference: number; readonly at: Date }): Stock {
  const mark = `${conflictId}:ADJUST`;
  if (stock.settledSteps.includes(mark)) return stock;
  const onHand = Math.min(MOST_UNITS, Math.max(0, stock.onHand + difference));
  return { ...stock, onHand, settledSteps: remember(stock.settledSteps, mark, REMEMBERED_STEPS), ...caused({ kind: 'CONFLICT', conflictId }, at) };
}

export interface LineUnits {
  readonly lineKey: string;
  readonly quantity: number;
}

export interface ClaimedUnits extends LineUnits {
  /** Lines of the same order that are given back next, so that their units are promised anew in other quantities. */
  readonly insteadOf?: readonly string[];
}

/**
 * Promises units to an order line, once per order and line, even where there are none left: what was sold is sold. What it is promised
 * instead of hands over the units that were there for it, and is short by them until it is given back.
 */
export function withReservation(stock: Stock, orderId: OrderId, { lineKey, quantity, insteadOf = [] }: ClaimedUnits, at: Date): { readonly stock: Stock; readonly shortBy: number } {
  const held = reservationOf(stock, orderId, lineKey);
  if (held) return { stock, shortBy: held.shortBy };
  if (stock.settledSteps.some((step) => step.startsWith(`${orderId}:${lineKey}:`))) return { stock, shortBy: 0 };
  const { handedOver, left } = handOver(stock.reservations, quantity, (entry) => entry.orderId === orderId && insteadOf.includes(entry.lineKey));
  const shortBy = quantity - handedOver - Math.max(0, Math.min(quantity - handedOver, availableOf(stock)));
  const reservations = [...left, { orderId, lineKey, quantity, shortBy, at }];
  return { stock: { ...stock, ...reserving(reservations), ...caused({ kind: 'ORDER', orderId }, at) }, shortBy };
}

export interface ReservationStep extends LineUnits {
  readonly orderId: OrderId;
  /** Tells two partial steps on one line apart; two steps alike in kind, units and key count once. */
  readonly stepKey?: string;
}

/** Ends a promise, wholly or in part: RELEASE gives the units back, CONSUME takes them off the shelf. */
export function withoutReservation(stock: Stock, kind: 'RELEASE' | 'CONSUME', step: ReservationStep, at: Date): Stock {
  const held = reservationOf(stock, step.orderId, step.lineKey);
  const mark = `${step.orderId}:${step.lineKey}:${kind}:${step.quantity}:${step.stepKey ?? ''}`;
  if (!held || stock.settledSteps.includes(mark)) return stock;
  const units = Math.min(held.quantity, step.quantity);
  const reservations = stock.reservations.flatMap((entry) => (entry === held ? shrunk(entry, units, kind) : [entry]));
  return {
    ...stock,
    // What was shipped was there, whatever the count said.
    onHand: kind === 'CONSUME' ? Math.max(0, stock.onHand - units) : stock.onHand,
    ...reserving(reservations),
    settledSteps: remember(stock.settledSteps, mark, REMEMBERED_STEPS),
    ...caused({ kind: 'ORDER', orderId: step.orderId }, at),
  };
}

function reservationOf(stock: Stock, orderId: OrderId, lineKey: string): Reservation | undefined {
  return stock.reservations.find((entry) => entry.orderId === orderId && entry.lineKey === lineKey);
}

/** Takes as many of the units that are there as are wanted from those who give. */
function handOver(reservations: readonly Reservation[], wanted: number, gives: (entry: Reservation) => boolean): { readonly handedOver: number; readonly left: readonly Reservation[] } {
  let handedOver = 0;
  const left = reservations.map((entry) => {
    const units = gives(entry) ? Math.min(entry.quantity - entry.shortBy, wanted - handedOver) : 0;
    handedOver += units;
    return units === 0 ? entry : { ...entry, shortBy: entry.shortBy + units };
  });
  return { handedOver, left };
}

/** Units that were not there are given back first; shipped ones were there. */
function shrunk(entry: Reservation, units: number, kind: 'RELEASE' | 'CONSUME'): Reservation[] {
  const quantity = entry.quantity - units;
  const shortBy = kind === 'RELEASE' ? Math.max(0, entry.shortBy - units) : Math.min(entry.shortBy, quantity);
  return quantity > 0 ? [{ ...entry, quantity, shortBy }] : [];
}

function reserving(reservations: readonly Reservation[]): Pick<Stock, 'reservations' | 'reserved'> {
  return { reservations, reserved: reservations.reduce((sum, { quantity }) => sum + quantity, 0) };
}

function caused(changedBy: StockCause, changedAt: Date): Pick<Stock, 'changedBy' | 'changedAt'> {
  return { changedBy, changedAt };
}

function remember<T>(list: readonly T[], entry: T, most: number): T[] {
  return [...list, entry].slice(-most);
}
