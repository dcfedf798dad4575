import { fastify, type FastifyInstance } from 'fastify';
import { ensureIndexes } from '../../../../platform/mongo/indexes.js';
import { createPayloadArchive, payloadIndexes } from '../../../../platform/payloads/archive.js';
import { createLogger } from '../../../../platform/telemetry/logger.js';
import { createMetrics } from '../../../../platform/telemetry/metrics.js';
import type { OperationId } from '../../../../platform/ids.js';
import { neverAsked, openOrderSuite, silent } from '../../../orders/testing/order-suite.js';
import type { Orders } from '../../../orders/index.js';
import { createStores } from '../../../stores/index.js';
import type { Store } from '../../../stores/domain/store.js';
import type { StoreAccess } from '../../connector/store-access.js';
import { ERROR_POLICIES } from '../../domain/error-policies.js';
import { createMemoryTokens } from '../../testing/memory-tokens.js';
import type { IntakeDeps } from '../intake-deps.js';
import { createInboxStore, inboxIndexes } from '../store/inbox-store.js';
import { createPollMarkStore, pollMarkIndexes } from '../store/poll-mark-store.js';
import { createScrubStore, scrubIndexes } from '../store/scrub-store.js';
import { webhookRoutes } from '../webhook-routes.js';
import { createPaperMarket } from './paper-market.js';

const SECRET = 'a-webhook-secret-of-some-length';

export interface CallOptions {
  readonly method?: string;
  readonly path?: string;
  readonly secret?: string;
  readonly marketplace?: string;
  readonly type?: string;
}

/** The intake's parts on a real ledger, with stores of a paper marketplace; wakes are written down instead of queued. */
export async function openIntakeSuite(change: { orders?: (real: Orders) => Partial<Orders> } = {}) {
  const base = await openOrderSuite();
  const { db, clock, secretBox } = base;
  const market = createPaperMarket({ now: () => clock.now() });
  const stores = createStores({ db, secretBox, clock, logger: silent, events: neverAsked, announce: () => undefined, accountCheck: { check: () => Promise.reject(new Error('nobody connects here')), siteOf: () => null } });
  const archive = createPayloadArchive({ db, clock });
  await ensureIndexes(db, [...stores.indexes, payloadIndexes, inboxIndexes, pollMarkIndexes, scrubIndexes]);
  await db.collection<Store>('stores').insertMany([...base.stores]);
  const [first, second, other] = base.stores;
  for (const { _id: storeId } of [first, second]) await stores.recordWebhook({ storeId, kind: 'ACTIVE', remoteId: 'hook-1', secret: SECRET });

  const access: StoreAccess = {
    async open(storeId) {
      const [store] = await stores.findStores([storeId]);
      if (!store) throw new Error(`no store ${storeId}`);
      const account = { storeId, sellerId: store.sellerId, baseUrl: store.baseUrl, currency: store.currency, remoteSellerId: store.remoteSellerId, credentials: {} };
      return { store, connector: market.connector, context: { store: account, http: { send: () => Promise.reject(new Error('paper has no wire')) }, cache: { get: async () => null, set: async () => undefined }, tokens: createMemoryTokens(), now: () => clock.now(), marketplaceNow: () => clock.now() } };
    },
    openOwned: (_sellerId, storeId) => access.open(storeId),
  };
  const wakes: string[] = [];
  const logged: string[] = [];
  const logger = createLogger({ level: 'trace', name: 'intake', destination: { write: (line) => void logged.push(line) } });
  const settled: OperationId[] = [];
  const deps: IntakeDeps = {
    inbox: createInboxStore(db),
    marks: createPollMarkStore(db),
    scrubs: createScrubStore(db, secretBox),
    access,
    connectors: { TRENDYOL: market.connector },
    stores,
    orders: { ...base.orders, ...change.orders?.(base.orders) },
    archive,
    queue: { wake: async (key) => void wakes.push(key) },
    wakeLane: async (storeId) => void wakes.push(`lane/${storeId}`),
    actionSettled: (operationId) => void settled.push(operationId),
    polled: async () => undefined,
    orderPlan: async () => null,
    pollEnded: async () => undefined,
    policiesOf: async () => ERROR_POLICIES,
    publicUrl: 'http://127.0.0.1:4000',
    figures: { troubled: () => undefined, refused: () => undefined },
    clock,
    logger,
    metrics: createMetrics(),
  };
  const app: FastifyInstance = fastify();
  await app.register(webhookRoutes(deps));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  async function call(storeId: string, body: string | Buffer | null, o: CallOptions = {}) {
    const { method = 'POST', path = '', marketplace = 'ty', secret = SECRET, type = 'application/json' } = o;
    const answer = await fetch(`${url}/webhooks/${marketplace}/${storeId}${path}`, { method, headers: { 'content-type': type, 'x-api-key': secret }, body: body === null ? null : new Uint8Array(Buffer.from(body)) });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }
  return {
    ...base,
    stores,
    /** Everything logged. */
    logged,
    /** The stores as they were put in. */
    shops: base.stores,
    storeIds: { first: first._id, second: second._id, n11: other._id },
    market,
    archive,
    deps,
    wakes,
    settled,
    app,
    /** Calls a store's webhook; by default a POST of JSON with the store's secret. */
    call,
    post: async (storeId: string, body: string | Buffer, o: CallOptions = {}): Promise<number> => (await call(storeId, body, o)).status,
    secret: SECRET,
    async close() {
      await app.close();
      await base.drop();
    },
  };
}

export type IntakeSuite = Awaited<ReturnType<typeof openIntakeSuite>>;
