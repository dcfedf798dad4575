import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Authenticate } from '../platform/access/authenticate.js';
import { createRemoteSubgraphClient } from './clients/remote-subgraph-client.js';
import { createGateway, type Gateway, type GatewayOptions } from './create-gateway.js';

export type RunGatewayOptions = {
  /** A composed supergraph; each of its subgraphs is asked at the routing URL it was composed with. */
  supergraphFile: string;
  port: number;
  /** Default 127.0.0.1, and nothing else when open. */
  host?: string;
  subgraphTimeoutMs?: number;
  logger?: Logger;
} & Pick<GatewayOptions, 'limits' | 'reconnect' | 'metrics' | 'graphiql'> &
  (
    | { /** No key is asked for, no limits are set, and the subgraphs get no proof. */ open: true; proofSecret?: undefined; authenticate?: undefined }
    | { open?: false; /** Shared with the hub's own subgraphs; without it they get no proof. */ proofSecret?: string; authenticate: Authenticate }
  );

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** Serves any supergraph whose subgraphs speak HTTP. Throws when the file is no supergraph, or when an open gateway is to listen beyond loopback. */
export async function runGateway(options: RunGatewayOptions): Promise<Gateway & { url: string }> {
  const { supergraphFile, port, host = '127.0.0.1', open = false, proofSecret, subgraphTimeoutMs: timeoutMs = 10_000 } = options;
  if (open && !LOOPBACK.includes(host)) throw new Error(`a gateway that asks for no key listens on loopback only, not on ${host}`);
  const gateway = await createGateway({
    ...options,
    supergraphSdl: await readFile(supergraphFile, 'utf8'),
    authenticate: options.authenticate ?? 'OPEN',
    subgraphs: (name, url) => createRemoteSubgraphClient({ name, url, timeoutMs, proofSecret }),
  });
  const url = await gateway.listen({ port, host });
  return { ...gateway, url };
}
