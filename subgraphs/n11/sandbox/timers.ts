import { judgeCatalogApproval } from './domain/create-product.js';
import type { N11Sandbox } from './n11-sandbox.js';
import { processTask } from './operations/process-task.js';
import { findProduct, saveProduct } from './products-store.js';

/** What the marketplace does by itself: work through queued tasks, and let the catalogue team decide. Both survive a restart. */
export function installTimers(sandbox: N11Sandbox): void {
  const { kit, market } = sandbox;

  kit.clock.on('task', ({ sellerId, taskId, requestId }: { sellerId: number; taskId: number; requestId: number | null }) => {
    const waiting = sandbox.during(requestId, () => processTask(market, { sellerId, taskId }));
    const stockCodes = waiting.map((product) => product.stockCode);
    if (stockCodes.length > 0) kit.clock.after(kit.settings.get().approvalDelayMs, 'catalogApproval', { sellerId, stockCodes, requestId });
  });

  kit.clock.on('catalogApproval', ({ sellerId, stockCodes, requestId }: { sellerId: number; stockCodes: readonly string[]; requestId: number | null }) =>
    sandbox.during(requestId, () => {
      for (const stockCode of stockCodes) {
        const product = findProduct(market, sellerId, stockCode);
        if (product) saveProduct(market, judgeCatalogApproval(product, market.nowMs()));
      }
    }),
  );
}
