import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import type { OrderStatus } from '../../orders/domain/order.js';
import { comparePackage, type MarkVerdict, type OrderMark, type PackageMark } from '../../orders/domain/order-marks.js';

/** UNKNOWN_THERE: the hub has an order that the marketplace does not know. The others as in `MarkVerdict`. */
export type DifferenceKind = Exclude<MarkVerdict, 'EQUAL'> | 'UNKNOWN_THERE';

export interface OrderDifference {
  readonly remoteOrderId: string;
  readonly kind: DifferenceKind;
  /** Whether the hub has it as the marketplace tells it now. */
  readonly isRepaired: boolean;
}

/** What one reading of a store's orders of the last days has shown, beside what the hub had recorded of them; kept as it was found. */
export interface OrderCertificate {
  readonly _id: string;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  /** Orders changed since then were listed. */
  readonly since: Date;
  readonly startedAt: Date;
  /** Null while it is under way, and for ever when it was begun anew instead. */
  readonly finishedAt: Date | null;
  readonly pages: number;
  /** Pages and answers counted so far: what makes each count once. */
  readonly steps: number;
  readonly found: Readonly<Record<DifferenceKind, number>>;
  readonly repaired: number;
  readonly differences: readonly OrderDifference[];
  /** Orders nobody could ask the marketplace about, and rows of its pages that could not be read. */
  readonly unconfirmed: number;
  readonly unreadable: number;
  /** Orders listed; orders of the hub placed in the span, and those of them that were listed. */
  readonly listed: number;
  readonly recorded: number;
  readonly recordedListed: number;
  readonly counts: readonly StatusCount[];
  readonly sums: readonly CurrencySum[];
  /** Only while it is under way: orders to be looked at again, how many have been, since when, and those in which nothing differs after all. */
  readonly asked?: readonly AskedOrder[];
  readonly answered?: number;
  readonly askedAt?: Date | null;
  readonly settled?: readonly string[];
  readonly expiresAt: Date;
}

/** An order to be looked at again: its packages as a page showed them, null when none did. */
export interface AskedOrder {
  readonly remoteOrderId: string;
  readonly packages: readonly PackageMark[] | null;
}

/** Packages of the orders placed on one day, in one status. */
export interface StatusCount {
  readonly day: string;
  readonly status: OrderStatus;
  readonly there: number;
  readonly here: number;
}

export interface CurrencySum {
  readonly currency: Currency;
  readonly thereMinor: number;
  readonly hereMinor: number;
}

/** A package as a page showed it, beside what the hub had then; null: nothing. */
export interface Sighting {
  readonly orderId: string;
  readonly packageId: string;
  readonly day: string;
  readonly currency: Currency;
  readonly there: Seen | null;
  readonly here: Seen | null;
}

export interface Seen {
  readonly status: OrderStatus;
  readonly sumMinor: number;
}

export const NOTHING_FOUND: OrderCertificate['found'] = { MISSING: 0, OLDER: 0, DIFFERENT: 0, UNKNOWN_THERE: 0 };
/** Most differences told one by one; the counts are whole. */
export const MOST_DIFFERENCES_TOLD = 100;

/** The packages of an order as they were listed, beside what the hub has of them; `there` null: it was not listed. */
export function sightingsOf(there: OrderMark, here: OrderMark | undefined): readonly Sighting[];
export function sightingsOf(there: null, here: OrderMark): readonly Sighting[];
export function sightingsOf(there: OrderMark | null, here: OrderMark | undefined): readonly Sighting[] {
  const order = there ?? here;
  if (!order) return [];
  const { remoteOrderId: orderId, orderedAt, currency } = order;
  const known = new Map(here?.packages.map((one) => [one.remotePackageId, one]));
  const day = orderedAt.toISOString().slice(0, 10);
  return order.packages.map((one) => {
    const mark = known.get(one.remotePackageId);
    // Where the hub was told of a newer revision meanwhile, the page is the older one.
    const isKnown = mark !== undefined && comparePackage(one, mark) === 'EQUAL';
    return { orderId, packageId: one.remotePackageId, day, currency, there: there && seenOf(isKnown ? mark : one), here: mark ? seenOf(mark) : null };
  });
}

function seenOf({ status, sumMinor }: PackageMark): Seen {
  return { status, sumMinor };
}

/** Counts and sums over all pages, each package once, as it was seen last; orders in `settled` count here as they do there. */
export function tallySightings(sightings: readonly Sighting[], settled: ReadonlySet<string>): Pick<OrderCertificate, 'counts' | 'sums'> & { readonly listed: number } {
  const packages = new Map(sightings.map((one) => [`${one.orderId} ${one.packageId}`, settled.has(one.orderId) ? { ...one, here: one.there } : one]));
  const counts = new Map<string, StatusCount>();
  const sums = new Map<Currency, CurrencySum>();
  const count = (day: string, status: OrderStatus, side: 'there' | 'here'): void => {
    const before = counts.get(`${day} ${status}`) ?? { day, status, there: 0, here: 0 };
    counts.set(`${day} ${status}`, { ...before, [side]: before[side] + 1 });
  };
  for (const { day, currency, there, here } of packages.values()) {
    if (there) count(day, there.status, 'there');
    if (here) count(day, here.status, 'here');
    const before = sums.get(currency) ?? { currency, thereMinor: 0, hereMinor: 0 };
    sums.set(currency, { currency, thereMinor: before.thereMinor + (there?.sumMinor ?? 0), hereMinor: before.hereMinor + (here?.sumMinor ?? 0) });
  }
  return { counts: [...counts.values()].sort(byDayAndStatus), sums: [...sums.values()], listed: new Set([...packages.values()].filter(({ there }) => there !== null).map(({ orderId }) => orderId)).size };
}

export function countOf(differences: readonly OrderDifference[]): OrderCertificate['found'] {
  return differences.reduce((found, { kind }) => ({ ...found, [kind]: found[kind] + 1 }), NOTHING_FOUND);
}

export function foundIn({ found }: Pick<OrderCertificate, 'found'>): number {
  return Object.values(found).reduce((sum, count) => sum + count, 0);
}

/** Share of the hub's orders of the span that the marketplace listed, 0 to 1. */
export function orderCoverageOf({ recorded, recordedListed }: Pick<OrderCertificate, 'recorded' | 'recordedListed'>): number {
  return recorded === 0 ? 1 : recordedListed / recorded;
}

function byDayAndStatus(a: StatusCount, b: StatusCount): number {
  const [left, right] = [`${a.day} ${a.status}`, `${b.day} ${b.status}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
