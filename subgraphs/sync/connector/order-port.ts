import type { ListingIssue } from '../../catalog/domain/listing.js';
import type { OrderStatus, RemoteOrder } from '../../orders/domain/order.js';
import type { ConnectorError } from './connector-error.js';
import type { CancelReason, CancelReasonTold } from './cancel-reasons.js';
import type { ConnectorContext, Page } from './contract.js';

/** A page of orders. `unreadable`: rows that could not be read, as they came; they are kept and shown, and hold up no others. */
export interface OrderPage extends Page<RemoteOrder> {
  readonly unreadable?: readonly UnreadableRow[];
}

export interface UnreadableRow {
  /** Safe to show to the seller. */
  readonly reason: string;
  readonly text: string;
}

export interface OrderPort<C> {
  /**
   * Packages changed since a moment, oldest first as far as the marketplace allows, page by page. The caller asks with
   * an overlap and records each package once, so doubles do no harm and holes are closed by the next poll.
   */
  changedSince(context: ConnectorContext<C>, since: Date, cursor: string | null): Promise<OrderPage>;
  byNumber(context: ConnectorContext<C>, remoteOrderId: string): Promise<RemoteOrder | null>;
  accept(context: ConnectorContext<C>, action: PackageAction): Promise<ActionOutcome>;
  /** Tells the marketplace of the shipment where it wants to be told; `parameters`: `trackingNumber`, `carrier`, `invoiceNumber`. */
  ship(context: ConnectorContext<C>, action: PackageAction): Promise<ActionOutcome>;
  /** `parameters.reason` is one of the hub's cancel reasons. TAKEN where the marketplace cancels by and by. */
  cancelLines(context: ConnectorContext<C>, action: PackageAction): Promise<TakenOutcome>;
  /**
   * Cancels of several orders that wait together, in as few calls as the marketplace needs; an outcome for each, in the same places.
   * Throws nothing of one that it can tell of another. Absent: they are asked for one by one, by `cancelLines`.
   */
  cancelTogether?(context: ConnectorContext<C>, actions: readonly PackageAction[]): Promise<readonly TogetherOutcome[]>;
  /** What the marketplace is told for each reason, so that the seller sees where it gets another than was given. */
  readonly cancelReasons: Readonly<Record<CancelReason, CancelReasonTold>>;
  /**
   * What became of something that was TAKEN, asked where the order does not show it, with growing pauses and for as long as three days;
   * meanwhile it is never asked for again. Changes nothing. Throws when the marketplace does not say. Absent: only the order tells.
   */
  followUp?(context: ConnectorContext<C>, receipt: string): Promise<FollowUp>;
}

export interface PackageAction {
  readonly remoteOrderId: string;
  readonly remotePackageId: string;
  readonly packageStatus: OrderStatus;
  readonly lines: readonly { readonly remoteLineId: string; readonly quantity: number }[];
  readonly parameters: Readonly<Record<string, string>>;
}

export type ActionOutcome = { readonly kind: 'APPLIED' } | { readonly kind: 'REFUSED'; readonly issue: ListingIssue };

export interface SplitPort<C> {
  /** Puts the lines of an open package, or some units of them, into a package of their own; what is left stays together. */
  split(context: ConnectorContext<C>, action: SplitAction): Promise<SplitOutcome>;
}

export interface SplitAction extends PackageAction {
  /** What stays behind, so that a whole line can be told from a part of one; never empty. */
  readonly rest: PackageAction['lines'];
}

/** TAKEN: the marketplace will do it by and by, or refuse it; `receipt` is what `followUp` asks with, and is kept with the action. */
export type TakenOutcome = ActionOutcome | { readonly kind: 'TAKEN'; readonly receipt: string };
/** TROUBLE: what `cancelLines` would have thrown for this one. */
export type TogetherOutcome = TakenOutcome | { readonly kind: 'TROUBLE'; readonly error: ConnectorError };
/** TAKEN: the marketplace will do it by and by; only the order tells when it has. */
export type SplitOutcome = ActionOutcome | { readonly kind: 'TAKEN'; readonly receipt?: never };

/** PENDING: still under way. DONE: by the marketplace's own word, whatever the order shows as yet. */
export type FollowUp = { readonly kind: 'PENDING' } | { readonly kind: 'DONE' } | { readonly kind: 'REFUSED'; readonly issue: ListingIssue };
