import type { FastifyRequest } from 'fastify';
import { installBuyerTrickle } from '../../../platform/sandbox/buyer-trickle.js';
import { createSandbox } from '../../../platform/sandbox/create-sandbox.js';
import { createBuckets } from './access/buckets.js';
import { mountEndpoints } from './access/endpoint.js';
import { mountLwa } from './access/lwa.js';
import { createSellers, type SellerInput } from './access/sellers.js';
import { createTokens } from './access/tokens.js';
import { installFeedControl } from './control/feed-control.js';
import { installListingControl } from './control/listing-control.js';
import { installOrderControl } from './control/order-control.js';
import { installQueueControl } from './control/queue-control.js';
import { installSellerControl } from './control/seller-control.js';
import { definitionEndpoints } from './definitions/endpoints.js';
import { createDocuments } from './documents.js';
import { feedEndpoints } from './feeds/endpoints.js';
import { createFeedDesk } from './feeds/feed-desk.js';
import { listingsFeedProcessor } from './feeds/listings-feed.js';
import { cancelFeedProcessor, refundFeedProcessor } from './feeds/order-feeds.js';
import { kernelOf } from './kernel.js';
import { listingEndpoints } from './listings/endpoints.js';
import { createListingBook } from './listings/listing-book.js';
import { createAnnouncer } from './notifications/announce.js';
import { createSubscriptions } from './notifications/subscriptions.js';
import { orderEndpoints } from './purchases/endpoints.js';
import { createOrderDesk } from './purchases/order-desk.js';
import { visitShop } from './purchases/visit-shop.js';
import { createQueues } from './queue/queues.js';
import { mountSqs } from './queue/sqs-endpoint.js';
import { reportEndpoints } from './reports/report-desk.js';
import { createReturns, RETURNS_REPORT } from './reports/returns.js';
import { feesEndpoints } from './services/fees.js';
import { createCompetition } from './services/offers-batch.js';
import { sellersEndpoint } from './services/sellers.js';
import { amazonSettingsSchema } from './settings.js';

export type { SellerInput } from './access/sellers.js';

export interface AmazonSandboxOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Where the state lives; survives restarts. One process at a time. */
  readonly dataDir: string;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Of the random buyers; random without it. */
  readonly seed?: number;
  /** Created at start and after each reset; more through the control API. */
  readonly sellers?: readonly SellerInput[];
}

export interface AmazonSandbox {
  /** `http://HOST:PORT`: SP-API, token host, document store and queue in one; the control API below `/_sandbox`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server that behaves as Amazon's Selling Partner API (EU endpoint). */
export async function startAmazonSandbox({ port, dataDir, host, seed, sellers: known = [] }: AmazonSandboxOptions): Promise<AmazonSandbox> {
  let url = '';
  const sandbox = createSandbox({ name: 'Amazon', dataDir, settings: amazonSettingsSchema, sellerOf: sellerInPath });
  const kernel = kernelOf(sandbox, () => url);
  const sellers = createSellers(sandbox.state);
  const tokens = createTokens(kernel);
  const buckets = createBuckets(sandbox.clock);
  const documents = createDocuments(sandbox.app, kernel);
  const book = createListingBook(kernel);
  const desk = createOrderDesk(kernel, book);
  const feeds = createFeedDesk(kernel, documents, {
    JSON_LISTINGS_FEED: listingsFeedProcessor(book),
    POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA: cancelFeedProcessor(desk),
    POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA: refundFeedProcessor(desk),
  });

  const queues = createQueues(kernel);
  const subscriptions = createSubscriptions(kernel);
  const announcer = createAnnouncer(kernel, subscriptions, queues);
  desk.onChange((order, type) => announcer.orderChanged(order, type));
  feeds.onFinished((feed) => announcer.feedFinished(feed));

  const returns = createReturns(kernel, desk);
  const competition = createCompetition(kernel, book);

  mountSqs(sandbox.app, queues, kernel.url);
  mountLwa(sandbox.app, { sellers, tokens });
  mountEndpoints({ sandbox, sellers, tokens, buckets }, [
    sellersEndpoint(),
    ...definitionEndpoints(documents),
    ...listingEndpoints(book),
    ...feedEndpoints(kernel, documents, feeds),
    ...orderEndpoints(kernel, desk),
    ...subscriptions.endpoints,
    ...reportEndpoints(kernel, documents, { [RETURNS_REPORT]: returns.write }),
    competition.endpoint,
    ...feesEndpoints(kernel, book),
  ]);
  installSellerControl(sandbox.control, sellers, tokens);
  installListingControl(sandbox.control, kernel, book);
  installFeedControl(sandbox.control, kernel, feeds);
  installQueueControl(sandbox.control, kernel, queues);
  installOrderControl(sandbox.control, kernel, desk);
  returns.install(sandbox.control);
  competition.install(sandbox.control);
  installBuyerTrickle(sandbox, { seed, visit: (draw) => visitShop({ book, desk, sellers }, draw) });

  const addKnown = (): void => known.forEach((seller) => sellers.put(seller));
  sandbox.onReset(() => {
    buckets.clear();
    addKnown();
  });
  addKnown();
  url = await sandbox.listen(port, host);
  return {
    url,
    async stop() {
      queues.stopWaiting();
      await sandbox.stop();
    },
  };
}

/** For faults that match a seller, which are chosen before the token is read. */
function sellerInPath({ url }: FastifyRequest): string | null {
  return /\/items\/(A[A-Z0-9]+)/.exec(url)?.[1] ?? null;
}
