import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { ConnectorError, type ActionOutcome, type OrderPort, type PackageAction } from '../../sync/connector/contract.js';
import { cancelOrder, cancelReasons, followCancel } from './cancellations.js';
import { send, type EbayContext } from './client.js';
import type { EbayCredentials } from './credentials.js';
import { issue } from './issues.js';
import { changedSince, readOrder } from './read-orders.js';
import { toRemoteOrder } from './to-domain.js';

/** A carrier eBay has no code for; Turkish ones are among them as far as is known. */
const OTHER_CARRIER = 'Other';

export const orders: OrderPort<EbayCredentials> = {
  changedSince,
  async byNumber(context, remoteOrderId) {
    const order = await readOrder(context, remoteOrderId);
    return order === null ? null : toRemoteOrder(order, context.store.currency);
  },
  accept: async (context) => ({ kind: 'REFUSED', issue: issue('NOTHING_TO_ACCEPT', 'eBay has no step between paid and shipped: a paid order is accepted', context.now()) }),
  ship: shipOrder,
  cancelLines: cancelOrder,
  cancelReasons,
  followUp: followCancel,
};

/** Tells eBay that lines have left. Carrier and tracking number go together, and the number may hold letters and digits only. */
async function shipOrder(context: EbayContext, action: PackageAction): Promise<ActionOutcome> {
  const { carrier, trackingNumber } = action.parameters;
  const tracking = trackingNumber?.replaceAll(/[\s-]/g, '');
  if (tracking !== undefined && !/^[A-Za-z0-9]+$/.test(tracking)) return refused(context, 'TRACKING_REFUSED', `eBay takes tracking numbers of letters and digits only, not '${trackingNumber ?? ''}'`);
  const body = {
    lineItems: action.lines.map(({ remoteLineId, quantity }) => ({ lineItemId: remoteLineId, quantity })),
    shippedDate: context.now().toISOString(),
    ...(tracking === undefined ? {} : { shippingCarrierCode: carrier ?? OTHER_CARRIER, trackingNumber: tracking }),
  };
  try {
    await send(context, { endpoint: 'fulfillment', operation: 'orders.ship', method: 'POST', path: `/sell/fulfillment/v1/order/${encodeURIComponent(action.remoteOrderId)}/shipping_fulfillment`, body });
    return { kind: 'APPLIED' };
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return refused(context, 'ACTION_REFUSED', error.message);
    throw error;
  }
}

function refused(context: EbayContext, code: ExplainedCode, message: string): ActionOutcome {
  return { kind: 'REFUSED', issue: issue(code, message, context.now()) };
}
