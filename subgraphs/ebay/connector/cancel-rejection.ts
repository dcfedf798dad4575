import { z } from 'zod';
import { optionalText } from '../../sync/connector/wire-values.js';
import { CANCELLATIONS } from './cancellations.js';
import { call, send, type EbayContext } from './client.js';
import { NotFoundError } from './errors.js';

/** A request to cancel an order as Post-Order has it now. `state`: OPEN waits for the seller. */
export interface CancelRequest {
  readonly cancelRequestId: string;
  readonly isBuyers: boolean;
  readonly state: 'OPEN' | 'REJECTED' | 'CLOSED';
  /** eBay's own word, such as `CANCEL_REJECTED`. */
  readonly status: string;
}

const detailSchema = z.looseObject({ cancelDetail: z.looseObject({ requestorType: optionalText, cancelState: optionalText, cancelStatus: optionalText }) });

/** Null when eBay has none under this id. */
export async function readCancelRequest(context: EbayContext, cancelRequestId: string): Promise<CancelRequest | null> {
  try {
    const { cancelDetail } = await call(context, { endpoint: 'post-order', operation: 'orders.cancelState', method: 'GET', path: pathOf(cancelRequestId) }, detailSchema);
    const { requestorType, cancelState, cancelStatus } = cancelDetail;
    const settled = cancelStatus === 'CANCEL_REJECTED' ? 'REJECTED' : 'CLOSED';
    return { cancelRequestId, isBuyers: requestorType === 'BUYER', state: cancelState === 'CLOSED' ? settled : 'OPEN', status: cancelStatus ?? cancelState ?? '' };
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

export function rejectionCall(cancelRequestId: string): { readonly method: 'POST'; readonly path: string; readonly body: object } {
  return { method: 'POST', path: `${pathOf(cancelRequestId)}/reject`, body: {} };
}

/** Says no to the buyer's wish; eBay asks for no signature here, and takes one. */
export async function sendRejection(context: EbayContext, cancelRequestId: string): Promise<void> {
  await send(context, { endpoint: 'post-order', operation: 'orders.rejectCancel', ...rejectionCall(cancelRequestId), signed: true });
}

function pathOf(cancelRequestId: string): string {
  return `${CANCELLATIONS}/${encodeURIComponent(cancelRequestId)}`;
}
