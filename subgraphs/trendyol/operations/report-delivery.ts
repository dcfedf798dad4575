import { userError } from '../../../platform/subgraph/user-error.js';
import { deliveryCall, reportDelivery as reportToTrendyol, type DeliveryCall, type DeliveryEnd } from '../connector/own-delivery.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { Refused, Stores } from '../../sync/connector/stores-on.js';
import { tellTrendyol } from './trendyol-store.js';

export interface ReportDelivery extends StoreOfCaller {
  readonly packageId: string;
  readonly outcome: DeliveryEnd;
  readonly dryRun?: boolean | null;
}

export interface DeliveryOutcome extends Refused {
  readonly isReported: boolean;
  /** What a dry run would have sent. */
  readonly preview: DeliveryCall | null;
}

const NOTHING: DeliveryOutcome = { isReported: false, preview: null, userErrors: [] };

/** Reports how the way of a package ended that the seller delivers. The same call again changes nothing: the package is looked at first. */
export async function reportDelivery({ packageId, outcome, dryRun, ...store }: ReportDelivery, stores: Stores): Promise<DeliveryOutcome> {
  const reported = await tellTrendyol(stores, store, async (context): Promise<DeliveryOutcome> => {
    if (dryRun === true) return { ...NOTHING, preview: deliveryCall(context, packageId, outcome) };
    const told = await reportToTrendyol(context, packageId, outcome);
    if (told.kind === 'APPLIED') return { ...NOTHING, isReported: true };
    return { ...NOTHING, userErrors: [userError({ code: told.issue.code, message: told.issue.message, field: ['input', 'packageId'], itemRef: packageId })] };
  });
  return { ...NOTHING, ...reported };
}
