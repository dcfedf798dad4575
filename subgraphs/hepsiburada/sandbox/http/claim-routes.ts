import { CLAIM_STATUSES, claimRow, SELLER_STEPS, type Claim, type ClaimStatus, type SellerStep } from '../domain/claim.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { ofSeller } from '../market.js';
import { settleLapsed } from '../operations/open-claim.js';
import { noContent, ok, omsErrors, type Answer } from './answer.js';
import { installEndpoint, type ServiceCall } from './endpoint.js';
import { isAnswer, readSpan, type Span } from './paging.js';

/** What buyers want to give back, and the seller's word on it. */
export function installClaimRoutes(sandbox: HepsiburadaSandbox): void {
  for (const spelling of ['merchantId', 'merchantid']) {
    const base = { service: 'oms-external', method: 'GET' } as const;
    installEndpoint(sandbox, { ...base, path: `/claims/${spelling}/:merchantId`, handle: (call) => list(sandbox, call, readSpan(call.query, 'beginDate', 'endDate'), ({ claimedAtMs }) => claimedAtMs) });
    installEndpoint(sandbox, {
      ...base,
      path: `/claims/${spelling}/:merchantId/status/:status`,
      handle: (call) => {
        const status = CLAIM_STATUSES.find((known) => known === call.params['status']);
        if (!status) return omsErrors.badRequest('Wrong Claim Status');
        return list(sandbox, call, readSpan(call.query, 'statusBeginDate', 'statusEndDate'), ({ changedAtMs }) => changedAtMs, status);
      },
    });
  }
  for (const step of Object.keys(SELLER_STEPS) as SellerStep[]) {
    installEndpoint(sandbox, { service: 'oms-external', method: 'POST', path: `/claims/number/:number/${step}`, handle: (call) => answerClaim(sandbox, call, step) });
  }
}

/** A bare array; where the page stands is in the headers. */
function list(sandbox: HepsiburadaSandbox, { seller, query }: ServiceCall, span: Span | null | Answer, when: (claim: Claim) => number, status?: ClaimStatus): Answer {
  if (isAnswer(span)) return span;
  const limit = Number(query['limit'] ?? Number.NaN);
  const offset = Number(query['offset'] ?? 0);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return omsErrors.badRequest('LimitCannotBeEmpty', 'LimitCannotBeEmpty');
  if (!Number.isInteger(offset) || offset < 0) return omsErrors.badRequest('offset must be a number');
  sandbox.during(null, () => settleLapsed(sandbox.market, seller.merchantId));
  const all = ofSeller(sandbox.market.claims, seller.merchantId).filter((claim) => span !== null && when(claim) >= span.fromMs && when(claim) <= span.toMs && (status === undefined || claim.status === status));
  const headers = { 'x-limit': String(limit), 'x-offset': String(offset), 'x-page': String(Math.floor(offset / limit) + 1), 'x-total-count': String(all.length), 'x-total-pages': String(Math.ceil(all.length / limit)) };
  return ok(all.slice(offset, offset + limit).map(claimRow), headers);
}

function answerClaim(sandbox: HepsiburadaSandbox, { seller, params, body, requestId }: ServiceCall, step: SellerStep): Answer {
  const { market } = sandbox;
  sandbox.during(null, () => settleLapsed(market, seller.merchantId));
  const claim = market.claims.get([seller.merchantId, Number(params['number'])]);
  if (!claim) return omsErrors.notFound('Claim not found');
  const { from, to } = SELLER_STEPS[step];
  if (!(from as readonly ClaimStatus[]).includes(claim.status)) return omsErrors.badRequest(`Claim is ${claim.status}`);
  const { MerchantStatement, ClaimRejectionReason, FinalizedWith } = (body ?? {}) as Record<string, unknown>;
  if (step === 'reject' && (typeof MerchantStatement !== 'string' || MerchantStatement === '' || ClaimRejectionReason === undefined)) return omsErrors.badRequest('ClaimRejectionReason and MerchantStatement are required');
  if (step === 'accept' && FinalizedWith !== 'Refund' && FinalizedWith !== 'Change') return omsErrors.badRequest('FinalizedWith must be Refund or Change');
  sandbox.during(requestId, () =>
    market.claims.put([seller.merchantId, claim.number], {
      ...claim,
      status: to,
      changedAtMs: Math.max(market.nowMs(), claim.changedAtMs + 1),
      rejectionStatement: typeof MerchantStatement === 'string' ? MerchantStatement : claim.rejectionStatement,
      finalizedWith: typeof FinalizedWith === 'string' ? FinalizedWith : claim.finalizedWith,
    }),
  );
  return noContent;
}
