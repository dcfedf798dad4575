import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Db } from 'mongodb';
import { startEmbeddedServer, type EmbeddedServer } from './server.js';

export interface TestServer {
  readonly server: EmbeddedServer;
  readonly client: MongoClient;
  readonly db: Db;
  readonly dataDir: string;
  stop(): Promise<void>;
}

/** A server of the test's own, with a client connected to it. For tests of what only this server does. */
export async function startTestServer(options: { sweepIntervalMs?: number } = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-embedded-'));
  const faults: string[] = [];
  const noteFault = (line: string): void => {
    if (!line.startsWith('connection ')) faults.push(line);
  };
  const server = await startEmbeddedServer({ dataDir, acknowledge: 'committed', log: noteFault, ...options });
  const client = await new MongoClient(server.url).connect();
  return {
    server,
    client,
    db: client.db(`test_${randomUUID().slice(0, 8)}`),
    dataDir,
    async stop() {
      await client.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(`the server logged faults:\n${faults.join('\n')}`);
    },
  };
}
