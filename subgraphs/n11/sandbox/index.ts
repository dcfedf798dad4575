import { installBuyerTrickle } from '../../../platform/sandbox/buyer-trickle.js';
import { visitShop } from './buyers.js';
import { installClaimControl } from './control/claim-control.js';
import { installListingControl } from './control/listing-control.js';
import { installOrderControl } from './control/order-control.js';
import { demoSeller, installSellerControl, putSeller, type SellerInput } from './control/seller-control.js';
import { installCdnRoutes } from './http/cdn-routes.js';
import { answerUnknownMsPath, installMsRoutes } from './http/ms-routes.js';
import { installRestRoutes } from './http/rest-routes.js';
import { installWsRoutes } from './http/ws-routes.js';
import { answerWith, createN11Sandbox, type N11Sandbox } from './n11-sandbox.js';
import { installTimers } from './timers.js';
import { msErrors, restErrors, unavailable } from './wire-errors.js';

export type { SellerInput } from './control/seller-control.js';
export { demoSeller } from './control/seller-control.js';

export interface N11SandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Holds the state between starts; created when missing. */
  readonly dataDir: string;
  /** Seed of the buyers who come by themselves. */
  readonly seed?: number;
  /** Shops that must exist; one demo shop without it. A shop that is there already keeps what it is. */
  readonly sellers?: readonly SellerInput[];
}

/** Starts an imitation of N11's seller API on loopback; state under `dataDir` survives `stop` and `kill -9`. */
export async function startN11Sandbox(options: N11SandboxOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const sandbox = createN11Sandbox(options.dataDir);
  installRoutes(sandbox);
  installControl(sandbox, options.seed);
  installTimers(sandbox);
  const openShops = (): void => {
    for (const seller of options.sellers ?? [demoSeller]) if (!sandbox.market.sellers.get(seller.sellerId)) putSeller(sandbox.market, seller);
  };
  sandbox.kit.onReset(openShops);
  openShops();
  return { url: await sandbox.kit.listen(options.port), stop: () => sandbox.kit.stop() };
}

function installRoutes(sandbox: N11Sandbox): void {
  const { app } = sandbox.kit;
  installMsRoutes(sandbox);
  installRestRoutes(sandbox);
  installCdnRoutes(sandbox);
  installWsRoutes(sandbox);
  app.setNotFoundHandler((request, reply) => (request.url.startsWith('/ms/') ? answerUnknownMsPath(request, reply) : answerWith(reply, unavailable())));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if ((error.statusCode ?? 500) >= 500) console.error('N11 sandbox', request.url, error);
    return answerWith(reply, request.url.startsWith('/ms/') ? msErrors.unreadableBody() : restErrors.missingHeader());
  });
}

function installControl(sandbox: N11Sandbox, seed: number | undefined): void {
  installSellerControl(sandbox);
  installListingControl(sandbox);
  installOrderControl(sandbox);
  installClaimControl(sandbox);
  installBuyerTrickle(sandbox.kit, { seed, visit: (draw) => sandbox.during(null, () => visitShop(sandbox.market, draw)) });
}
