import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

/** Ports of this machine that are free now, no two the same. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => hold(0)));
  const ports = servers.map(portOf);
  await Promise.all(servers.map(release));
  return ports;
}

/** A free port of which those at the given distances are free as well. */
export async function freePortWithNeighbours(...distances: readonly number[]): Promise<number> {
  for (;;) {
    const first = await hold(0);
    const port = portOf(first);
    const neighbours = await Promise.all(distances.map((distance) => hold(port + distance).catch(() => null)));
    const held = [first, ...neighbours].filter((server) => server !== null);
    await Promise.all(held.map(release));
    if (held.length === 1 + distances.length) return port;
  }
}

async function hold(port: number): Promise<Server> {
  const server = createServer();
  server.listen({ port, host: '127.0.0.1' });
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function release(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
