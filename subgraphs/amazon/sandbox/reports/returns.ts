import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import { writeFlatFile } from '../feeds/flat-file.js';
import type { Kernel } from '../kernel.js';
import type { OrderDesk } from '../purchases/order-desk.js';
import type { ReportWriter } from './report-desk.js';

export const RETURNS_REPORT = 'GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE';
const STATUSES = ['Pending', 'Approved', 'Declined', 'Completed'] as const;

interface ReturnRequest {
  readonly rmaId: string;
  readonly sellerId: string;
  readonly orderId: string;
  readonly sku: string;
  readonly asin: string;
  readonly title: string;
  readonly quantity: number;
  readonly reason: string;
  readonly status: (typeof STATUSES)[number];
  readonly resolution?: string;
  readonly refundMinor?: number;
  readonly currency?: string;
  readonly orderedAt: number;
  readonly requestedAt: number;
}

const COLUMNS = ['Order ID', 'Order date', 'Return request date', 'Return request status', 'Amazon RMA ID', 'ASIN', 'Merchant SKU', 'Item Name', 'Return quantity', 'Return Reason', 'In policy', 'Return type', 'Resolution', 'Currency code', 'Refunded Amount'];
const returnBody = z.strictObject({ sku: z.string().optional(), quantity: z.int().min(1).default(1), reason: z.string().default('CR-UNWANTED_ITEM'), resolution: z.enum(['StandardRefund', 'Exchange', 'Replacement']).default('StandardRefund') });
const statusBody = z.strictObject({ status: z.enum(STATUSES) });

export interface Returns {
  readonly write: ReportWriter;
  install(control: Control): void;
}

/** What buyers send back; sellers see it in a report only. */
export function createReturns({ state, clock }: Kernel, desk: OrderDesk): Returns {
  const returns = state.store<ReturnRequest>('returns');
  return {
    write({ sellerId, from, to }) {
      const rows = [...returns.range()].map(({ value }) => value).filter((one) => one.sellerId === sellerId && one.requestedAt >= from && one.requestedAt <= to);
      return rows.length === 0 ? null : writeFlatFile(COLUMNS, rows.map(toRow));
    },
    install(control) {
      control.route({
        method: 'POST',
        path: '/orders/:orderId/return',
        summary: 'The buyer asks to give something back.',
        example: { quantity: 1, reason: 'CR-UNWANTED_ITEM' },
        body: returnBody,
        handle: ({ params, body }) =>
          state.transaction(() => {
            const order = desk.get(params['orderId'] ?? '');
            const item = order?.items.find(({ sku }) => body.sku === undefined || sku === body.sku);
            if (!order || !item) throw new ControlError(404, 'no such order or item');
            if (item.shipped < item.returned + body.quantity) throw new ControlError(409, 'so many were not shipped');
            const { asin, sku, title } = item;
            const request: ReturnRequest = { rmaId: `D${state.next('rma', 1_000_001)}RRMA`, sellerId: order.sellerId, orderId: order.orderId, sku, asin, title, quantity: body.quantity, reason: body.reason, resolution: body.resolution, refundMinor: body.quantity * (item.unitPriceMinor - Math.round(item.discountMinor / item.quantity)), currency: order.currency, status: 'Pending', orderedAt: order.createdAt, requestedAt: clock.now() };
            returns.put(request.rmaId, request);
            desk.change({ ...order, items: order.items.map((one) => (one === item ? { ...one, returned: one.returned + body.quantity } : one)) }, { type: 'OrderStatusChange', requestId: null });
            return { rmaId: request.rmaId };
          }),
      });
      control.route({
        method: 'POST',
        path: '/returns/:rmaId',
        summary: 'Moves a return to another status.',
        example: { status: 'Approved' },
        body: statusBody,
        handle: ({ params, body }) => {
          const request = returns.get(params['rmaId'] ?? '');
          if (!request) throw new ControlError(404, 'no such return');
          returns.put(request.rmaId, { ...request, status: body.status });
        },
      });
    },
  };
}

/** What was refunded is told once it was (sandbox choice: with `Completed`, and not for an exchange). */
function toRow({ rmaId, orderId, sku, asin, title, quantity, reason, resolution = 'StandardRefund', refundMinor = 0, currency = '', status, orderedAt, requestedAt }: ReturnRequest): Record<string, string> {
  return {
    'Order ID': orderId,
    'Order date': dayOf(orderedAt),
    'Return request date': dayOf(requestedAt),
    'Return request status': status,
    'Amazon RMA ID': rmaId,
    ASIN: asin,
    'Merchant SKU': sku,
    'Item Name': title,
    'Return quantity': String(quantity),
    'Return Reason': reason,
    'In policy': 'Y',
    'Return type': 'C-Returns',
    Resolution: resolution,
    'Currency code': currency,
    'Refunded Amount': status === 'Completed' && resolution === 'StandardRefund' ? (refundMinor / 100).toFixed(2) : '',
  };
}

/** `22-Nov-2026`. */
function dayOf(epochMs: number): string {
  const [, day, month, year] = /^\w+, (\d+) (\w+) (\d+)/.exec(new Date(epochMs).toUTCString()) ?? [];
  return `${day ?? ''}-${month ?? ''}-${year ?? ''}`;
}
