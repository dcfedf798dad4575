import { createHash } from 'node:crypto';
import { ConnectorError, type ActionOutcome, type PackageAction } from '../../sync/connector/contract.js';
import { tell } from './client.js';
import type { AmazonContext } from './credentials.js';
import { issue } from './issues.js';

/** Carriers that Amazon has a code for; any other goes as `Other` with its name. */
const CARRIER_CODES: ReadonlySet<string> = new Set(['UPS', 'DHL', 'DHL Express', 'FedEx', 'TNT', 'DPD', 'GLS', 'Hermes', 'Royal Mail', 'Deutsche Post', 'Aras Kargo', 'MNG Kargo', 'PTT', 'Yurtici Kargo']);

/** Half of what Amazon lets a date be in its future. */
const CLOCK_MOVED_MS = 30_000;

/** Tells Amazon of one parcel. The same tracking number names the same parcel, so that telling twice changes nothing. */
export async function confirmShipment(context: AmazonContext, action: PackageAction): Promise<ActionOutcome> {
  const { trackingNumber, carrier } = action.parameters;
  if (trackingNumber === undefined) return { kind: 'REFUSED', issue: issue('TRACKING_REQUIRED', 'Amazon wants the tracking number of every parcel', context.now()) };
  const byMs = aheadMs(context);
  try {
    await confirm(context, action, packageDetail(action, { trackingNumber, carrier: carrier ?? 'Kargo', shippedAt: context.marketplaceNow() }));
    return { kind: 'APPLIED' };
  } catch (error) {
    // A date in Amazon's future is refused; the refusal has told its time.
    if (isRefusal(error) && Math.abs(aheadMs(context) - byMs) > CLOCK_MOVED_MS) return confirmShipment(context, action);
    if (isRefusal(error)) return { kind: 'REFUSED', issue: issue('ACTION_REFUSED', error.message, context.now()) };
    throw error;
  }
}

function confirm(context: AmazonContext, { remoteOrderId }: PackageAction, packageDetail: unknown): Promise<void> {
  const path = `/orders/v0/orders/${encodeURIComponent(remoteOrderId)}/shipmentConfirmation`;
  return tell(context, { quota: 'shipment-confirm', operation: 'orders.ship', method: 'POST', path, body: { marketplaceId: context.store.credentials.marketplaceId, packageDetail } });
}

function isRefusal(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && error.errorClass === 'VALIDATION';
}

/** How far Amazon's clock is ahead of ours, as far as this process knows. */
function aheadMs(context: AmazonContext): number {
  return context.marketplaceNow().getTime() - context.now().getTime();
}

function packageDetail({ lines }: PackageAction, { trackingNumber, carrier, shippedAt }: { trackingNumber: string; carrier: string; shippedAt: Date }): unknown {
  return {
    packageReferenceId: referenceOf(trackingNumber),
    ...(CARRIER_CODES.has(carrier) ? { carrierCode: carrier } : { carrierCode: 'Other', carrierName: carrier }),
    shippingMethod: 'Standard',
    trackingNumber,
    shipDate: shippedAt.toISOString(),
    orderItems: lines.map(({ remoteLineId, quantity }) => ({ orderItemId: remoteLineId, quantity })),
  };
}

/** A positive whole number as text, which is all Amazon takes. */
function referenceOf(trackingNumber: string): string {
  return String((createHash('sha256').update(trackingNumber).digest().readUInt32BE(0) % 2_000_000_000) + 1);
}
