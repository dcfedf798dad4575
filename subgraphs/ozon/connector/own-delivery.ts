import { ConnectorError, type ActionOutcome } from '../../sync/connector/contract.js';
import type { OzonContext } from './client.js';
import { METHODS, type MethodName, type WritingCall } from './methods.js';
import { OWN_DELIVERY, perPosting } from './pack.js';
import { integrationOf, type OzonPosting } from './posting.js';
import { APPLIED, orRefused, readPosting, refused } from './posting-actions.js';

/** How far a posting has come that the seller delivers: with the courier who goes to the buyer, or with the buyer. */
export type DeliveryStep = 'LAST_MILE' | 'DELIVERED';

const METHOD_OF = { LAST_MILE: 'orders.lastMile', DELIVERED: 'orders.delivered' } as const;
const ON_ITS_WAY = ['delivering', 'driver_pickup'];

export function deliveryCall(postingNumber: string, step: DeliveryStep): WritingCall {
  return { method: 'POST', path: METHODS[METHOD_OF[step]].path, body: { posting_number: [postingNumber] } };
}

/**
 * Reports a step of an rFBS delivery. The posting is looked at first: of one that has come as far nothing is said again. Where
 * the answer was lost, or is a refusal, it is looked at once more: what it shows by then was done.
 */
export async function reportDelivery(context: OzonContext, postingNumber: string, step: DeliveryStep): Promise<ActionOutcome> {
  return orRefused(context, postingNumber, async () => {
    const posting = await readPosting(context, postingNumber);
    if (hasCome(posting, step)) return APPLIED;
    if (!OWN_DELIVERY.includes(integrationOf(posting) ?? '')) return refused(context, 'SHIPPED_BY_CARRIER', "Ozon's logistics deliver this posting and report on it themselves");
    if (!ON_ITS_WAY.includes(posting.status)) return refused(context, 'TRANSITION_NOT_ALLOWED', `posting ${postingNumber} is ${posting.status}: only one that was shipped can be reported on`);
    return send(context, postingNumber, { method: METHOD_OF[step], body: deliveryCall(postingNumber, step).body, isDone: (now) => hasCome(now, step) });
  });
}

export function trackingCall(postingNumber: string, trackingNumber: string): WritingCall {
  return { method: 'POST', path: METHODS['orders.setTracking'].path, body: { tracking_numbers: [{ posting_number: postingNumber, tracking_number: trackingNumber }] } };
}

/** Gives an rFBS posting the number its carrier knows it by, also on its way and in place of another. Looked at as above. */
export async function setTracking(context: OzonContext, postingNumber: string, trackingNumber: string): Promise<ActionOutcome> {
  return orRefused(context, postingNumber, async () => {
    const isDone = (now: OzonPosting): boolean => now.tracking_number === trackingNumber;
    const posting = await readPosting(context, postingNumber);
    if (isDone(posting)) return APPLIED;
    if (!OWN_DELIVERY.includes(integrationOf(posting) ?? '')) return refused(context, 'SHIPPED_BY_CARRIER', "Ozon's logistics deliver this posting and number it themselves");
    if (!['awaiting_deliver', ...ON_ITS_WAY].includes(posting.status)) return refused(context, 'TRANSITION_NOT_ALLOWED', `posting ${postingNumber} is ${posting.status}: only one that is packed and not delivered takes a number`);
    return send(context, postingNumber, { method: 'orders.setTracking', body: trackingCall(postingNumber, trackingNumber).body, isDone });
  });
}

interface Sending {
  readonly method: MethodName;
  readonly body: object;
  readonly isDone: (now: OzonPosting) => boolean;
}

async function send(context: OzonContext, postingNumber: string, { method, body, isDone }: Sending): Promise<ActionOutcome> {
  const isThere = async (): Promise<boolean> => isDone(await readPosting(context, postingNumber));
  try {
    const told = await perPosting(context, method, postingNumber, body);
    return told.kind === 'REFUSED' && (await isThere()) ? APPLIED : told;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.outcome !== 'UNKNOWN' || !(await isThere())) throw error;
    return APPLIED;
  }
}

/** What Ozon calls a posting after its last mile is not confirmed: where it uses another word the step is sent again, which changes nothing. */
function hasCome({ status, substatus }: OzonPosting, step: DeliveryStep): boolean {
  if (status === 'delivered') return true;
  return step === 'LAST_MILE' && (status === 'driver_pickup' || substatus === 'posting_in_courier_service');
}
