import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { FieldConsistency } from '../../sync/domain/consistency.js';
import type { OperationKind, OperationState } from '../../sync/domain/operation.js';
import type { LatencyQuantiles } from '../../sync/figures/domain/latency-buckets.js';
import type { ListingField } from '../../catalog/domain/listing.js';
import type { ReportKind, ReportPeriod } from './report-period.js';

/** Operations of one kind that ended, or stand, alike. */
export interface OperationTally {
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly operations: number;
  /** Null in the part of one store: values are counted by operation, over all its stores. */
  readonly values: number | null;
  readonly rejected: number | null;
}

/** CALL: a call to the marketplace failed. VALUE: the marketplace, or the hub before sending, refused a value. */
export interface ErrorTally {
  readonly what: 'CALL' | 'VALUE';
  readonly cause: string;
  readonly times: number;
}

export interface PropagationTally {
  readonly field: ListingField;
  readonly sent: LatencyQuantiles;
  readonly applied: LatencyQuantiles;
}

export interface ConsistencyTally {
  readonly fields: readonly FieldConsistency[];
  readonly sweeps: number;
  readonly different: number;
  readonly repaired: number;
  readonly left: number;
}

export interface QuotaTally {
  readonly group: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly calls: number;
  readonly heldBack: number;
  readonly refused: number;
  /** Of what was allowed in the whole time, and in the quarter of an hour with most calls. */
  readonly share: number;
  readonly busiestShare: number;
}

export interface ReportFigures {
  readonly operations: readonly OperationTally[];
  readonly errors: readonly ErrorTally[];
  readonly propagation: readonly PropagationTally[];
  readonly saleAnswered: LatencyQuantiles;
  readonly consistency: ConsistencyTally;
  readonly oversells: { readonly orders: number; readonly lines: number };
}

export interface StorePart extends ReportFigures {
  readonly storeId: StoreId;
  readonly quotas: readonly QuotaTally[];
}

/** What a seller's work came to in a period. */
export interface ReportContent {
  readonly total: ReportFigures;
  readonly stores: readonly StorePart[];
}

/** One per seller, kind and day, however many workers make it. */
export type ReportId = `${SellerId}:${ReportKind}:${string}`;

export interface Report extends ReportPeriod, ReportContent {
  readonly _id: ReportId;
  readonly sellerId: SellerId;
  readonly timeZone: string;
  readonly madeAt: Date;
  /** False: the period was still running when it was made; such a one is not kept. */
  readonly isFinished: boolean;
  /** When it was handed over to the seller's webhooks; null while it was not, and when none wanted it. */
  readonly sentAt: Date | null;
  /** Present while it has still to be handed over. */
  readonly unsent?: true;
}

export function reportIdOf(sellerId: SellerId, { kind, day }: Pick<ReportPeriod, 'kind' | 'day'>): ReportId {
  return `${sellerId}:${kind}:${day}`;
}
