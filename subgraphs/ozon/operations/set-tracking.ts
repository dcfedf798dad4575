import { userError } from '../../../platform/subgraph/user-error.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { setTracking as setOnOzon, trackingCall } from '../connector/own-delivery.js';
import { tellOfOwnDelivery, type OwnDelivery, type OwnDeliveryOutcome } from './tell-of-own-delivery.js';

export interface SetTracking extends OwnDelivery {
  readonly trackingNumber: string;
}

export interface TrackingOutcome extends Omit<OwnDeliveryOutcome, 'isTold'> {
  readonly isSet: boolean;
}

const LONGEST = 100;

/** Gives a posting of the seller's own delivery its number, or another one. The same call again changes nothing: the posting is looked at first. */
export async function setTracking({ trackingNumber: given, ...delivery }: SetTracking, stores: Stores): Promise<TrackingOutcome> {
  const { postingNumber } = delivery;
  const trackingNumber = given.trim();
  if (trackingNumber === '' || trackingNumber.length > LONGEST) return { isSet: false, preview: null, userErrors: [userError({ code: 'BAD_INPUT', message: `A tracking number has 1 to ${LONGEST} characters.`, field: ['input', 'trackingNumber'] })] };
  const { isTold, ...told } = await tellOfOwnDelivery(delivery, stores, { call: trackingCall(postingNumber, trackingNumber), tell: (context) => setOnOzon(context, postingNumber, trackingNumber) });
  return { isSet: isTold, ...told };
}
