import { z } from 'zod';
import { ConnectorError, type RemoteOrder, type UnreadableRow } from '../../sync/connector/contract.js';
import { call, type HepsiburadaContext } from './client.js';
import { unreadableAnswer } from './errors.js';
import { toRemoteOrder } from './order-to-domain.js';
import { orderSchema, trackingSchema, type WireOrder, type WireTracking } from './wire-orders.js';

/** How long it is remembered which boxes an order had: longer than any feed tells of them. */
const NUMBERS_TTL_MS = 45 * 86_400_000;

export type ReadOrder = { readonly order: RemoteOrder } | { readonly unreadable: UnreadableRow };

/** An order as it is now, with the way of each of its boxes. Null when Hepsiburada has none of that number. */
export async function readOrder(context: HepsiburadaContext, orderNumber: string): Promise<RemoteOrder | null> {
  const read = await readOrderRow(context, orderNumber);
  if (read === null) return null;
  if ('unreadable' in read) throw unreadableAnswer('an order', false);
  return read.order;
}

/** The same, for feeds: an order that cannot be read is handed on as it came, and holds up no other. */
export async function readOrderRow(context: HepsiburadaContext, orderNumber: string): Promise<ReadOrder | null> {
  const raw = await readRawOrder(context, orderNumber);
  if (raw === null) return null;
  const parsed = orderSchema.safeParse(raw);
  if (!parsed.success) return { unreadable: { reason: unreadableAnswer('an order', false, parsed.error).message, text: JSON.stringify(raw) } };
  const order = parsed.data;
  const numbers = packageNumbersOf(order);
  const tracking = new Map(await Promise.all(numbers.map(async (packageNumber) => [packageNumber, await readTracking(context, packageNumber)] as const)));
  const knownNumbers = await recallNumbers(context, orderNumber);
  await rememberNumbers(context, orderNumber, numbers);
  return { order: toRemoteOrder(order, { tracking: withoutMissing(tracking), knownNumbers }) };
}

/** The order in Hepsiburada's own fields, for what acts on its lines; null when there is none. */
export async function readWireOrder(context: HepsiburadaContext, orderNumber: string): Promise<WireOrder | null> {
  const raw = await readRawOrder(context, orderNumber);
  if (raw === null) return null;
  const parsed = orderSchema.safeParse(raw);
  if (!parsed.success) throw unreadableAnswer('an order', false, parsed.error);
  return parsed.data;
}

export async function readTracking(context: HepsiburadaContext, packageNumber: string): Promise<WireTracking | null> {
  return orNull(call(context, { group: 'oms', operation: 'packages.read', method: 'GET', path: packagePath(context, packageNumber) }, trackingSchema));
}

export function packagePath({ store }: HepsiburadaContext, packageNumber: string): string {
  return `/packages/merchantid/${store.remoteSellerId}/packagenumber/${encodeURIComponent(packageNumber)}`;
}

/** Boxes the order has or had. One taken apart is named nowhere in the order any more, so its number is kept here; should that be lost, the feed of unpacked boxes brings it back. */
export async function rememberNumbers(context: HepsiburadaContext, orderNumber: string, numbers: readonly string[]): Promise<void> {
  const before = await recallNumbers(context, orderNumber);
  const all = [...new Set([...before, ...numbers])];
  if (all.length > before.length) await context.cache.set(numbersKey(context, orderNumber), JSON.stringify(all), NUMBERS_TTL_MS);
}

async function recallNumbers(context: HepsiburadaContext, orderNumber: string): Promise<string[]> {
  const kept = await context.cache.get(numbersKey(context, orderNumber));
  return kept === null ? [] : (JSON.parse(kept) as string[]);
}

function numbersKey({ store }: HepsiburadaContext, orderNumber: string): string {
  return `hepsiburada:packages:${store.storeId}:${orderNumber}`;
}

async function readRawOrder(context: HepsiburadaContext, orderNumber: string): Promise<unknown> {
  const path = `/orders/merchantid/${context.store.remoteSellerId}/ordernumber/${encodeURIComponent(orderNumber)}`;
  return orNull(call(context, { group: 'oms', operation: 'orders.read', method: 'GET', path, personal: true }, z.looseObject({})));
}

function packageNumbersOf({ items }: WireOrder): string[] {
  return [...new Set(items.flatMap(({ packageNumber }) => packageNumber ?? []))];
}

/** A 404 is the only refusal a look-up by number gets. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return null;
    throw error;
  }
}

function withoutMissing(tracking: ReadonlyMap<string, WireTracking | null>): Map<string, WireTracking> {
  return new Map([...tracking].flatMap(([packageNumber, one]) => (one === null ? [] : [[packageNumber, one] as const])));
}
