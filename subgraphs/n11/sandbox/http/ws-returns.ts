import { RETURN_STATUSES, returnDenyReasons, returnPendingReasons, returnRow, type ReturnClaim } from '../domain/claim.js';
import { ofSeller } from '../market.js';
import { approveReturn, denyReturn, holdReturn } from '../operations/decide-returns.js';
import { child, success, textOf, type SoapFields } from '../soap.js';
import { matchesClaimSearch } from './ws-claim-search.js';
import { isInPeriod, outcomeAnswer, soapPage, type SoapService } from './ws-service.js';

const PAGE_SIZE = 20;

export const returnService: SoapService = {
  ClaimReturnList: ({ sandbox, seller, fields }) => {
    const search = child(fields, 'searchData');
    const found = ofSeller(sandbox.market.returns, seller.sellerId).filter((claim) => matches(search, claim));
    const { items, pagingData } = soapPage(found, fields, PAGE_SIZE);
    return { ...success, claimReturnList: { claimReturn: items.map(returnRow) }, pagingData };
  },
  ClaimReturnApprove: ({ sandbox, seller, fields }) => outcomeAnswer(approveReturn(sandbox.market, seller.sellerId, textOf(fields, 'claimReturnId'))),
  ClaimReturnDeny: ({ sandbox, seller, fields }) =>
    outcomeAnswer(
      denyReturn(sandbox.market, seller.sellerId, {
        claimReturnId: textOf(fields, 'claimReturnId'),
        denyReasonId: textOf(fields, 'denyReasonId'),
        note: textOf(fields, 'denyReasonNote'),
        trackingNumber: textOf(fields, 'trackingNumber'),
      }),
    ),
  ClaimReturnPending: ({ sandbox, seller, fields }) =>
    outcomeAnswer(
      holdReturn(sandbox.market, seller.sellerId, {
        claimReturnId: textOf(fields, 'claimReturnId'),
        pendingReasonId: textOf(fields, 'pendingReasonId'),
        dayCount: textOf(fields, 'pendingDayCount'),
        note: textOf(fields, 'pendingReasonNote'),
      }),
    ),
  ClaimReturnDenyReasonTypes: () => ({ ...success, denyReasonTypeDataList: returnDenyReasons }),
  ClaimReturnPendingReasonTypes: () => ({ ...success, pendingReasonTypeDataList: returnPendingReasons }),
};

/** No status, or an unknown one, lists what is REQUESTED only. */
function matches(search: SoapFields, claim: ReturnClaim): boolean {
  const asked = textOf(search, 'status')?.toUpperCase();
  const status = asked !== undefined && (asked === 'ALL' || RETURN_STATUSES.some((known) => known === asked)) ? asked : 'REQUESTED';
  return (
    (status === 'ALL' || claim.status === status) &&
    textOf(search, 'sender')?.toUpperCase() !== 'N11' &&
    isInPeriod(child(search, 'period'), claim.requestedAtMs) &&
    matchesClaimSearch(search, claim)
  );
}
