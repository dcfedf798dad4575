import { isDeepStrictEqual } from 'node:util';
import type { Order } from './order.js';

/** One thing about an order that differs; values as JSON text, null where there was or is none. Buyers' data is never told. */
export interface OrderDifference {
  /** As `Order` names it: `packages[P1].lines[7].unitDiscountMinor`, `extra.note`, `buyer`. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What would be different about an order, without the hub's own bookkeeping. */
export function differencesOf(before: Order | null, after: Order, isSameBuyer: boolean): OrderDifference[] {
  const found: OrderDifference[] = [];
  compare(found, '', before === null ? {} : pictureOf(before), pictureOf(after));
  return isSameBuyer ? found : [...found, { path: 'buyer', before: before === null ? null : '"***"', after: '"***"' }];
}

function pictureOf({ status, remoteStatus, currency, totalMinor, orderedAt, packages, extra }: Order): Readonly<Record<string, unknown>> {
  return { status, remoteStatus, currency, totalMinor, orderedAt, packages: byKey(packages, 'remotePackageId', ({ lines, ...one }) => ({ ...one, lines: byKey(lines, 'remoteLineId', (line) => line) })), extra };
}

/** A list whose members have names, so that one more of them does not make all after it look changed. */
class Named {
  readonly members: Readonly<Record<string, unknown>>;
  constructor(members: Readonly<Record<string, unknown>>) {
    this.members = members;
  }
}

function byKey<K extends string, T extends Readonly<Record<K, unknown>>>(list: readonly T[], key: K, pictured: (one: T) => unknown): Named {
  return new Named(Object.fromEntries(list.map((one) => [String(one[key]), pictured(one)])));
}

function compare(found: OrderDifference[], path: string, before: unknown, after: unknown): void {
  if (isDeepStrictEqual(before, after)) return;
  const [left, right] = [fieldsOf(before), fieldsOf(after)];
  if (left === null && right === null) {
    found.push({ path, before: textOf(before), after: textOf(after) });
    return;
  }
  const isNamed = before instanceof Named || after instanceof Named;
  for (const key of new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})])) {
    compare(found, isNamed ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, left?.[key], right?.[key]);
  }
}

/** Null for what is compared as a whole. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  if (value instanceof Named) return value.members;
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
  return isRecord ? (value as Readonly<Record<string, unknown>>) : null;
}

function textOf(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
