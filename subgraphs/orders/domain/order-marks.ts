import type { Currency } from '../../../platform/money.js';
import type { Order, OrderStatus, RemoteOrder, RemoteOrderLine, RemotePackage } from './order.js';
import { stockEffectOf } from './order-status.js';

/** What of a package is compared between a marketplace and the hub. */
export interface PackageMark {
  readonly remotePackageId: string;
  readonly remoteRevision: number;
  readonly status: OrderStatus;
  /** What its lines that still stand cost, discounts taken off. */
  readonly sumMinor: number;
}

/** What of an order is compared. */
export interface OrderMark {
  readonly remoteOrderId: string;
  readonly orderedAt: Date;
  readonly currency: Currency;
  readonly packages: readonly PackageMark[];
}

/**
 * MISSING: the hub knows nothing of it. OLDER: it knows an older revision. DIFFERENT: it has another status or sum under the same one.
 * A package of which the hub knows a newer revision is EQUAL: the marketplace has told it meanwhile.
 */
export type MarkVerdict = 'EQUAL' | 'MISSING' | 'OLDER' | 'DIFFERENT';

/** The parts of an order, told or recorded, that marks are made of. */
export type Markable = Pick<Order, 'remoteOrderId' | 'orderedAt' | 'currency'> & { readonly packages: readonly (Pick<RemotePackage, 'remotePackageId' | 'remoteRevision' | 'status'> & { readonly lines: readonly LineCost[] })[] };
type LineCost = Pick<RemoteOrderLine, 'quantity' | 'unitPriceMinor' | 'unitDiscountMinor' | 'status'>;

export function markOf({ remoteOrderId, orderedAt, currency, packages }: Markable | RemoteOrder): OrderMark {
  return {
    remoteOrderId, orderedAt, currency,
    packages: packages.map(({ remotePackageId, remoteRevision, status, lines }) => ({ remotePackageId, remoteRevision, status, sumMinor: stockEffectOf(status) === 'NOTHING' ? 0 : sumOf(lines) })),
  };
}

/** How far the hub knows a package as the marketplace tells it. */
export function comparePackage(there: PackageMark, here: PackageMark | undefined): MarkVerdict {
  if (here === undefined) return 'MISSING';
  if (here.remoteRevision !== there.remoteRevision) return here.remoteRevision < there.remoteRevision ? 'OLDER' : 'EQUAL';
  return here.status === there.status && here.sumMinor === there.sumMinor ? 'EQUAL' : 'DIFFERENT';
}

/** The gravest verdict on any of the packages that the marketplace tells of. */
export function compareOrder(there: Pick<OrderMark, 'packages'>, here: Pick<OrderMark, 'packages'> | undefined): MarkVerdict {
  const known = new Map(here?.packages.map((one) => [one.remotePackageId, one]));
  const verdicts = there.packages.map((one) => comparePackage(one, known.get(one.remotePackageId)));
  return BY_GRAVITY.find((verdict) => verdicts.includes(verdict)) ?? (here === undefined ? 'MISSING' : 'EQUAL');
}

const BY_GRAVITY: readonly MarkVerdict[] = ['MISSING', 'OLDER', 'DIFFERENT'];

function sumOf(lines: readonly LineCost[]): number {
  return lines.filter(({ status }) => stockEffectOf(status) !== 'NOTHING').reduce((sum, { quantity, unitPriceMinor, unitDiscountMinor }) => sum + quantity * (unitPriceMinor - unitDiscountMinor), 0);
}
