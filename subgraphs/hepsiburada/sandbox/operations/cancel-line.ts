import { istanbulText } from '../domain/istanbul-time.js';
import { isOpenLine, type Cancellation } from '../domain/order.js';
import type { Market } from '../market.js';
import { changeLines, orderOfLine } from '../orders-store.js';
import type { PackRefusal } from './pack-lines.js';

/** The only reason id that is documented: the seller could not supply the product. */
export const CANNOT_SUPPLY = 83;

/** Gives a line up: the seller only while it is not packed, the buyer and Hepsiburada until it is sent. */
export function cancelLine(market: Market, merchantId: string, lineId: string, o: { by: Cancellation['cancelledBy']; isTold: boolean }): Cancellation | PackRefusal {
  const found = orderOfLine(market, merchantId, lineId);
  if (!found) return { status: 404, problem: 'Order line not found' };
  const { order, line } = found;
  if (o.by === 'Merchant' ? !isOpenLine(line) : line.status !== 'Open') return { status: 400, problem: line.status === 'Open' ? 'Line item is packed' : `Line item is ${line.status}` };
  changeLines(market, order, (one) => (one.lineId === lineId ? { status: 'Cancelled' } : null));
  const cancellation: Cancellation = {
    orderNumber: order.orderNumber,
    lineItemId: lineId,
    cancelledAtMs: market.nowMs(),
    cancelledBy: o.by,
    cancelReasonCode: CANNOT_SUPPLY,
    merchantId,
    quantity: line.quantity,
    sku: line.hbSku,
    merchantSku: line.merchantSku,
  };
  market.cancellations.put([merchantId, cancellation.cancelledAtMs, lineId], cancellation);
  if (o.isTold) {
    const body = { id: lineId, merchantId, orderNumber: String(order.orderNumber), cancelDate: istanbulText(cancellation.cancelledAtMs), quantity: line.quantity, cancelledBy: o.by, cancelReasonCode: String(CANNOT_SUPPLY), isUnpackedLine: line.packageNumber === null };
    market.announce({ merchantId, method: 'PUT', path: `/lineitems/${lineId}/cancel`, body });
  }
  return cancellation;
}
