import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { dispatch } from './dispatch.js';
import { openEngine, type Engine } from './engine.js';
import { startHousekeeping } from './housekeeping.js';
import type { Acknowledgement } from './storage/storage.js';
import { encodeReply, MessageReader, parseMessage } from './wire/messages.js';

export interface EmbeddedServer {
  /** `mongodb://127.0.0.1:PORT/?directConnection=true` */
  readonly url: string;
  readonly port: number;
  /** Closes the connections, waits until everything accepted is on disk, and closes the files. */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** Made when missing. One process at a time. */
  readonly dataDir: string;
  /** 0, the default, takes any free port. Only 127.0.0.1 is listened on. */
  readonly port?: number;
  /** Gets a line for each failure that is the server's own fault. */
  readonly log?: (line: string) => void;
  /** When writes are acknowledged: `flushed`, the default, or `committed`, which is quicker on slow disks and good for tests. Both survive `kill -9`. */
  readonly acknowledge?: Acknowledgement;
  /** How often expired documents are looked for; 1,000 by default. */
  readonly sweepIntervalMs?: number;
}

const POOL_BYTES = 256 * 1024;

/** Starts the MongoDB-compatible server for tests, demos and laptops. What it offers and what not is in README.md. */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { dataDir, port = 0, log = () => undefined, sweepIntervalMs = 1000, acknowledge } = options;
  // A document is read and gone again: more of them to a piece of memory, and most of them in one.
  Buffer.poolSize = POOL_BYTES;
  const engine = openEngine(dataDir, acknowledge);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(engine, socket, nextConnectionId(), log);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  const housekeeping = startHousekeeping(engine, sweepIntervalMs, log);
  const listening = (server.address() as AddressInfo).port;
  return {
    url: `mongodb://127.0.0.1:${listening}/?directConnection=true`,
    port: listening,
    async stop() {
      await housekeeping.stop();
      server.close();
      for (const socket of sockets) socket.destroy();
      await engine.close();
    },
  };
}

let connections = 0;

function nextConnectionId(): number {
  connections += 1;
  return connections;
}

/** Commands of one connection run one after the other, as they were sent. */
function serve(engine: Engine, socket: Socket, connectionId: number, log: (line: string) => void): void {
  const reader = new MessageReader();
  let last = Promise.resolve();
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const bytes of reader.push(chunk)) last = last.then(() => answer(engine, socket, bytes, connectionId, log));
    } catch (error) {
      log(`connection ${connectionId} closed: ${String(error)}`);
      socket.destroy();
    }
  });
}

async function answer(engine: Engine, socket: Socket, bytes: Buffer, connectionId: number, log: (line: string) => void): Promise<void> {
  try {
    const message = parseMessage(bytes);
    const { reply, fault } = await dispatch(engine, message, connectionId);
    if (fault !== undefined) log(fault.stack ?? fault.message);
    if (message.isFireAndForget || socket.destroyed) return;
    socket.cork();
    for (const part of encodeReply(message, reply)) socket.write(part);
    socket.uncork();
  } catch (error) {
    log(`connection ${connectionId} closed: ${String(error)}`);
    socket.destroy();
  }
}
