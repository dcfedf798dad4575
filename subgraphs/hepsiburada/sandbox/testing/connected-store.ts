import { createPlainHttp, type PlainHttp } from '../../../../test/contract/plain-http.js';
import { newId } from '../../../../platform/ids.js';
import type { ConnectorCache } from '../../../sync/connector/contract.js';
import { createMemoryTokens } from '../../../sync/testing/memory-tokens.js';
import type { HepsiburadaContext } from '../../connector/client.js';
import { createHepsiburadaConnector } from '../../connector/index.js';
import { MERCHANT_ID } from './running-sandbox.js';

/** A store of the demo shop with a cache of its own that can be emptied, and real HTTP. */
export interface ConnectedStore {
  readonly context: HepsiburadaContext;
  loseCache(): void;
  close(): Promise<void>;
}

export function connectStore(baseUrl: string, now: () => Date = () => new Date()): ConnectedStore {
  const http: PlainHttp = createPlainHttp({ baseUrl, timeoutMs: 30_000 });
  const entries = new Map<string, { value: string; until: number }>();
  const cache: ConnectorCache = {
    get: async (key) => {
      const entry = entries.get(key);
      return entry && entry.until > now().getTime() ? entry.value : null;
    },
    set: async (key, value, ttlMs) => void entries.set(key, { value, until: now().getTime() + ttlMs }),
  };
  const credentials = createHepsiburadaConnector().credentials.parse({ serviceKey: 'hbDemoKey2026', integrator: 'markethub_dev', merchantName: 'Demo Mağaza' });
  const store = { storeId: newId('store'), sellerId: newId('seller'), baseUrl, currency: 'TRY' as const, remoteSellerId: MERCHANT_ID, credentials };
  return { context: { store, http, cache, tokens: createMemoryTokens(), now, marketplaceNow: now }, loseCache: () => entries.clear(), close: () => http.close() };
}
