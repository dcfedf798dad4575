import { ConnectorError, type ActionOutcome, type OrderStatus } from '../../sync/connector/contract.js';
import { sellerPath, send, type TrendyolContext } from './client.js';
import { issue } from './issues.js';
import { lookUp } from './orders.js';

/** How the way of a package ended that the seller delivers. */
export type DeliveryEnd = 'DELIVERED' | 'RETURNED';

/** Of the first Trendyol's OpenAPI has another name, `manual-invoice-delivery`; this is the guide's. */
const PATH_OF: Readonly<Record<DeliveryEnd, string>> = { DELIVERED: 'manual-deliver', RETURNED: 'manual-return' };
const ON_ITS_WAY: readonly OrderStatus[] = ['SHIPPED', 'AT_COLLECTION_POINT', 'UNDELIVERED'];

export interface DeliveryCall {
  readonly method: 'PUT';
  readonly path: string;
  readonly body: null;
}

export function deliveryCall(context: TrendyolContext, packageId: string, end: DeliveryEnd): DeliveryCall {
  return { method: 'PUT', path: sellerPath(context, 'order', `shipment-packages/${encodeURIComponent(packageId)}/${PATH_OF[end]}`), body: null };
}

/**
 * Reports how the way of a package ended. It is looked at first: of one that stands there already nothing is said again. Where the
 * answer was lost, or is a refusal, it is looked at once more: what stands there by then was done.
 */
export async function reportDelivery(context: TrendyolContext, packageId: string, end: DeliveryEnd): Promise<ActionOutcome> {
  const refused = (code: 'PACKAGE_NOT_FOUND' | 'TRANSITION_NOT_ALLOWED' | 'ACTION_REFUSED', message: string): ActionOutcome => ({ kind: 'REFUSED', issue: issue(code, message, context.now()) });
  const status = await statusOf(context, packageId);
  if (status === null) return refused('PACKAGE_NOT_FOUND', `Trendyol shows no package ${packageId}`);
  if (status === end) return { kind: 'APPLIED' };
  if (!ON_ITS_WAY.includes(status)) return refused('TRANSITION_NOT_ALLOWED', `package ${packageId} is ${status}: only one that was shipped can be reported on`);
  try {
    const { method, path } = deliveryCall(context, packageId, end);
    await send(context, { endpoint: 'manual-delivery', operation: 'orders.delivery', method, path });
    return { kind: 'APPLIED' };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const isRefusal = error.errorClass === 'VALIDATION';
    if ((isRefusal || error.outcome === 'UNKNOWN') && (await statusOf(context, packageId)) === end) return { kind: 'APPLIED' };
    if (isRefusal) return refused('ACTION_REFUSED', error.message);
    throw error;
  }
}

async function statusOf(context: TrendyolContext, packageId: string): Promise<OrderStatus | null> {
  const order = await lookUp(context, { shipmentPackageIds: packageId });
  return order?.packages.find(({ remotePackageId }) => remotePackageId === packageId)?.status ?? null;
}
