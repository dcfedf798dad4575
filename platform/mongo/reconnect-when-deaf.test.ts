import { on, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/graphql-client.js';
import { startTcpProxy, type TcpProxy } from '../../test/support/tcp-proxy.js';
import { connectMongo, type Mongo } from './client.js';
import { startEmbeddedServer, type EmbeddedServer } from './embedded/server.js';

const WITHIN_MS = 40_000;

/** The parts of the driver in which the check gets lost; nothing public reaches them. */
interface DriverParts {
  readonly topology: { readonly s: { readonly servers: ReadonlyMap<string, { readonly monitor: { readonly connection: { readonly socket: Socket } | null } }> } };
}

describe('a client whose driver lost a check of the server', () => {
  let dataDir: string;
  let server: EmbeddedServer;
  let proxy: TcpProxy;
  let mongo: Mongo;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'hub-deaf-'));
    server = await startEmbeddedServer({ dataDir, acknowledge: 'committed', log: () => undefined });
  });
  afterAll(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  afterEach(async () => {
    await mongo.close();
    await proxy.stop();
  });

  async function connectDeaf(): Promise<void> {
    proxy = await startTcpProxy({ targetPort: server.port });
    mongo = await connectMongo({ url: `mongodb://127.0.0.1:${proxy.port}/?directConnection=true&serverMonitoringMode=poll&heartbeatFrequencyMS=500`, database: 'deaf', deafAfterMs: 1_000 });
    const [one] = [...(mongo.client as unknown as DriverParts).topology.s.servers.values()];
    const socket = one?.monitor.connection?.socket;
    if (!socket) throw new Error('the driver has changed: its check is somewhere else');
    // As a socket does that has ended while nobody has been told.
    Object.assign(socket, { write: () => false, once: () => socket, setTimeout: () => socket });
  }

  const isAnswered = (): Promise<boolean> => mongo.db.command({ ping: 1 }).then(() => true, () => false);

  it('reaches the server again', async () => {
    await connectDeaf();
    proxy.cutNext('BEFORE', 1, (asked) => asked.includes('ping'));
    expect(await isAnswered()).toBe(false);
    expect(await eventually(isAnswered, (is) => is, WITHIN_MS)).toBe(true);
  }, 60_000);

  it('goes on trying while there is no server', async () => {
    await connectDeaf();
    // Ends twice: as the deaf one, and as the first try to connect anew.
    const ended = on(mongo.client, 'topologyClosed');
    await once(mongo.client, 'serverHeartbeatStarted');
    proxy.setMode({ kind: 'refuse' });
    await ended.next();
    await ended.next();
    proxy.setMode({ kind: 'pass' });
    expect(await eventually(isAnswered, (is) => is, WITHIN_MS)).toBe(true);
  }, 90_000);
});
