import { z } from 'zod';
import { endpoint, int64, type Endpoint } from '../access/endpoint.js';
import { notFound } from '../access/errors.js';
import type { Seller, Sellers } from '../access/sellers.js';
import type { Kernel } from '../kernel.js';
import type { Moderation } from './moderation.js';
import { NO_DUTIES, type Product, type ProductProblem } from './product.js';
import { importItemShape, problem, readImportItem, type CardContent, type ImportItem } from './read-import-item.js';
import type { Shelf } from './shelf.js';
import { variantTwin } from './variant-twin.js';

type ItemStatus = 'pending' | 'imported' | 'failed' | 'skipped';

interface ImportResult {
  readonly offerId: string;
  readonly productId: number;
  readonly status: ItemStatus;
  readonly problems: readonly ProductProblem[];
}

interface ImportTask {
  readonly clientId: string;
  readonly items: readonly ImportItem[];
  readonly results: readonly ImportResult[];
  readonly requestId: number;
}

interface DayUse {
  readonly created: number;
  readonly updated: number;
}

const FIRST_TASK_ID = 172_000_001;
const FIRST_PRODUCT_ID = 900_000_001;
const DAY_MS = 86_400_000;

/** Creating and updating in one call: answered with a task at once, done later item by item, then moderated. */
export function importEndpoints(kernel: Kernel, { shelf, sellers, moderation }: { shelf: Shelf; sellers: Sellers; moderation: Moderation }): Endpoint[] {
  const { state, clock, log, settings } = kernel;
  const tasks = state.store<ImportTask>('import-tasks');
  const uses = state.store<DayUse>('daily-use');
  const dayKey = (clientId: string): readonly [string, number] => [clientId, Math.floor(clock.now() / DAY_MS)];
  const useOf = (clientId: string): DayUse => uses.get(dayKey(clientId)) ?? { created: 0, updated: 0 };

  const put = (seller: Seller, item: ImportItem, content: CardContent, requestId: number): ImportResult => {
    const { clientId } = seller;
    const offerId = item.offer_id;
    const before = shelf.product(clientId, offerId);
    const use = useOf(clientId);
    if (before ? use.updated >= settings().dailyUpdateLimit : use.created >= settings().dailyCreateLimit) return failed(offerId, before, [problem('item_limit_exceeded', '', 'the daily limit is used up')]);
    if (before?.isArchived) return failed(offerId, before, [problem('Invalid_state', '', 'the product is in the archive')]);
    if (before && isSame(before, content)) return { offerId, productId: before.productId, status: 'skipped', problems: [] };
    if (variantTwin(shelf, clientId, offerId, content)) return failed(offerId, before, [problem('SPU_already_exists', '', 'another product of the card has the same variant attributes')]);
    uses.put(dayKey(clientId), before ? { ...use, updated: use.updated + 1 } : { ...use, created: use.created + 1 });
    const now = clock.now();
    const product: Product = before
      ? { ...before, ...content, updatedAt: now, ...(before.status === 'declined' ? { status: 'moderating', problems: [] } : {}) }
      : { ...content, clientId, offerId, productId: state.next('product', FIRST_PRODUCT_ID), sku: null, minPriceMinor: 0, status: 'moderating', problems: [], isArchived: false, duties: NO_DUTIES, rivalPriceMinor: null, priceWrittenAt: [], createdAt: now, updatedAt: now };
    shelf.put(product);
    log.recordEffect({ at: now, what: before ? 'product-updated' : 'product-created', key: `${clientId}/${offerId}`, old: before ?? null, new: product, requestId });
    if (product.status === 'moderating') moderation.await(product);
    return { offerId, productId: product.productId, status: 'imported', problems: [] };
  };

  clock.on('import-task', ({ taskId }: { taskId: number }) => {
    const task = tasks.get(taskId);
    const seller = task && sellers.byId(task.clientId);
    if (!seller) return;
    const results = task.items.map((item) => {
      const read = readImportItem(item, seller);
      return 'problems' in read ? failed(item.offer_id, shelf.product(seller.clientId, item.offer_id), read.problems) : put(seller, item, read.content, task.requestId);
    });
    tasks.put(taskId, { ...task, results });
  });

  return [
    endpoint({
      path: '/v3/product/import',
      body: z.looseObject({ items: z.array(importItemShape).min(1).max(100) }),
      handle: ({ clientId, body, requestId }) => {
        const taskId = state.next('import-task', FIRST_TASK_ID);
        const results = body.items.map((item): ImportResult => ({ offerId: item.offer_id, productId: shelf.product(clientId, item.offer_id)?.productId ?? 0, status: 'pending', problems: [] }));
        tasks.put(taskId, { clientId, items: body.items, results, requestId });
        clock.after(settings().batchDelayMs, 'import-task', { taskId });
        return { result: { task_id: taskId } };
      },
    }),
    endpoint({
      path: '/v1/product/import/info',
      body: z.looseObject({ task_id: int64 }),
      handle: ({ clientId, body }) => {
        const task = tasks.get(body.task_id);
        if (task?.clientId !== clientId) throw notFound(`task ${body.task_id} not found`);
        return { result: { items: task.results.map(resultView), total: task.results.length } };
      },
    }),
    endpoint({
      path: '/v4/product/info/limit',
      handle: ({ clientId }) => {
        const { created, updated } = useOf(clientId);
        const resetAt = new Date((Math.floor(clock.now() / DAY_MS) + 1) * DAY_MS).toISOString();
        const { dailyCreateLimit, dailyUpdateLimit } = settings();
        return { total: { limit: -1, usage: shelf.count(clientId) }, daily_create: { limit: dailyCreateLimit, usage: created, reset_at: resetAt }, daily_update: { limit: dailyUpdateLimit, usage: updated, reset_at: resetAt } };
      },
    }),
  ];
}

function failed(offerId: string, before: Product | undefined, problems: readonly ProductProblem[]): ImportResult {
  return { offerId, productId: before?.productId ?? 0, status: 'failed', problems };
}

function isSame(before: Product, content: CardContent): boolean {
  return JSON.stringify(Object.keys(content).map((name) => before[name as keyof CardContent])) === JSON.stringify(Object.values(content));
}

function resultView({ offerId, productId, status, problems }: ImportResult): object {
  return {
    offer_id: offerId,
    product_id: productId,
    status,
    errors: problems.map(({ code, message, field, attributeId, level }) => ({ code, message, state: '', level: level.toLowerCase(), description: message, field, attribute_id: attributeId, attribute_name: '' })),
  };
}
