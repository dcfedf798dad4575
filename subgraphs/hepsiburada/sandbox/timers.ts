import { packLines, packableWith } from './operations/pack-lines.js';
import type { HepsiburadaSandbox } from './hepsiburada-sandbox.js';
import { processUpload } from './operations/process-upload.js';
import { runTask, stepProduct } from './operations/run-catalogue-task.js';
import { findOrder } from './orders-store.js';

/** What the marketplace does by itself: uploads, the catalogue team, packing. All of it survives a restart. */
export function installTimers(sandbox: HepsiburadaSandbox): void {
  const { kit, market } = sandbox;

  kit.clock.on('upload', ({ merchantId, uploadId, requestId }: { merchantId: string; uploadId: string; requestId: number | null }) =>
    sandbox.during(requestId, () => processUpload(market, { merchantId, uploadId })),
  );

  kit.clock.on('catalogueStep', (step: { merchantId: string; merchantSkus: readonly string[]; requestId: number | null }) =>
    sandbox.during(step.requestId, () => {
      const merchantSkus = step.merchantSkus.filter((merchantSku) => stepProduct(market, step.merchantId, merchantSku) === 'GOES_ON');
      if (merchantSkus.length > 0) kit.clock.after(kit.settings.get().approvalDelayMs, 'catalogueStep', { ...step, merchantSkus });
    }),
  );

  kit.clock.on('task', ({ merchantId, trackingId, requestId }: { merchantId: string; trackingId: string; requestId: number | null }) =>
    sandbox.during(requestId, () => {
      const task = market.tasks.get([merchantId, trackingId]);
      if (task) runTask(market, task);
    }),
  );

  kit.clock.on('autoPack', ({ merchantId, orderNumber }: { merchantId: string; orderNumber: number }) =>
    sandbox.during(null, () => {
      const seller = market.sellers.get(merchantId);
      const order = findOrder(market, merchantId, orderNumber);
      const lines = order ? packableWith(order) : [];
      if (seller?.packsAutomatically && lines.length > 0) packLines(market, seller, { parts: lines.map(({ lineId, quantity }) => ({ lineId, quantity })) }, { isTold: true });
    }),
  );
}
