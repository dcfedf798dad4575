import type { ReturnState } from '../../sync/connector/contract.js';

const STATES: Readonly<Record<string, ReturnState>> = {
  DisputeOpened: 'DISPUTED',
  OnSellerApproval: 'AWAITING_SELLER',
  OnSellerClarification: 'AWAITING_SELLER',
  MovingToSeller: 'IN_TRANSIT',
  ArrivedAtReturnPlace: 'RECEIVED',
  ReceivedBySeller: 'RECEIVED',
  // Ozon does away with the goods instead of sending them on: they come no further.
  Utilizing: 'RECEIVED',
  Utilized: 'RECEIVED',
  Approved: 'APPROVED',
  ApprovedByOzon: 'APPROVED',
  ReturnMoneyApproved: 'REFUNDED',
  ReturnCompensated: 'REFUNDED',
  Rejected: 'REJECTED',
  Cancelled: 'CANCELLED',
};

/** What rFBS requests are filed under; coarser, and known for words that are not. */
const GROUPS: Readonly<Record<string, ReturnState>> = { New: 'AWAITING_SELLER', Delivering: 'IN_TRANSIT', Checkout: 'RECEIVED', Arbitration: 'DISPUTED', Approved: 'APPROVED', Rejected: 'REJECTED' };

export function returnStateOf(status: string, group: string | null): ReturnState {
  return STATES[status] ?? (group === null ? undefined : GROUPS[group]) ?? 'UNKNOWN';
}
