import { z } from 'zod';
import { endpoint, int64, type Endpoint } from '../access/endpoint.js';
import { invalid } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import type { Shelf } from '../products/shelf.js';
import type { Desk } from './desk.js';
import { required } from './list-postings.js';
import type { Cancellation, Posting, PostingProduct } from './posting.js';
import { releaseStock } from './release-stock.js';

const REASONS = [
  { id: 352, title: 'Товар закончился на складе' },
  { id: 400, title: 'Остался только бракованный товар' },
  { id: 401, title: 'Отмена из арбитража' },
  { id: 402, title: 'Другая причина' },
  { id: 665, title: 'Покупатель не забрал заказ' },
  { id: 666, title: 'Возврат от службы доставки: нет доставки в указанный регион' },
  { id: 667, title: 'Заказ утерян службой доставки' },
];
const NEEDS_MESSAGE = 402;
const CANCELLABLE: readonly Posting['status'][] = ['awaiting_registration', 'awaiting_approve', 'awaiting_verification', 'awaiting_packaging', 'awaiting_deliver', 'acceptance_in_progress', 'arbitration'];

const reason = { cancel_reason_id: int64, cancel_reason_message: z.string().default('') };

export function cancelEndpoints(kernel: Kernel, { desk, shelf }: { desk: Desk; shelf: Shelf }): Endpoint[] {
  return [
    endpoint({
      path: '/v2/posting/fbs/cancel-reason/list',
      handle: () => ({ result: REASONS.map((one) => ({ ...one, type_id: 'seller', is_available_for_cancellation: true })) }),
    }),
    endpoint({
      path: '/v1/posting/fbs/cancel-reason',
      body: z.looseObject({ related_posting_numbers: z.array(z.string()).min(1) }),
      handle: ({ body }) => ({ result: body.related_posting_numbers.map((posting_number) => ({ posting_number, reasons: REASONS.map((one) => ({ ...one, type_id: 'seller' })) })) }),
    }),
    endpoint({
      path: '/v2/posting/fbs/cancel',
      body: z.looseObject({ posting_number: z.string().min(1), ...reason }),
      handle: ({ clientId, body, requestId }) => {
        const posting = required(desk, clientId, body.posting_number);
        cancelPosting({ kernel, desk, shelf }, posting, sellersCancellation(body), requestId);
        return { result: true };
      },
    }),
    endpoint({
      path: '/v2/posting/fbs/product/cancel',
      body: z.looseObject({ posting_number: z.string().min(1), items: z.array(z.looseObject({ sku: int64, quantity: z.int().min(1) })).min(1), ...reason }),
      handle: ({ clientId, body, requestId }) => {
        const posting = required(desk, clientId, body.posting_number);
        const cancellation = sellersCancellation(body);
        requireCancellable(posting);
        const given = body.items.map(({ sku, quantity }) => ({ ...lineOf(posting, sku), quantity }));
        const left = posting.products.map((line) => ({ ...line, quantity: line.quantity - (given.find(({ sku }) => sku === line.sku)?.quantity ?? 0) }));
        if (left.some(({ quantity }) => quantity < 0)) throw invalid('HAS_INCORRECT_PRODUCT_QUANTITY');
        if (left.every(({ quantity }) => quantity === 0)) cancelPosting({ kernel, desk, shelf }, posting, cancellation, requestId);
        else {
          releaseStock(kernel, shelf, posting, given, kernel.settings().restockOnCancel);
          desk.change(posting, { products: left.filter(({ quantity }) => quantity > 0), changedAt: Math.max(kernel.clock.now(), posting.changedAt + 1) }, requestId);
        }
        return { result: posting.postingNumber };
      },
    }),
  ];
}

/** Ends a posting, whoever wants it; throws when it has left already. */
export function cancelPosting({ kernel, desk, shelf }: { kernel: Kernel; desk: Desk; shelf: Shelf }, posting: Posting, cancellation: Cancellation, requestId: number | null): Posting {
  requireCancellable(posting);
  releaseStock(kernel, shelf, posting, posting.products, kernel.settings().restockOnCancel);
  return desk.move(posting, 'cancelled', 'posting_canceled', requestId, { cancellation });
}

/** Whether it has not left yet. */
export function isCancellable({ status }: Posting): boolean {
  return CANCELLABLE.includes(status);
}

function requireCancellable(posting: Posting): void {
  if (posting.status === 'cancelled') throw invalid('POSTING_ALREADY_CANCELLED');
  if (!isCancellable(posting)) throw invalid('HAS_INCORRECT_STATUS');
}

function sellersCancellation({ cancel_reason_id, cancel_reason_message }: { cancel_reason_id: number; cancel_reason_message: string }): Cancellation {
  const known = REASONS.find(({ id }) => id === cancel_reason_id);
  if (!known || (known.id === NEEDS_MESSAGE && cancel_reason_message === '')) throw invalid('HAS_INCORRECT_CANCEL_REASON');
  return { reasonId: known.id, reason: cancel_reason_message || known.title, type: 'seller' };
}

function lineOf(posting: Posting, sku: number): PostingProduct {
  const line = posting.products.find((one) => one.sku === sku);
  if (!line) throw invalid('UNKNOWN_PRODUCT_DEFINED');
  return line;
}
