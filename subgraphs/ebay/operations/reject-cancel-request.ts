import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { toUserError } from '../../sync/connector/stores-on.js';
import { readCancelRequest, rejectionCall, sendRejection, type CancelRequest } from '../connector/cancel-rejection.js';
import type { EbayContext } from '../connector/client.js';

export interface RejectCancelRequest {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly cancelRequestId: string;
  readonly dryRun?: boolean | null;
}

export interface RejectionOutcome {
  /** As eBay has it now; null where it has none, or could not be asked. */
  readonly request: CancelRequest | null;
  readonly isRejected: boolean;
  /** What a dry run would have sent. */
  readonly preview: ReturnType<typeof rejectionCall> | null;
  readonly userErrors: readonly UserError[];
}

/**
 * Declines a buyer's wish to cancel. The request's own number is the key: one that is declined already is answered as declined, and one
 * whose answer was lost is looked up. Only while eBay shows it open may the same call send it again, which eBay then does once.
 */
export async function rejectCancelRequest(stores: Pick<StoreAccess, 'openOwned'>, input: RejectCancelRequest): Promise<RejectionOutcome> {
  const { connector, context } = await stores.openOwned(input.sellerId, input.storeId);
  if (connector.marketplace !== 'EBAY') return refused(null, 'WRONG_MARKETPLACE', 'This store is not on eBay.', 'storeId');
  try {
    return await reject(context as EbayContext, input);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { ...nothing(null), userErrors: [toUserError(error, input.cancelRequestId)] };
  }
}

async function reject(context: EbayContext, { cancelRequestId, dryRun }: RejectCancelRequest): Promise<RejectionOutcome> {
  const request = await readCancelRequest(context, cancelRequestId);
  if (request === null) return refused(null, 'RETURN_NOT_FOUND', `eBay has no cancellation ${cancelRequestId}.`, 'cancelRequestId');
  if (!request.isBuyers) return refused(request, 'TRANSITION_NOT_ALLOWED', 'This cancellation is the seller’s own; only a buyer’s wish can be declined.', 'cancelRequestId');
  if (request.state === 'REJECTED') return { ...nothing(request), isRejected: true };
  if (request.state === 'CLOSED') return refused(request, 'TRANSITION_NOT_ALLOWED', `The order is cancelled: eBay shows the request as ${request.status}.`, 'cancelRequestId');
  if (dryRun === true) return { ...nothing(request), preview: rejectionCall(cancelRequestId) };
  return send(context, cancelRequestId);
}

/** What eBay refuses, or does not answer, may have been done: by this call, by an earlier one, or on eBay itself. */
async function send(context: EbayContext, cancelRequestId: string): Promise<RejectionOutcome> {
  const trouble = await sendRejection(context, cancelRequestId).then(
    () => null,
    (error: unknown) => {
      if (error instanceof ConnectorError && (error.outcome === 'UNKNOWN' || error.errorClass === 'VALIDATION')) return error;
      throw error;
    },
  );
  const request = await readCancelRequest(context, cancelRequestId);
  if (trouble === null || request?.state === 'REJECTED') return { ...nothing(request), isRejected: true };
  if (trouble.outcome !== 'UNKNOWN') throw trouble;
  return refused(request, 'RETURN_DECISION_UNCERTAIN', `${trouble.message}. eBay shows the request as ${request?.status ?? 'gone'}; the same call again looks before it sends.`, 'cancelRequestId', true);
}

function nothing(request: CancelRequest | null): RejectionOutcome {
  return { request, isRejected: false, preview: null, userErrors: [] };
}

function refused(request: CancelRequest | null, code: ExplainedCode, message: string, field: string, retryable = false): RejectionOutcome {
  return { ...nothing(request), userErrors: [userError({ code, message, field: ['input', field], retryable })] };
}
