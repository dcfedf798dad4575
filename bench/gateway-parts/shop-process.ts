import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { serveSubgraph } from '../../platform/subgraph/serve-subgraph.js';
import type { Subgraph } from '../../platform/subgraph/subgraph.js';
import { argumentOfChild, tellReady } from '../child.js';
import { createShop } from './shop.js';

/** Each subgraph twice: as the hub serves it, with the proof; and plain, for a gateway that knows no proof. */
const { proofSecret = '' } = argumentOfChild();
const urls: Record<string, string> = {};
for (const subgraph of Object.values(createShop())) {
  urls[`hub:${subgraph.name}`] = (await serveSubgraph(subgraph, { proofSecret, port: 0 })).url;
  urls[`plain:${subgraph.name}`] = await servePlain(subgraph);
}
tellReady(urls);

async function servePlain({ schema }: Subgraph): Promise<string> {
  const app = fastify();
  await app.register(mercurius, { schema, jit: 1 });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`;
}
