import { installBuyerTrickle } from '../../../platform/sandbox/buyer-trickle.js';
import { visitShop } from './buyers.js';
import { installListingControl } from './control/listing-control.js';
import { installOrderControl } from './control/order-control.js';
import { demoSeller, installSellerControl, putSeller, type SellerInput } from './control/seller-control.js';
import { createHepsiburadaSandbox, type HepsiburadaSandbox } from './hepsiburada-sandbox.js';
import { installCatalogueRoutes } from './http/catalogue-routes.js';
import { installClaimRoutes } from './http/claim-routes.js';
import { installListingRoutes } from './http/listing-routes.js';
import { installOrderRoutes } from './http/order-routes.js';
import { installPackageRoutes } from './http/package-routes.js';
import { installShippingRoutes } from './http/shipping-routes.js';
import { installStubRoutes } from './http/stub-routes.js';
import { installTimers } from './timers.js';
import { installWebhookDelivery } from './webhooks/delivery.js';

export type { SellerInput } from './control/seller-control.js';
export { demoSeller } from './control/seller-control.js';

export interface HepsiburadaSandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Holds the state between starts; created when missing. */
  readonly dataDir: string;
  /** Seed of the buyers who come by themselves. */
  readonly seed?: number;
  /** Shops that must exist; one demo shop without it. A shop that is there already keeps what it is. */
  readonly sellers?: readonly SellerInput[];
}

/** Starts an imitation of Hepsiburada's seller services on loopback, each at `/<first label of its host>`; state under `dataDir` survives `stop` and `kill -9`. */
export async function startHepsiburadaSandbox(options: HepsiburadaSandboxOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const sandbox = createHepsiburadaSandbox(options.dataDir);
  installRoutes(sandbox);
  installControl(sandbox, options.seed);
  installTimers(sandbox);
  installWebhookDelivery(sandbox);
  const openShops = (): void => {
    for (const seller of options.sellers ?? [demoSeller]) if (!sandbox.market.sellers.get(seller.merchantId)) putSeller(sandbox.market, seller);
  };
  sandbox.kit.onReset(openShops);
  openShops();
  return { url: await sandbox.kit.listen(options.port), stop: () => sandbox.kit.stop() };
}

function installRoutes(sandbox: HepsiburadaSandbox): void {
  const { app } = sandbox.kit;
  installListingRoutes(sandbox);
  installCatalogueRoutes(sandbox);
  installOrderRoutes(sandbox);
  installPackageRoutes(sandbox);
  installClaimRoutes(sandbox);
  installShippingRoutes(sandbox);
  installStubRoutes(sandbox);
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ statusCode: 404, message: 'Not Found' }));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) console.error('Hepsiburada sandbox', request.url, error);
    return reply.code(status).send({ statusCode: status, code: String(status), message: status >= 500 ? 'Internal Server Error' : error.message });
  });
}

function installControl(sandbox: HepsiburadaSandbox, seed: number | undefined): void {
  installSellerControl(sandbox);
  installListingControl(sandbox);
  installOrderControl(sandbox);
  installBuyerTrickle(sandbox.kit, { seed, visit: (draw) => sandbox.during(null, () => visitShop(sandbox, draw)) });
}
