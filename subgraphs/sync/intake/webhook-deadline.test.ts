import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { connectMongo, type Mongo } from '../../../platform/mongo/client.js';
import { startEmbeddedServer, type EmbeddedServer } from '../../../platform/mongo/embedded/server.js';
import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import { createPayloadArchive, payloadIndexes } from '../../../platform/payloads/archive.js';
import { startTcpProxy, type TcpProxy } from '../../../test/support/tcp-proxy.js';
import { sampleOrder } from '../../orders/testing/sample-orders.js';
import { eventually } from '../testing/lane-suite.js';
import { createInboxStore, inboxIndexes } from './store/inbox-store.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';
import { ANSWER_WITHIN_MS, webhookRoutes } from './webhook-routes.js';

/** After this long Ozon takes a receiver for one that is down. */
const OZON_WAITS_MS = 5_000;

describe('a webhook call while the database does not answer', () => {
  let suite: IntakeSuite;
  let dataDir: string;
  let server: EmbeddedServer;
  let proxy: TcpProxy;
  let mongo: Mongo;
  let app: FastifyInstance;
  let url: string;

  beforeAll(async () => {
    suite = await openIntakeSuite();
    dataDir = await mkdtemp(join(tmpdir(), 'hub-stalled-'));
    server = await startEmbeddedServer({ dataDir, acknowledge: 'committed', log: () => undefined });
    proxy = await startTcpProxy({ targetPort: server.port });
    mongo = await connectMongo({ url: `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`, database: 'stalled' });
    await ensureIndexes(mongo.db, [payloadIndexes, inboxIndexes]);
    app = fastify();
    await app.register(webhookRoutes({ ...suite.deps, inbox: createInboxStore(mongo.db), archive: createPayloadArchive({ db: mongo.db, clock: suite.clock }) }, { answerWithinMs: 500 }));
    url = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await app.close();
    await mongo.close();
    await proxy.stop();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
    await suite.close();
  });

  async function post(body: string): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${url}/webhooks/ty/${suite.storeIds.first}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': suite.secret }, body });
    return { status: answer.status, text: await answer.text() };
  }

  it('is answered before the marketplace takes the hub for dead', () => {
    expect(ANSWER_WITHIN_MS).toBeLessThan(OZON_WAITS_MS);
  });

  it('is answered all the same, with what makes the marketplace tell it again; told again it is kept once', async () => {
    const body = suite.market.bodyOf(sampleOrder());
    proxy.setMode({ kind: 'silent' });
    const told = await Promise.all([post(body), post(body)]);
    expect(told).toEqual(Array.from({ length: 2 }, () => ({ status: 503, text: JSON.stringify({ error: { code: 'NOT_STORED' } }) })));
    expect(suite.wakes).toEqual([]);

    proxy.setMode({ kind: 'pass' });
    await eventually(() => post(body), ({ status }) => status === 200);
    const inbox = await mongo.db.collection('inbox').find().toArray();
    expect(inbox.map(({ state }) => (state as { kind: string }).kind)).toEqual(['RECEIVED']);
    await eventually(async () => suite.wakes, (wakes) => wakes.includes(`inbox/${suite.storeIds.first}`));
  });
});
