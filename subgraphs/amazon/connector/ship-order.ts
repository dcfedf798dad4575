import { createHash } from 'node:crypto';
import { ConnectorError, type ActionOutcome, type PackageAction } from '../../sync/connector/contract.js';
import { send } from './client.js';
import type { AmazonContext } from './credentials.js';
import { issue } from './issues.js';

/** Carriers that Amazon has a code for; any other goes as `Other` with its name. */
const CARRIER_CODES: ReadonlySet<string> = new Set(['UPS', 'DHL', 'DHL Express', 'FedEx', 'TNT', 'DPD', 'GLS', 'Hermes', 'Royal Mail', 'Deutsche Post', 'Aras Kargo', 'MNG Kargo', 'PTT', 'Yurtici Kargo']);

/** Tells Amazon of one parcel. The same tracking number names the same parcel, so that telling twice changes nothing. */
export async function confirmShipment(context: AmazonContext, action: PackageAction): Promise<ActionOutcome> {
  const { trackingNumber, carrier } = action.parameters;
  if (trackingNumber === undefined) return { kind: 'REFUSED', issue: issue('TRACKING_REQUIRED', 'Amazon wants the tracking number of every parcel', context.now()) };
  try {
    await send(context, {
      quota: 'shipment-confirm',
      operation: 'orders.ship',
      method: 'POST',
      path: `/orders/v0/orders/${encodeURIComponent(action.remoteOrderId)}/shipmentConfirmation`,
      body: { marketplaceId: context.store.credentials.marketplaceId, packageDetail: packageDetail(context, action, { trackingNumber, carrier: carrier ?? 'Kargo' }) },
    });
    return { kind: 'APPLIED' };
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return { kind: 'REFUSED', issue: issue('ACTION_REFUSED', error.message, context.now()) };
    throw error;
  }
}

function packageDetail(context: AmazonContext, { lines }: PackageAction, { trackingNumber, carrier }: { trackingNumber: string; carrier: string }): unknown {
  return {
    packageReferenceId: referenceOf(trackingNumber),
    ...(CARRIER_CODES.has(carrier) ? { carrierCode: carrier } : { carrierCode: 'Other', carrierName: carrier }),
    shippingMethod: 'Standard',
    trackingNumber,
    shipDate: context.now().toISOString(),
    orderItems: lines.map(({ remoteLineId, quantity }) => ({ orderItemId: remoteLineId, quantity })),
  };
}

/** A positive whole number as text, which is all Amazon takes. */
function referenceOf(trackingNumber: string): string {
  return String((createHash('sha256').update(trackingNumber).digest().readUInt32BE(0) % 2_000_000_000) + 1);
}
