import type { FastifyRequest } from 'fastify';
import { installBuyerTrickle } from '../../../platform/sandbox/buyer-trickle.js';
import { createSandbox } from '../../../platform/sandbox/create-sandbox.js';
import { mountEndpoints, type Endpoint } from './access/endpoint.js';
import { createSellers, type Seller } from './access/sellers.js';
import { createBatches } from './batches.js';
import { createClaimBook } from './claims/claim-book.js';
import { claimEndpoints } from './claims/claim-endpoints.js';
import { installClaimControl } from './control/claim-control.js';
import { installCompetitorControl } from './control/competitor-control.js';
import { installOrderControl } from './control/order-control.js';
import { installProductControl } from './control/product-control.js';
import { installSellerControl } from './control/seller-control.js';
import { installWebhookControl } from './control/webhook-control.js';
import { kernelOf } from './kernel.js';
import { createApproval } from './listings/approval.js';
import { createProductsEndpoint } from './listings/create-products.js';
import { listProductsEndpoints } from './listings/list-products.js';
import { priceStockEndpoint } from './listings/price-stock.js';
import { createShelf } from './listings/shelf.js';
import { updateContentEndpoints } from './listings/update-content.js';
import { updateUnapprovedEndpoint } from './listings/update-unapproved.js';
import { variantEndpoints } from './listings/update-variants.js';
import { manualDeliveryEndpoints } from './packages/manual-delivery.js';
import { createDesk } from './packages/desk.js';
import { listPackagesEndpoints } from './packages/list-packages.js';
import { sellerActionEndpoints } from './packages/seller-actions.js';
import { splitEndpoints } from './packages/split-actions.js';
import { stageTestEndpoints } from './packages/stage-test-orders.js';
import { streamPackagesEndpoint } from './packages/stream-packages.js';
import { visitShop } from './packages/visit-shop.js';
import { createBrands } from './reference/brands.js';
import { referenceEndpoints } from './reference/endpoints.js';
import { createBuybox } from './services/buybox.js';
import { invoiceEndpoints } from './services/invoices.js';
import { labelEndpoints } from './services/labels.js';
import { installQuestions } from './services/questions.js';
import { trendyolSettingsSchema } from './settings.js';
import { createWebhookDelivery } from './webhooks/delivery.js';
import { createWebhookRegistry } from './webhooks/registry.js';

export interface TrendyolSandboxOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Where the state lives; survives restarts. One process at a time. */
  readonly dataDir: string;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Of the random buyers; random without it. */
  readonly seed?: number;
  /** Created at start and after each reset; more through the control API. */
  readonly sellers?: readonly Seller[];
}

export interface TrendyolSandbox {
  /** `http://HOST:PORT`. The seller API is below `/integration`, the control API below `/_sandbox`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server that behaves as Trendyol's seller API. */
export async function startTrendyolSandbox({ port, dataDir, host, seed, sellers: known = [] }: TrendyolSandboxOptions): Promise<TrendyolSandbox> {
  const sandbox = createSandbox({ name: 'trendyol', dataDir, settings: trendyolSettingsSchema, sellerOf: sellerInPath });
  const kernel = kernelOf(sandbox);
  const sellers = createSellers(sandbox.state);
  const brands = createBrands(sandbox.state);
  const batches = createBatches(kernel);
  const shelf = createShelf(kernel);
  const approval = createApproval(kernel, shelf);
  const desk = createDesk(kernel);
  const claims = createClaimBook(kernel);
  const buybox = createBuybox(kernel, shelf, sellers);
  const webhooks = createWebhookRegistry(kernel);
  const delivery = createWebhookDelivery(kernel, webhooks);
  desk.onStatus((shipmentPackage) => delivery.announce(shipmentPackage));

  const endpoints: Endpoint[] = [
    ...referenceEndpoints(brands),
    ...batches.endpoints,
    createProductsEndpoint(kernel, { batches, shelf, brands, approval }),
    updateUnapprovedEndpoint(kernel, { batches, shelf, brands, approval }),
    ...updateContentEndpoints(kernel, batches, shelf),
    ...variantEndpoints(kernel, batches, shelf),
    ...listProductsEndpoints({ shelf, brands }),
    priceStockEndpoint(kernel, batches, shelf),
    ...listPackagesEndpoints(kernel, desk),
    streamPackagesEndpoint(kernel, desk),
    ...sellerActionEndpoints(desk, { kernel, shelf, desk }),
    ...splitEndpoints(kernel, desk),
    ...manualDeliveryEndpoints(desk),
    ...stageTestEndpoints(kernel, { shelf, desk, claims }),
    ...claimEndpoints(claims, desk),
    ...webhooks.endpoints,
    buybox.endpoint,
    ...invoiceEndpoints(kernel, desk),
    ...labelEndpoints(kernel, desk),
    ...installQuestions(sandbox.control, kernel, shelf),
  ];
  mountEndpoints({ sandbox, sellers }, endpoints);
  installSellerControl(sandbox.control, sellers);
  installProductControl(sandbox.control, kernel, { shelf, brands, approval });
  installOrderControl(sandbox.control, kernel, shelf, desk);
  installClaimControl(sandbox.control, kernel, desk, claims);
  installCompetitorControl(sandbox.control, buybox);
  installWebhookControl(sandbox.control, delivery);
  installBuyerTrickle(sandbox, { seed, visit: (draw) => visitShop({ kernel, sellers, shelf, desk }, draw) });

  const addKnown = () => known.forEach((seller) => sellers.put(seller));
  sandbox.onReset(addKnown);
  sandbox.onStop(() => delivery.close());
  addKnown();
  const url = await sandbox.listen(port, host);
  return { url, stop: () => sandbox.stop() };
}

/** For faults that match a seller, which are chosen before the credentials are read. */
function sellerInPath({ url }: FastifyRequest): string | null {
  return /\/sellers\/(\d+)/.exec(url)?.[1] ?? null;
}
