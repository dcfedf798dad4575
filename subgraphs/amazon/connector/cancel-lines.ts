import { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { CancelReason, PackageAction, TakenOutcome } from '../../sync/connector/contract.js';
import type { AmazonContext } from './credentials.js';
import { submitFeed } from './feeds.js';
import { writeFlatFile } from './flat-file.js';
import { issue } from './issues.js';
import { orderSchema } from './order-schema.js';
import { find, query } from './client.js';

const FLAT_FILE = 'text/tab-separated-values; charset=UTF-8';

/** Amazon's own list has no word for most of the hub's reasons. */
const reasonCodes: Readonly<Record<CancelReason, string>> = { OUT_OF_STOCK: 'NoInventory', WRONG_PRICE: 'PricingError', DEFECTIVE: 'GeneralAdjustment', FORCE_MAJEURE: 'GeneralAdjustment', OTHER: 'GeneralAdjustment' };

/** Cancels whole items by a feed, which Amazon works off by and by; only the order tells when it has. */
export async function cancelLines(context: AmazonContext, action: PackageAction): Promise<TakenOutcome> {
  const order = await readWire(context, action.remoteOrderId);
  if (order === null) return refuse(context, 'ORDER_NOT_FOUND', `Amazon knows no order ${action.remoteOrderId}`);
  const ordered = new Map(order.orderItems.map(({ orderItemId, quantityOrdered, fulfillment }) => [orderItemId, { quantityOrdered, shipped: fulfillment?.quantityFulfilled ?? 0 }]));
  for (const { remoteLineId, quantity } of action.lines) {
    const item = ordered.get(remoteLineId);
    if (!item) return refuse(context, 'LINE_NOT_FOUND', `the order has no item ${remoteLineId}`);
    if (item.shipped > 0) return refuse(context, 'ALREADY_SHIPPED', 'an item that is shipped cannot be cancelled; refund it instead');
    if (quantity < item.quantityOrdered) return refuse(context, 'WHOLE_LINES_ONLY', 'Amazon cancels whole items only, not some of their units');
  }
  const code = reasonCodes[(action.parameters['reason'] ?? 'OTHER') as CancelReason];
  const rows = action.lines.map(({ remoteLineId }) => ({ 'order-id': action.remoteOrderId, 'amazon-order-item-code': remoteLineId, 'cancellation-reason-code': code }));
  await submitFeed(context, { feedType: 'POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA', contentType: FLAT_FILE, body: writeFlatFile(['order-id', 'amazon-order-item-code', 'cancellation-reason-code'], rows), operation: 'orders.cancelLines' });
  return { kind: 'TAKEN' };
}

async function readWire(context: AmazonContext, orderId: string): Promise<z.output<typeof orderSchema> | null> {
  const path = `/orders/2026-01-01/orders/${encodeURIComponent(orderId)}${query({ includedData: ['FULFILLMENT', 'CANCELLATION'] })}`;
  const answer = await find(context, { quota: 'order-get', operation: 'orders.byNumber', method: 'GET', path, personal: true }, z.looseObject({ order: orderSchema }));
  return answer?.order ?? null;
}

function refuse(context: AmazonContext, code: ExplainedCode, message: string): TakenOutcome {
  return { kind: 'REFUSED', issue: issue(code, message, context.now()) };
}
