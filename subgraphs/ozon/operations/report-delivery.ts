import type { Stores } from '../../sync/connector/stores-on.js';
import { deliveryCall, reportDelivery as reportToOzon, type DeliveryStep } from '../connector/own-delivery.js';
import { tellOfOwnDelivery, type OwnDelivery, type OwnDeliveryOutcome } from './tell-of-own-delivery.js';

export interface ReportDelivery extends OwnDelivery {
  readonly step: DeliveryStep;
}

export interface DeliveryOutcome extends Omit<OwnDeliveryOutcome, 'isTold'> {
  readonly isReported: boolean;
}

/** Reports how far a posting of the seller's own delivery has come. The same call again changes nothing: the posting is looked at first. */
export async function reportDelivery({ step, ...delivery }: ReportDelivery, stores: Stores): Promise<DeliveryOutcome> {
  const { postingNumber } = delivery;
  const { isTold, ...told } = await tellOfOwnDelivery(delivery, stores, { call: deliveryCall(postingNumber, step), tell: (context) => reportToOzon(context, postingNumber, step) });
  return { isReported: isTold, ...told };
}
