import { randomUUID } from 'node:crypto';
import type { Endpoint } from './access/endpoint.js';
import { badRequest, notFound } from './access/errors.js';
import type { Kernel } from './kernel.js';

export type BatchType =
  | 'ProductV2OnBoarding'
  | 'ProductV2Update'
  | 'ApprovedProductContentUpdate'
  | 'ApprovedProductVariantUpdate'
  | 'ProductDeliveryOptionUpdate'
  | 'ProductInventoryUpdate'
  | 'ProductArchiveUpdate'
  | 'ProductDeletion'
  | 'ProductUnlockUpdate';

export interface Batch {
  readonly batchRequestId: string;
  readonly sellerId: number;
  readonly type: BatchType;
  readonly requestId: number;
  readonly createdAt: number;
  modifiedAt: number;
  isDone: boolean;
  /** Echo of what was asked, one per item. */
  readonly requestItems: unknown[];
  /** One list of reasons per item once done; empty list = applied. */
  failures: string[][];
}

/** Applies one item; answers why not, or nothing. Must never throw for bad input. */
export type ItemProcessor = (item: never, batch: Batch) => string[];

export interface Batches {
  process(type: BatchType, processor: ItemProcessor): void;
  /** Queues the items; answers the receipt. */
  open(batch: { sellerId: number; type: BatchType; requestId: number; items: unknown[] }): { batchRequestId: string };
  endpoints: Endpoint[];
}

const KEPT_MS = 4 * 3_600_000;
const LARGEST_BATCH = 1_000;
/** Types whose items show `IN_PROGRESS` while they wait; the others show no items yet. */
const SHOWS_WAITING_ITEMS = new Set<BatchType>(['ProductDeliveryOptionUpdate', 'ProductUnlockUpdate']);

export function createBatches({ state, clock, settings }: Kernel): Batches {
  const batches = state.store<Batch>('batches');
  const processors = new Map<BatchType, ItemProcessor>();

  clock.on('batch-apply', (batchRequestId: string) => {
    const batch = batches.get(batchRequestId);
    const processor = batch && processors.get(batch.type);
    if (!batch || !processor || batch.isDone) return;
    const failures = batch.requestItems.map((item) => processor(item as never, batch));
    batches.put(batchRequestId, { ...batch, failures, isDone: true, modifiedAt: clock.now() });
  });
  clock.on('batch-expire', (batchRequestId: string) => batches.remove(batchRequestId));

  return {
    process: (type, processor) => void processors.set(type, processor),
    open: ({ sellerId, type, requestId, items }) => {
      const createdAt = clock.now();
      const batchRequestId = `${randomUUID()}-${Math.floor(createdAt / 1_000)}`;
      batches.put(batchRequestId, { batchRequestId, sellerId, type, requestId, createdAt, modifiedAt: createdAt, isDone: false, requestItems: items, failures: [] });
      clock.after(settings().batchDelayMs, 'batch-apply', batchRequestId);
      clock.after(KEPT_MS, 'batch-expire', batchRequestId);
      return { batchRequestId };
    },
    endpoints: [
      {
        method: 'GET',
        path: '/product/sellers/:sellerId/products/batch-requests/:batchRequestId',
        quota: 'product-read',
        style: 'product',
        handle: ({ sellerId, params }) => {
          const batch = batches.get(params['batchRequestId'] ?? '');
          const isReadable = batch?.sellerId === sellerId && clock.now() < batch.createdAt + KEPT_MS;
          if (!isReadable) throw notFound('batch.request.not.found', 'Batch request not found');
          return batchView(batch);
        },
      },
    ],
  };
}

/** The items of a batch body; 400 when there are none, too many, or one is no object. */
export function requireItems(body: unknown): Record<string, unknown>[] {
  const items = typeof body === 'object' && body !== null && 'items' in body ? body.items : undefined;
  if (!Array.isArray(items) || items.length === 0) throw badRequest('items.empty', 'items must not be empty');
  if (items.length > LARGEST_BATCH) throw badRequest('items.limit.exceeded', `items must not be more than ${LARGEST_BATCH}`);
  if (!items.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item))) {
    throw badRequest('invalid.request', 'each item must be an object');
  }
  return items as Record<string, unknown>[];
}

function batchView(batch: Batch) {
  const failed = batch.failures.filter((reasons) => reasons.length > 0).length;
  return {
    batchRequestId: batch.batchRequestId,
    items: itemViews(batch),
    // Stock and price batches have no status of their own: waiting for COMPLETED there never ends.
    ...(batch.type === 'ProductInventoryUpdate' ? {} : { status: batch.isDone ? 'COMPLETED' : 'IN_PROGRESS' }),
    creationDate: batch.createdAt,
    lastModification: batch.modifiedAt,
    sourceType: 'API',
    itemCount: batch.requestItems.length,
    failedItemCount: failed,
    batchRequestType: batch.type,
  };
}

function itemViews(batch: Batch) {
  if (!batch.isDone && !SHOWS_WAITING_ITEMS.has(batch.type)) return [];
  return batch.requestItems.map((requestItem, index) => {
    const failureReasons = batch.failures[index] ?? [];
    const verdict = failureReasons.length > 0 ? 'FAILED' : 'SUCCESS';
    return { requestItem, status: batch.isDone ? verdict : 'IN_PROGRESS', failureReasons };
  });
}
