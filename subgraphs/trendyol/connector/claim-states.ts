import type { ReturnState } from '../../sync/connector/contract.js';

const STATES: Readonly<Record<string, ReturnState>> = {
  Created: 'REQUESTED',
  WaitingInAction: 'AWAITING_SELLER',
  // What was approved may be looked at for fraud before the buyer is paid.
  WaitingFraudCheck: 'APPROVED',
  InAnalysis: 'DISPUTED',
  Accepted: 'REFUNDED',
  Rejected: 'REJECTED',
  Cancelled: 'CANCELLED',
  Unresolved: 'DISPUTED',
};

/** Where a unit of a claim stands; Trendyol decides about each by itself. */
export function claimStateOf(status: string): ReturnState {
  return STATES[status] ?? 'UNKNOWN';
}
