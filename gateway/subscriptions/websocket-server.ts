import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { CloseCode, handleProtocols } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { CORRELATION_HEADER } from '../clients/remote-subgraph-client.js';
import { correlationIdOf } from '../plugins/correlation.js';
import type { KeyCheck } from '../plugins/key-check.js';
import { CLOSE } from './close-codes.js';
import { codeOf, type Connection } from './connection.js';
import type { SubscriptionLimits } from './limits.js';
import { createOutlet } from './outlet.js';
import { createProtocol, type ProtocolOptions } from './protocol.js';
import { createSocketSink } from './socket-sink.js';

export interface WebSocketServerOptions extends ProtocolOptions {
  server: Server;
  paths: readonly string[];
  /** No key is asked for: then a page of another site must not get through, which a browser would let open a WebSocket. */
  isOpen: boolean;
  checkKey: KeyCheck;
  limits: SubscriptionLimits;
  logger: Logger | undefined;
}

const MAX_MESSAGE_BYTES = 1024 * 1024;
const CLOSING_MS = 2_000;

/** GraphQL over WebSocket (graphql-transport-ws) at the paths where HTTP is served too. */
export function serveWebSockets(options: WebSocketServerOptions): { close(): Promise<void> } {
  const { server, paths, isOpen, limits, logger } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, handleProtocols, perMessageDeflate: false });
  const connections = new Set<Connection>();
  const protocol = createProtocol(options);

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const isOurs = paths.includes(String(request.url).split('?')[0] ?? '');
    if (isOpen && !isOfSameOrigin(request)) stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
    else if (isOurs) sockets.handleUpgrade(request, stream, head, (socket) => open(socket, request));
    else stream.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
  }

  function open(socket: WebSocket, request: IncomingMessage): void {
    const outlet = createOutlet(createSocketSink(socket, () => giveUp(connection, closed)), limits);
    const connection: Connection = { socket, request, outlet, correlationId: correlationIdOf(request.headers[CORRELATION_HEADER]), authorization: undefined, access: undefined, isAlive: true };
    connections.add(connection);
    socket.on('pong', () => (connection.isAlive = true));
    socket.on('error', (error) => logger?.debug({ err: error, correlationId: connection.correlationId }, 'a WebSocket broke'));
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => outlet.send(Buffer.from(text)),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => socket.on('message', (data) => void handle((data as Buffer).toString()).catch((error: unknown) => fail(connection, error))),
      },
      connection,
    );
    socket.once('close', (code, reason) => {
      connections.delete(connection);
      void closed(code, reason.toString());
    });
  }

  function giveUp({ correlationId }: Connection, closed: (code: number, reason: string) => Promise<void>): void {
    logger?.warn({ correlationId }, 'a slow reader was closed');
    void closed(CLOSE.SLOW_READER, 'Slow reader');
  }

  function fail({ socket, correlationId }: Connection, error: unknown): void {
    logger?.error({ err: error, correlationId }, 'a WebSocket message could not be handled');
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  }

  server.on('upgrade', upgrade);
  const pings = setInterval(() => connections.forEach(ping), limits.pingMs).unref();
  const rechecks = setInterval(() => connections.forEach((connection) => void recheck(connection, options)), limits.recheckKeyMs).unref();

  return {
    async close() {
      server.off('upgrade', upgrade);
      clearInterval(pings);
      clearInterval(rechecks);
      const open = [...connections].map(({ socket }) => socket);
      const allClosed = Promise.all(open.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
      for (const socket of open) socket.close(CLOSE.RESTART, 'Service restart');
      await Promise.race([allClosed, pause(CLOSING_MS, undefined, { ref: false })]);
      for (const socket of open) socket.terminate();
    },
  };
}

function isOfSameOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

function ping(connection: Connection): void {
  if (!connection.isAlive) { connection.socket.terminate(); return; }
  connection.isAlive = false;
  connection.socket.ping();
}

/** A key that has expired or been withdrawn ends what was opened with it; one that cannot be checked now is left for the next time. */
async function recheck({ socket, authorization, access }: Connection, { checkKey }: WebSocketServerOptions): Promise<void> {
  if (!access) return;
  await checkKey(authorization).catch((error: unknown) => {
    const code = codeOf(error);
    if (code !== 'ACCESS_UNAVAILABLE') socket.close(CLOSE.UNAUTHORIZED, code);
  });
}
