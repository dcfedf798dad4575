import { installBuyerTrickle } from '../../../platform/sandbox/buyer-trickle.js';
import { createSandbox } from '../../../platform/sandbox/create-sandbox.js';
import { accountEndpoints } from './access/account-endpoints.js';
import { mountEndpoints, type Endpoint } from './access/endpoint.js';
import { createSellers } from './access/sellers.js';
import { catalogueEndpoints } from './catalogue/endpoints.js';
import { installOrderControl } from './control/order-control.js';
import { installProductControl } from './control/product-control.js';
import { installReturnControl } from './control/return-control.js';
import { demoSeller, installSellerControl, sellerSchema, type SellerInput } from './control/seller-control.js';
import { installWarehouseControl } from './control/warehouse-control.js';
import { kernelOf } from './kernel.js';
import { announcePosting } from './notifications/announce-postings.js';
import { createPushDelivery } from './notifications/delivery.js';
import { createRegistry } from './notifications/registry.js';
import { cancelEndpoints } from './postings/cancel-endpoints.js';
import { countryEndpoints } from './postings/country-endpoints.js';
import { createDesk } from './postings/desk.js';
import { createExemplarBook } from './postings/exemplar-book.js';
import { exemplarEndpoints } from './postings/exemplar-endpoints.js';
import { labelEndpoints, serveLabelFiles } from './postings/label-endpoints.js';
import { listPostingEndpoints } from './postings/list-postings.js';
import { packEndpoints } from './postings/pack-postings.js';
import { rfbsEndpoints } from './postings/rfbs-endpoints.js';
import { visitShop } from './postings/visit-shop.js';
import { archiveEndpoints } from './products/archive-products.js';
import { importEndpoints } from './products/import-products.js';
import { createModeration } from './products/moderation.js';
import { readProductEndpoints } from './products/read-products.js';
import { readStockEndpoints } from './products/read-stocks.js';
import { createShelf } from './products/shelf.js';
import { priceEndpoint } from './products/write-prices.js';
import { stockEndpoint } from './products/write-stocks.js';
import { createReturnBook } from './returns/return-book.js';
import { createCancellationBook } from './returns/cancellation-book.js';
import { createRfbsBook } from './returns/rfbs-book.js';
import { ozonSettingsSchema } from './settings.js';
import { createWarehouses } from './warehouses.js';

export { demoSeller, type SellerInput } from './control/seller-control.js';

export interface OzonSandboxOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Where the state lives; survives restarts. One process at a time. */
  readonly dataDir: string;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Of the random buyers; random without it. */
  readonly seed?: number;
  /** Shops that must exist; one demo shop without it. A shop that is there already keeps what it is. */
  readonly sellers?: readonly SellerInput[];
}

/** Starts a server that behaves as Ozon's Seller API; the control API is below `/_sandbox`. */
export async function startOzonSandbox({ port, dataDir, host, seed, sellers: known = [demoSeller] }: OzonSandboxOptions): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const sandbox = createSandbox({ name: 'ozon', dataDir, settings: ozonSettingsSchema, sellerOf: ({ headers }) => (typeof headers['client-id'] === 'string' ? headers['client-id'] : null) });
  const kernel = kernelOf(sandbox);
  const sellers = createSellers(sandbox.state);
  const shelf = createShelf(kernel);
  const warehouses = createWarehouses(kernel);
  const moderation = createModeration(kernel, shelf);
  const desk = createDesk(kernel);
  const exemplars = createExemplarBook(sandbox.state);
  const registry = createRegistry(kernel);
  const delivery = createPushDelivery(kernel, registry);
  const returns = createReturnBook(kernel);
  const rfbsReturns = createRfbsBook(kernel);
  const cancellations = createCancellationBook(kernel, { desk, shelf });
  desk.onNews((news) => announcePosting(kernel, delivery, news));
  moderation.onDecided(({ clientId, offerId, productId, status, updatedAt }) => delivery.announce(clientId, 'TYPE_CREATE_OR_UPDATE_ITEM', { offer_id: offerId, product_id: productId, is_error: status === 'declined', changed_at: new Date(updatedAt).toISOString() }));

  const endpoints: Endpoint[] = [
    ...accountEndpoints(() => endpoints.map(({ path }) => path)),
    ...catalogueEndpoints(),
    ...warehouses.endpoints,
    ...importEndpoints(kernel, { shelf, sellers, moderation }),
    ...readProductEndpoints(shelf),
    ...archiveEndpoints(kernel, shelf),
    priceEndpoint(kernel, shelf),
    stockEndpoint(kernel, { shelf, warehouses }),
    ...readStockEndpoints({ shelf, warehouses }),
    ...listPostingEndpoints(desk, warehouses),
    ...packEndpoints(kernel, { desk, exemplars }),
    ...exemplarEndpoints(kernel, { desk, book: exemplars }),
    ...countryEndpoints(desk),
    ...rfbsEndpoints(kernel, { desk, shelf, warehouses }),
    ...cancelEndpoints(kernel, { desk, shelf }),
    ...labelEndpoints(kernel, desk),
    ...returns.endpoints,
    ...rfbsReturns.endpoints,
    ...cancellations.endpoints,
    ...registry.endpoints,
  ];
  mountEndpoints(sandbox, sellers, endpoints);
  serveLabelFiles(sandbox.app, sandbox.state);
  installSellerControl(sandbox.control, sellers);
  installWarehouseControl(sandbox.control, { kernel, sellers, warehouses });
  installProductControl(sandbox.control, { kernel, sellers, shelf, moderation, warehouses });
  installOrderControl(sandbox.control, { kernel, sellers, shelf, desk, warehouses });
  installReturnControl(sandbox.control, { sellers, desk, returns, rfbsReturns, cancellations });
  installBuyerTrickle(sandbox, { seed, visit: (draw) => visitShop({ kernel, sellers, shelf, desk, warehouses }, draw) });
  sandbox.control.route({ method: 'GET', path: '/push-deliveries', summary: 'Notifications not yet taken.', handle: () => ({ deliveries: delivery.waiting() }) });

  const openShops = (): void => known.map((seller) => sellerSchema.parse(seller)).filter(({ clientId }) => !sellers.byId(clientId)).forEach((seller) => sellers.put(seller));
  sandbox.onReset(openShops);
  sandbox.onStop(() => delivery.close());
  openShops();
  const url = await sandbox.listen(port, host);
  return { url, stop: () => sandbox.stop() };
}
