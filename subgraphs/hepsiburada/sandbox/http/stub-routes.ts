import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { acceptOrder, inventBuyer } from '../buyers.js';
import { openClaim } from '../operations/open-claim.js';
import { ok, omsErrors } from './answer.js';
import { installEndpoint } from './endpoint.js';

/** What the stage has so that an integrator can test alone: orders and claims out of nothing. */
export function installStubRoutes(sandbox: HepsiburadaSandbox): void {
  for (const spelling of ['merchantId', 'merchantid']) installEndpoint(sandbox, {
    service: 'oms-stub-external-sit',
    method: 'POST',
    path: `/orders/${spelling}/:merchantId`,
    handle: ({ seller, body, requestId }) => {
      const items = ((body ?? {}) as { LineItems?: unknown; lineItems?: unknown }).LineItems ?? ((body ?? {}) as { lineItems?: unknown }).lineItems;
      const lines = (Array.isArray(items) ? items : []).map((row: Record<string, unknown>) => ({ merchantSku: String(row['MerchantSku'] ?? row['merchantSku']), quantity: Number(row['Quantity'] ?? row['quantity'] ?? 1) }));
      const placed = sandbox.during(requestId, () => acceptOrder(sandbox, { seller, lines, buyer: inventBuyer(sandbox.market), isPaid: true }));
      return 'problem' in placed ? omsErrors.badRequest(placed.problem) : ok({ orderNumber: String(placed.orderNumber) });
    },
  });
  installEndpoint(sandbox, {
    service: 'claim-stub-external-sit',
    method: 'POST',
    path: '/claims/merchant/:merchantId/create',
    handle: ({ seller, body, requestId }) => {
      const { lineItemId, quantity, reason } = (body ?? {}) as Record<string, unknown>;
      const opened = sandbox.during(requestId, () => openClaim(sandbox.market, seller.merchantId, { lineItemId: String(lineItemId), quantity: Number(quantity ?? 1), reason: typeof reason === 'string' ? reason : 'PoorQuality' }));
      return 'problem' in opened ? omsErrors.badRequest(opened.problem) : ok({ claimNumber: String(opened.number) });
    },
  });
}
