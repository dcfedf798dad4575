import { CANCEL_STATUSES, cancelDenyReasons, cancelRow, sellerCancelReasons, type CancelClaim } from '../domain/claim.js';
import { ofSeller } from '../market.js';
import { approveCancel, cancelPartially, denyCancel } from '../operations/decide-cancels.js';
import { child, success, textOf, type SoapFields } from '../soap.js';
import { matchesClaimSearch } from './ws-claim-search.js';
import { isInPeriod, outcomeAnswer, soapPage, type SoapService } from './ws-service.js';

const PAGE_SIZE = 20;

export const claimCancelService: SoapService = {
  ClaimCancelList: ({ sandbox, seller, fields }) => {
    const search = child(fields, 'searchData');
    const found = ofSeller(sandbox.market.cancels, seller.sellerId).filter((claim) => matches(search, claim));
    const { items, pagingData } = soapPage(found, fields, PAGE_SIZE);
    return { ...success, claimCancelList: { claimCancel: items.map(cancelRow) }, pagingData };
  },
  ClaimCancelApprove: ({ sandbox, seller, fields }) => outcomeAnswer(approveCancel(sandbox.market, seller.sellerId, textOf(fields, 'claimCancelId'))),
  ClaimCancelDeny: ({ sandbox, seller, fields }) =>
    outcomeAnswer(denyCancel(sandbox.market, seller.sellerId, { claimCancelId: textOf(fields, 'claimCancelId'), denyReasonId: textOf(fields, 'denyReasonId'), note: textOf(fields, 'denyReasonNote') })),
  ClaimCancelPartial: ({ sandbox, seller, fields }) =>
    outcomeAnswer(
      cancelPartially(sandbox.market, seller.sellerId, { orderItemId: textOf(fields, 'orderItemId'), quantity: textOf(fields, 'cancelQuantity'), reasonTypeId: textOf(fields, 'cancelReasonTypeId') }),
    ),
  ClaimCancelDenyReasonType: () => ({ ...success, denyReasonTypeDataList: cancelDenyReasons }),
  ClaimCancelPartialReasonType: () => ({ ...success, cancelReasonTypeDataList: sellerCancelReasons }),
};

function matches(search: SoapFields, claim: CancelClaim): boolean {
  const asked = textOf(search, 'status')?.toUpperCase();
  const status = asked !== undefined && (asked === 'ALL' || CANCEL_STATUSES.some((known) => known === asked)) ? asked : 'REQUESTED';
  return (status === 'ALL' || claim.status === status) && isInPeriod(child(child(search, 'searchDate'), 'period'), claim.requestedAtMs) && matchesClaimSearch(search, claim);
}
