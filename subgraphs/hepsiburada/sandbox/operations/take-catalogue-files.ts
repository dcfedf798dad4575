import { readImportItem } from '../domain/import-item.js';
import type { Seller } from '../domain/seller.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import type { CatalogueTask } from '../market.js';
import { saveProduct, settle } from './run-catalogue-task.js';

interface Caller {
  readonly seller: Seller;
  readonly requestId: number | null;
}

/** Takes an import file in: sound items become products in `WAITING`, the others fail in the task. Answers the tracking id. */
export function importProducts(sandbox: HepsiburadaSandbox, { seller, requestId }: Caller, file: readonly unknown[]): string {
  const { kit, market } = sandbox;
  return sandbox.during(requestId, () => {
    const read = file.map((raw) => readImportItem(raw, seller.merchantId));
    const items = read.map((product): CatalogueTask['items'][number] => {
      if (product.importStatus === 'FAILED') return { key: product.merchantSku, error: 'FAILED', change: { ...product } };
      // What is matched already stays so: a second import of it changes nothing (sandbox choice).
      const known = market.products.get([seller.merchantId, product.merchantSku]);
      if (known?.status !== 'MATCHED') saveProduct(market, product);
      return { key: product.merchantSku, error: null };
    });
    const waiting = items.filter(({ error }) => error === null).map(({ key }) => key);
    if (waiting.length > 0) kit.clock.after(kit.settings.get().approvalDelayMs, 'catalogueStep', { merchantId: seller.merchantId, merchantSkus: waiting, requestId });
    return openTask(sandbox, seller, { kind: 'IMPORT', items });
  });
}

export function importTicket(sandbox: HepsiburadaSandbox, { seller, requestId }: Caller, rows: readonly unknown[]): string {
  return sandbox.during(requestId, () => {
    const items = rows.map((row) => ({ key: String((row as { hbSku?: unknown } | null)?.hbSku), error: null, change: row as Record<string, unknown> }));
    const trackingId = openTask(sandbox, seller, { kind: 'TICKET', items });
    sandbox.kit.clock.after(sandbox.kit.settings.get().approvalDelayMs, 'task', { merchantId: seller.merchantId, trackingId, requestId });
    return trackingId;
  });
}

export function requestRemoval(sandbox: HepsiburadaSandbox, { seller, requestId }: Caller, rows: readonly unknown[]): string {
  return sandbox.during(requestId, () => {
    const items = rows.map((row) => ({ key: String((row as { merchantSku?: unknown } | null)?.merchantSku), error: null }));
    const trackingId = openTask(sandbox, seller, { kind: 'DELETE', items });
    sandbox.kit.clock.after(sandbox.kit.settings.get().approvalDelayMs, 'task', { merchantId: seller.merchantId, trackingId, requestId });
    return trackingId;
  });
}

/** The seller's word on a proposed match: approved it becomes the catalogue's product, rejected a new one. */
export function decidePreMatch(sandbox: HepsiburadaSandbox, { seller, body, requestId }: Caller & { body: unknown }, decision: 'approve' | 'reject'): object {
  const { market, kit } = sandbox;
  const skus = (Array.isArray(body) ? body : []).flatMap((row) => ((row as { merchantSkuList?: unknown }).merchantSkuList ?? []) as string[]);
  return sandbox.during(requestId, () => {
    const decided = skus.flatMap((sku) => {
      const product = market.products.get([seller.merchantId, sku]);
      if (product?.status !== 'PRE_MATCHED') return [];
      settle(market, decision === 'approve' ? { ...product, status: 'MATCHED', hbSku: product.matchedHbSku } : { ...product, status: 'CREATED', matchedHbSku: null });
      return [sku];
    });
    if (decision === 'reject' && decided.length > 0) kit.clock.after(kit.settings.get().approvalDelayMs, 'catalogueStep', { merchantId: seller.merchantId, merchantSkus: decided, requestId });
    return { merchant: seller.merchantId, merchantSkuList: decided };
  });
}

function openTask({ market }: HepsiburadaSandbox, { merchantId }: Seller, task: Pick<CatalogueTask, 'kind' | 'items'>): string {
  const trackingId = market.guid('task');
  market.tasks.put([merchantId, trackingId], { ...task, trackingId, merchantId, createdAtMs: market.nowMs(), isDone: false });
  return trackingId;
}
