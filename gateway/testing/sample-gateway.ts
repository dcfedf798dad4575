import type { SellerId } from '../../platform/ids.js';
import type { Principal } from '../../platform/principal.js';
import type { Authenticate } from '../../platform/access/authenticate.js';
import { withCommonSdl } from '../../platform/subgraph/schema-files.js';
import { serveSubgraph, type ServedSubgraph } from '../../platform/subgraph/serve-subgraph.js';
import { createMetrics } from '../../platform/telemetry/metrics.js';
import { composeSupergraph } from '../compose.js';
import { createGateway, type GatewayOptions } from '../create-gateway.js';
import { createLocalSubgraphClient } from '../clients/local-subgraph-client.js';
import { createRemoteSubgraphClient } from '../clients/remote-subgraph-client.js';
import { createSampleEvents } from './sample-events.js';
import { createSampleControls, createSampleSubgraphs, sampleSdl } from './sample-subgraphs.js';

export const proofSecret = 'a secret of the tests, 32 characters';
/** Enough for any answer on a busy machine; a subgraph that a test lets hang is given up sooner. */
const SUBGRAPH_TIMEOUT_MS = 20_000;
const HANGING_TIMEOUT_MS = 200;

const keys: Record<string, Principal> = {
  'key-a': { sellerId: 'sel_a' as SellerId, keyId: 'key_a', scopes: ['catalog:read', 'catalog:write'] },
  'key-a-again': { sellerId: 'sel_a' as SellerId, keyId: 'key_a2', scopes: ['catalog:read', 'catalog:write'] },
  'key-b': { sellerId: 'sel_b' as SellerId, keyId: 'key_b', scopes: ['catalog:read'] },
};

/** `expired` holds keys that have expired meanwhile. */
export function createSampleKeys(): { authenticate: Authenticate; expired: Set<string> } {
  const expired = new Set(['key-old']);
  return {
    expired,
    authenticate: async (bearer) => (expired.has(bearer) ? { refused: 'KEY_EXPIRED' } : (keys[bearer] ?? { refused: 'UNAUTHENTICATED' })),
  };
}

const names = Object.keys(sampleSdl) as (keyof typeof sampleSdl)[];
let composed: string | undefined;

/** Composed once per test file: where the subgraphs are served is told to the clients. */
function sampleSupergraph(): string {
  composed ??= composeSupergraph(names.map((name) => ({ name, url: `http://${name}/graphql`, sdl: withCommonSdl(sampleSdl[name]) })));
  return composed;
}

interface SampleOptions extends Partial<GatewayOptions> {
  arrangement?: 'remote' | 'local';
  /** The subgraph that accepts requests for entities and never answers them. */
  hanging?: keyof typeof sampleSdl;
}

/** A gateway in front of the three sample subgraphs, each served over HTTP or called in this process. */
export async function startSampleGateway({ arrangement = 'remote', hanging, ...options }: SampleOptions = {}) {
  const controls = createSampleControls(createSampleEvents(), hanging);
  const subgraphs = createSampleSubgraphs(controls);
  const served = new Map<string, ServedSubgraph>();
  if (arrangement === 'remote') for (const name of names) served.set(name, await serveSubgraph(subgraphs[name], { proofSecret, port: 0 }));
  const timeoutMs = (name: string): number => (name === hanging ? HANGING_TIMEOUT_MS : SUBGRAPH_TIMEOUT_MS);
  const sampleKeys = createSampleKeys();
  const metrics = createMetrics();
  const gateway = await createGateway({
    supergraphSdl: sampleSupergraph(),
    authenticate: sampleKeys.authenticate,
    metrics,
    subgraphs: (name) =>
      arrangement === 'remote'
        ? createRemoteSubgraphClient({ name, url: served.get(name)?.url ?? '', timeoutMs: timeoutMs(name), proofSecret })
        : createLocalSubgraphClient(subgraphs[name as keyof typeof sampleSdl].local(), { timeoutMs: timeoutMs(name) }),
    ...options,
  });
  const url = await gateway.listen({ port: 0 });

  return {
    url,
    gateway,
    controls,
    served,
    metrics,
    keys: sampleKeys,
    ask: (query: string, o: AskOptions = {}) => ask(url, query, o),
    /** Resolves once so many clients are subscribed. */
    subscribers: async (count: number, transport = 'websocket'): Promise<void> => {
      while (!(await metrics.text()).includes(`hub_subscribers{transport="${transport}"} ${count}\n`)) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    /** Serves a subgraph again at the port it had. */
    restart: async (name: keyof typeof sampleSdl) => {
      const port = Number(new URL(served.get(name)?.url ?? '').port);
      await served.get(name)?.close();
      served.set(name, await serveSubgraph(subgraphs[name], { proofSecret, port }));
    },
    close: async () => {
      await gateway.close();
      for (const one of served.values()) await one.close();
    },
  };
}

interface AskOptions {
  variables?: Record<string, unknown>;
  key?: string | null;
  headers?: Record<string, string>;
}

export async function ask(url: string, query: string, { variables, key = 'key-a', headers = {} }: AskOptions) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== null && { authorization: `Bearer ${key}` }), ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as { data?: Record<string, unknown> | null; errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[]; extensions?: Record<string, unknown> } };
}
