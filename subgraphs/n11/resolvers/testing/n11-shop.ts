import { createPlainHttp } from '../../../../test/contract/plain-http.js';
import { openTestDatabase } from '../../../../test/support/test-database.js';
import { systemClock } from '../../../../platform/clock.js';
import { newId, type SellerId } from '../../../../platform/ids.js';
import { SCOPES, type Scope } from '../../../../platform/principal.js';
import { createSubgraph } from '../../../../platform/subgraph/subgraph.js';
import type { MarketplaceHttp, MarketplaceRequest } from '../../../sync/connector/contract.js';
import { StoreAccessError, type OpenStore } from '../../../sync/connector/store-access.js';
import { createIntentStore } from '../../../sync/store/intent-store.js';
import { createMemoryTokens } from '../../../sync/testing/memory-tokens.js';
import type { N11Context } from '../../connector/client.js';
import { createN11, createN11Connector } from '../../index.js';
import { runSandbox, type RunningSandbox } from '../../sandbox/testing/running-sandbox.js';

export interface Asked {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly Readonly<Record<string, unknown>>[];
}
export interface AskingAs {
  readonly scopes?: readonly Scope[];
  readonly sellerId?: SellerId;
}

/** A seller's N11 store on a sandbox of its own, asked through the N11 subgraph over real HTTP. */
export interface N11Shop {
  readonly n11: RunningSandbox;
  readonly context: N11Context;
  readonly storeId: string;
  readonly ask: (query: string, variables?: Record<string, unknown>, as?: AskingAs) => Promise<Asked>;
  /** Makes the next SOAP call of this name lose its answer: `drop-after` once N11 has done it, `drop-before` instead. */
  readonly loseAnswerOf: (operation: string, kind: 'drop-after' | 'drop-before') => void;
  /** How often N11 was sent a SOAP call of this name. */
  readonly sent: (operation: string) => number;
  readonly pause: (isPaused: boolean) => void;
  readonly stop: () => Promise<void>;
}

export async function openN11Shop(): Promise<N11Shop> {
  const [n11, database] = await Promise.all([runSandbox(), openTestDatabase('n11')]);
  const plain = createPlainHttp({ baseUrl: n11.url, timeoutMs: 5_000 });
  const connector = createN11Connector();
  const [storeId, owner] = [newId('store'), newId('seller')];
  const sent: string[] = [];
  const losses: { readonly operation: string; readonly kind: string }[] = [];
  const http: MarketplaceHttp = {
    async send(request) {
      const operation = operationOf(request);
      if (operation !== null) sent.push(operation);
      if (operation !== null && losses[0]?.operation === operation) await n11.control('/faults', { kind: losses.shift()?.kind, match: { path: request.path }, times: 1 });
      return plain.send(request);
    },
  };
  const store = { storeId, sellerId: owner, baseUrl: n11.url, currency: 'TRY' as const, remoteSellerId: '2000001', credentials: connector.credentials.parse({ appKey: 'n11-demo-key', appSecret: 'n11-demo-secret', shipmentTemplate: 'Standart Teslimat' }) };
  const context: N11Context = { store, http, cache: memoryCache(), tokens: createMemoryTokens(), now: () => new Date(), marketplaceNow: () => new Date() };
  let state: object = { kind: 'ACTIVE' };
  const openOwned = async (sellerId: SellerId): Promise<OpenStore> => {
    if (sellerId !== owner) throw new StoreAccessError('STORE_NOT_FOUND', 'no such store');
    return { store: { name: 'N11', marketplace: 'N11', state }, connector, context } as unknown as OpenStore;
  };
  const subgraph = createSubgraph(createN11({ openOwned }, createIntentStore(database.db, systemClock)).subgraph).local();
  return {
    n11,
    context,
    storeId,
    async ask(query, variables = {}, { scopes = SCOPES, sellerId = owner } = {}) {
      const { data, errors } = await subgraph.execute({ query, variables, principal: { sellerId, keyId: 'k', scopes }, correlationId: 'c' });
      return { data: data ?? {}, errors: (errors ?? []).map(({ extensions }) => extensions ?? {}) };
    },
    loseAnswerOf: (operation, kind) => void losses.push({ operation, kind }),
    sent: (operation) => sent.filter((one) => one === operation).length,
    pause: (isPaused) => void (state = { kind: isPaused ? 'PAUSED' : 'ACTIVE' }),
    async stop() {
      await plain.close();
      await Promise.all([n11.stop(), database.drop()]);
    },
  };
}

function operationOf({ body }: MarketplaceRequest): string | null {
  return /<sch:(\w+)Request>/.exec(String(body ?? ''))?.[1] ?? null;
}

function memoryCache(): N11Context['cache'] {
  const kept = new Map<string, string>();
  return { get: async (key) => kept.get(key) ?? null, set: async (key, value) => void kept.set(key, value) };
}
