import type { FastifyReply } from 'fastify';
import { installBuyerTrickle } from '../../../platform/sandbox/buyer-trickle.js';
import { visitShop } from './buyers.js';
import { installListingControl } from './control/listing-control.js';
import { installOrderControl } from './control/order-control.js';
import { demoSeller, installSellerControl, putSeller, type SellerInput } from './control/seller-control.js';
import { createEbaySandbox, type EbaySandbox } from './ebay-sandbox.js';
import { installAccountRoutes } from './http/account-routes.js';
import { installAnalyticsRoutes } from './http/analytics-routes.js';
import { installKeyManagementRoutes } from './http/key-management-routes.js';
import { installGroupRoutes } from './http/group-routes.js';
import { installIdentityRoutes } from './http/identity-routes.js';
import { installItemRoutes } from './http/item-routes.js';
import { installLocationRoutes } from './http/location-routes.js';
import { installNotificationRoutes } from './http/notification-routes.js';
import { installOfferRoutes } from './http/offer-routes.js';
import { installOrderRoutes } from './http/order-routes.js';
import { installPostOrderRoutes } from './http/post-order-routes.js';
import { installSubscriptionRoutes } from './http/subscription-routes.js';
import { installTaxonomyRoutes } from './http/taxonomy-routes.js';
import { installDelivery } from './notify/deliver.js';
import { openSigningKeys } from './notify/signing-key.js';
import { cancelDue, payRefund } from './purchases/change-order.js';
import { accessErrors, EbayRefusal, inventoryError } from './wire-errors.js';

export type { SellerInput } from './control/seller-control.js';
export { demoSeller } from './control/seller-control.js';

export interface EbaySandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Holds the state between starts; created when missing. */
  readonly dataDir: string;
  /** Seed of the buyers who come by themselves. */
  readonly seed?: number;
  /** Shops that must exist; one demo shop without it. A shop that is there already keeps what it is. */
  readonly sellers?: readonly SellerInput[];
}

/** Starts an imitation of eBay's Sell APIs on loopback; state under `dataDir` survives `stop` and `kill -9`. */
export async function startEbaySandbox(options: EbaySandboxOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const sandbox = createEbaySandbox(options.dataDir);
  installAll(sandbox, options.seed);
  const openShops = (): void => {
    for (const seller of options.sellers ?? [demoSeller]) if (!sandbox.market.sellers.get(seller.username)) putSeller(sandbox.market, seller);
  };
  sandbox.kit.onReset(openShops);
  openShops();
  return { url: await sandbox.kit.listen(options.port), stop: () => sandbox.kit.stop() };
}

function installAll(sandbox: EbaySandbox, seed: number | undefined): void {
  const { app, clock } = sandbox.kit;
  const keys = openSigningKeys(sandbox);
  installIdentityRoutes(sandbox);
  installAccountRoutes(sandbox);
  installLocationRoutes(sandbox);
  installTaxonomyRoutes(sandbox);
  installItemRoutes(sandbox);
  installGroupRoutes(sandbox);
  installOfferRoutes(sandbox);
  installOrderRoutes(sandbox);
  installPostOrderRoutes(sandbox);
  installNotificationRoutes(sandbox, keys);
  installSubscriptionRoutes(sandbox);
  installKeyManagementRoutes(sandbox);
  installAnalyticsRoutes(sandbox);
  app.setNotFoundHandler((_request, reply) => answer(reply, accessErrors.notFound()));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof EbayRefusal) return answer(reply, error);
    if ((error.statusCode ?? 500) < 500) return answer(reply, new EbayRefusal(400, [inventoryError(25_604, 'Input error. The body cannot be read.')]));
    console.error('eBay sandbox', request.url, error);
    return answer(reply, new EbayRefusal(500, [{ ...inventoryError(25_001, 'A system error has occurred.'), category: 'APPLICATION' }]));
  });
  installDelivery(sandbox, keys);
  clock.on('cancel-due', (cancel: { seller: string; orderId: string; cancelId: string }) => sandbox.during(null, () => cancelDue(sandbox, cancel)));
  clock.on('refund-paid', (refund: { seller: string; orderId: string; refundId: string }) => sandbox.during(null, () => payRefund(sandbox, refund)));
  installSellerControl(sandbox);
  installListingControl(sandbox);
  installOrderControl(sandbox, keys);
  installBuyerTrickle(sandbox.kit, { seed, visit: (draw) => sandbox.during(null, () => visitShop(sandbox, draw)) });
}

function answer(reply: FastifyReply, { status, errors }: EbayRefusal): FastifyReply {
  return reply.code(status).send({ errors });
}
