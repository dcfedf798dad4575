import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { WritingCall } from '../connector/methods.js';
import { deliveryCall, reportDelivery as reportToOzon, type DeliveryStep } from '../connector/own-delivery.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { tellOzon } from './ozon-store.js';

export interface ReportDelivery extends StoreOfCaller {
  readonly postingNumber: string;
  readonly step: DeliveryStep;
  readonly dryRun?: boolean | null;
}

export interface DeliveryOutcome {
  readonly isReported: boolean;
  /** What a dry run would have sent. */
  readonly preview: WritingCall | null;
  readonly userErrors: readonly UserError[];
}

const NOTHING: DeliveryOutcome = { isReported: false, preview: null, userErrors: [] };

/** Reports how far a posting of the seller's own delivery has come. The same call again changes nothing: the posting is looked at first. */
export async function reportDelivery({ postingNumber, step, dryRun, ...store }: ReportDelivery, stores: Stores): Promise<DeliveryOutcome> {
  const { done, userErrors } = await tellOzon(stores, store, async (context): Promise<DeliveryOutcome> => {
    if (dryRun === true) return { ...NOTHING, preview: deliveryCall(postingNumber, step) };
    const told = await reportToOzon(context, postingNumber, step);
    if (told.kind === 'APPLIED') return { ...NOTHING, isReported: true };
    return { ...NOTHING, userErrors: [userError({ code: told.issue.code, message: told.issue.message, field: ['input', 'postingNumber'], itemRef: postingNumber })] };
  });
  return done ?? { ...NOTHING, userErrors };
}
