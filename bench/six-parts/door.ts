import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * The way to a marketplace: passes connections through, or is shut, so that the kernel refuses them, or has a porter who
 * answers every request with 503 and `Retry-After`.
 */
export interface Door {
  readonly url: string;
  /** Requests the porter has turned away, by path. */
  readonly turnedAway: ReadonlyMap<string, number>;
  /** Bytes are passed through. */
  open(): Promise<void>;
  /** Nobody listens: connections are refused; those that exist are cut. */
  shut(): Promise<void>;
  /** Every request is answered 503. */
  turnAway(retryAfterSeconds: number): Promise<void>;
  close(): Promise<void>;
}

export async function openDoor(toUrl: string): Promise<Door> {
  const { hostname, port: targetPort } = new URL(toUrl);
  const sockets = new Set<Socket>();
  const turnedAway = new Map<string, number>();
  let standing: Server | undefined;
  let port = 0;

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  }

  function passing(): Server {
    return createServer((socket) => {
      const target = connect({ host: hostname, port: Number(targetPort), noDelay: true });
      socket.setNoDelay(true);
      for (const end of [socket, target]) keep(end);
      socket.pipe(target).pipe(socket);
    });
  }

  function portered(retryAfterSeconds: number): Server {
    const server = createHttpServer((request, response) => {
      const path = `${request.method ?? ''} ${new URL(request.url ?? '/', 'http://door').pathname}`;
      turnedAway.set(path, (turnedAway.get(path) ?? 0) + 1);
      request.resume();
      response.writeHead(503, { 'retry-after': String(retryAfterSeconds), 'content-type': 'application/json' }).end('{}');
    });
    server.on('connection', keep);
    return server;
  }

  async function leave(): Promise<void> {
    const left = standing;
    standing = undefined;
    if (!left) return;
    const closed = once(left, 'close');
    left.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  async function stand(server: Server): Promise<void> {
    await leave();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    standing = server;
  }

  await stand(passing());
  return {
    url: `http://127.0.0.1:${port}`,
    turnedAway,
    open: () => stand(passing()),
    shut: leave,
    turnAway: (retryAfterSeconds) => stand(portered(retryAfterSeconds)),
    close: leave,
  };
}
