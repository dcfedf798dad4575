import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import type { WritingCall } from '../connector/methods.js';
import { setTracking as setOnOzon, trackingCall } from '../connector/own-delivery.js';
import { tellOzon } from './ozon-store.js';

export interface SetTracking extends StoreOfCaller {
  readonly postingNumber: string;
  readonly trackingNumber: string;
  readonly dryRun?: boolean | null;
}

export interface TrackingOutcome {
  readonly isSet: boolean;
  /** What a dry run would have sent. */
  readonly preview: WritingCall | null;
  readonly userErrors: readonly UserError[];
}

const NOTHING: TrackingOutcome = { isSet: false, preview: null, userErrors: [] };
const LONGEST = 100;

/** Gives a posting of the seller's own delivery its number, or another one. The same call again changes nothing: the posting is looked at first. */
export async function setTracking({ postingNumber, trackingNumber: given, dryRun, ...store }: SetTracking, stores: Stores): Promise<TrackingOutcome> {
  const trackingNumber = given.trim();
  if (trackingNumber === '' || trackingNumber.length > LONGEST) return { ...NOTHING, userErrors: [userError({ code: 'BAD_INPUT', message: `A tracking number has 1 to ${LONGEST} characters.`, field: ['input', 'trackingNumber'] })] };
  const { done, userErrors } = await tellOzon(stores, store, async (context): Promise<TrackingOutcome> => {
    if (dryRun === true) return { ...NOTHING, preview: trackingCall(postingNumber, trackingNumber) };
    const told = await setOnOzon(context, postingNumber, trackingNumber);
    if (told.kind === 'APPLIED') return { ...NOTHING, isSet: true };
    return { ...NOTHING, userErrors: [userError({ code: told.issue.code, message: told.issue.message, field: ['input', 'postingNumber'], itemRef: postingNumber })] };
  });
  return done ?? { ...NOTHING, userErrors };
}
