import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEventLog, type OpenEventLog } from '../../../platform/events/event-log.js';
import { createOutboxRelay, type OutboxRelay } from '../../../platform/events/outbox.js';
import { newId, type StoreId } from '../../../platform/ids.js';
import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import { SCOPES, type Scope } from '../../../platform/principal.js';
import type { RedisClient } from '../../../platform/redis/client.js';
import { createSecretBox } from '../../../platform/secrets/secret-box.js';
import type { LocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { createLogger } from '../../../platform/telemetry/logger.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { connectTestRedis } from '../../../test/support/test-redis.js';
import { createStores, type Stores } from '../index.js';

const sellerId = newId('seller');
const FOLLOW = 'subscription ($storeId: ID, $after: String) { storeChanged(storeId: $storeId, after: $after) { cursor gap { reason } store { id state pause { code } warnings { code message dueAt explanation { turn } } stockPolicy { buffer } } } }';

interface Changed {
  readonly cursor: string;
  readonly store: { readonly id: string; readonly state: string };
}

describe('following stores', () => {
  let database: TestDatabase;
  let redis: RedisClient;
  let log: OpenEventLog;
  let relay: OutboxRelay;
  let stores: Stores;
  let subgraph: LocalSubgraph;
  let storeId: StoreId;
  let start: string;

  beforeAll(async () => {
    database = await openTestDatabase('stores');
    redis = await connectTestRedis();
    log = createEventLog({ redis });
    const logger = createLogger({ level: 'silent', name: 'test' });
    stores = createStores({
      db: database.db, events: log, logger, announce: () => relay.poke(), clock: { now: () => new Date() }, secretBox: createSecretBox({ keys: [{ id: 'test', key: Buffer.alloc(32, 7) }] }),
      accountCheck: { check: async () => ({ kind: 'GOOD', baseUrl: 'https://api.example.test', credentials: {} }), siteOf: () => null },
    });
    await ensureIndexes(database.db, stores.indexes);
    relay = createOutboxRelay({ collections: [stores.outboxed], log, logger, sweepEveryMs: 60_000 });
    subgraph = createSubgraph(stores.subgraph).local();
    start = await presentCursor();
    storeId = await connect();
  });
  afterAll(async () => {
    await relay.stop();
    log.close();
    await redis.close();
    await database.drop();
  });

  async function connect(remoteSellerId: string = newId('event')): Promise<StoreId> {
    const { store } = await stores.connectStore({ sellerId, marketplace: 'TRENDYOL', name: 'Mağaza', remoteSellerId, credentials: {} });
    return store!._id;
  }

  /** A cursor that everything after this call comes after. */
  async function presentCursor(): Promise<string> {
    const stopping = new AbortController();
    const following = log.subscribe({ sellerId, types: ['marker'], after: null, signal: stopping.signal })[Symbol.asyncIterator]();
    await log.append([{ id: newId('event'), sellerId, type: 'marker', at: new Date(), data: {} }]);
    const next = await following.next();
    stopping.abort();
    return (next.value as { cursor: string }).cursor;
  }

  /** The next events after a cursor, as a screen sees them. */
  async function changes(count: number, variables: { storeId?: StoreId; after: string }, o: { scopes?: readonly Scope[] } = {}): Promise<Changed[]> {
    const stopping = new AbortController();
    const seen: Changed[] = [];
    const principal = { sellerId, keyId: 'k', scopes: o.scopes ?? SCOPES };
    for await (const { data, errors } of subgraph.subscribe({ query: FOLLOW, variables, principal, correlationId: 'c', signal: stopping.signal })) {
      if (errors) throw new Error(JSON.stringify(errors));
      seen.push((data as unknown as { storeChanged: Changed }).storeChanged);
      if (seen.length === count) break;
    }
    stopping.abort();
    return seen;
  }

  it('shows a store that was connected, also to a screen that comes later', async () => {
    expect(await changes(1, { after: start })).toMatchObject([{ gap: null, store: { id: storeId, state: 'ACTIVE', pause: null } }]);
  });

  it('tells of a pause, of the end of it, and of another stock policy, once each', async () => {
    const after = await presentCursor();
    const pause = () => stores.pauseStore({ sellerId: null, storeId, code: 'AUTHENTICATION', message: 'The marketplace refused the API key.' });
    await pause();
    await pause();
    const [paused] = await changes(1, { after });
    expect(paused).toMatchObject({ store: { id: storeId, state: 'PAUSED', pause: { code: 'AUTHENTICATION' } } });
    await stores.resumeStore({ sellerId, storeId });
    await stores.resumeStore({ sellerId, storeId });
    const [resumed] = await changes(1, { after: paused!.cursor });
    expect(resumed).toMatchObject({ store: { state: 'ACTIVE', pause: null } });
    await stores.setStockPolicy({ sellerId, storeId, stockPolicy: { buffer: 3, cap: null, percentage: 100 } });
    expect(await changes(1, { after: resumed!.cursor })).toMatchObject([{ store: { stockPolicy: { buffer: 3 } } }]);
  });

  it('tells what is to be seen to on the marketplace once, and that it is done with when the store is connected again', async () => {
    const other = await connect('42');
    const after = await presentCursor();
    const warning = { code: 'KEY_ENDS_SOON', message: 'The key ends on 2026-12-04.', dueAt: new Date('2026-12-04T00:00:00Z') } as const;
    for (const warnings of [[warning], [{ ...warning }]]) await stores.recordWarnings({ storeId: other, warnings });
    const [warned] = await changes(1, { after });
    expect(warned).toMatchObject({ store: { id: other, warnings: [{ code: 'KEY_ENDS_SOON', message: warning.message, dueAt: '2026-12-04T00:00:00.000Z', explanation: { turn: 'SELLER' } }] } });
    expect(await connect('42')).toBe(other);
    expect(await changes(1, { after: warned!.cursor })).toMatchObject([{ store: { id: other, warnings: [] } }]);
  });

  it('is not paused for credentials that it no longer has', async () => {
    const other = await connect('43');
    const sealed = async () => (await stores.findStores([other]))[0]!.credentialsSealed;
    const former = await sealed();
    await connect('43');
    const pausedFor = async (credentialsSealed: string) => (await stores.pauseStore({ sellerId: null, storeId: other, code: 'AUTHENTICATION', message: 'refused', credentialsSealed })).store?.state.kind;
    expect([await pausedFor(former), await pausedFor(await sealed())]).toEqual(['ACTIVE', 'PAUSED']);
  });

  it('can be of one store alone', async () => {
    const after = await presentCursor();
    const other = await connect();
    await stores.pauseStore({ sellerId, storeId, code: 'PAUSED_BY_SELLER', message: 'Sayım' });
    expect((await changes(1, { after, storeId })).map(({ store }) => store.id)).toEqual([storeId]);
    expect((await changes(1, { after, storeId: other })).map(({ store }) => store.id)).toEqual([other]);
  });

  it('is for keys with stores:read, and refuses what is no cursor', async () => {
    await expect(changes(1, { after: start }, { scopes: ['catalog:read'] })).rejects.toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN', scope: 'stores:read' } }] });
    await expect(changes(1, { after: 'made up' })).rejects.toMatchObject({ errors: [{ extensions: { code: 'BAD_INPUT', field: ['after'] } }] });
  });
});
