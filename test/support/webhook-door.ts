import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';

/** A port of this machine that webhooks will be answered at, known before anything listens there. */
export async function reserveDoor(): Promise<{ readonly url: string; readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return { url: `http://127.0.0.1:${port}`, port };
}

/** Answers webhooks at a reserved door. */
export async function openDoor(port: number, routes: (app: FastifyInstance) => Promise<void>): Promise<FastifyInstance> {
  const app = fastify();
  await app.register(routes);
  await app.listen({ host: '127.0.0.1', port });
  return app;
}
