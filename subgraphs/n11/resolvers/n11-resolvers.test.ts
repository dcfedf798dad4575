import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPlainHttp, type PlainHttp } from '../../../test/contract/plain-http.js';
import { newId } from '../../../platform/ids.js';
import { SCOPES, type Scope } from '../../../platform/principal.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { OpenStore } from '../../sync/connector/store-access.js';
import { createMemoryTokens } from '../../sync/testing/memory-tokens.js';
import { createN11, createN11Connector } from '../index.js';
import { runSandbox, sku, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';

const storeId = newId('store');
const sellerId = newId('seller');
const FIELDS = 'stockCode product { status saleStatus rejectReason price { amount currency } listPrice { amount } quantity commissionPercent }';

describe('a listing on N11', () => {
  let n11: RunningSandbox;
  let http: PlainHttp;
  let subgraph: ReturnType<ReturnType<typeof createSubgraph>['local']>;

  beforeAll(async () => {
    n11 = await runSandbox();
    http = createPlainHttp({ baseUrl: n11.url, timeoutMs: 5_000 });
    await n11.control('/products/bulk', { products: Array.from({ length: 30 }, (_, i) => sku(`SHOWN-${i}`, { quantity: 7 })) });
    const connector = createN11Connector();
    const store = { storeId, sellerId, baseUrl: n11.url, currency: 'TRY' as const, remoteSellerId: '2000001', credentials: connector.credentials.parse({ appKey: 'n11-demo-key', appSecret: 'n11-demo-secret' }) };
    const kept = new Map<string, string>();
    const cache = { get: async (key: string) => kept.get(key) ?? null, set: async (key: string, value: string) => void kept.set(key, value) };
    const open = { store: { name: 'N11', marketplace: 'N11', state: { kind: 'ACTIVE' } }, connector, context: { store, http, cache, tokens: createMemoryTokens(), now: () => new Date() } } as unknown as OpenStore;
    subgraph = createSubgraph(createN11({ openOwned: async () => open }).subgraph).local();
  });
  afterAll(async () => {
    await http.close();
    await n11.stop();
  });

  async function ask(stockCodes: readonly string[], { marketplace = 'N11', scopes = SCOPES }: { marketplace?: string; scopes?: readonly Scope[] } = {}) {
    const r = stockCodes.map((remoteKey) => ({ __typename: 'Listing', id: `lst_${remoteKey}`, marketplace, remoteKey, remoteIds: [], store: { id: storeId } }));
    const { data, errors } = await subgraph.execute({ query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Listing { n11 { ${FIELDS} } } } }`, variables: { r }, principal: { sellerId, keyId: 'k', scopes }, correlationId: 'c' });
    return { shown: (data?.['_entities'] as { n11: { stockCode: string; product: Record<string, unknown> | null } | null }[] | undefined)?.map((listing) => listing.n11), errors };
  }
  const reads = async () => (await n11.control<{ requests: unknown[] }>('/requests?path=/ms/product-query')).requests.length;

  it('shows what N11 shows of it', async () => {
    const { shown, errors } = await ask(['SHOWN-0']);
    expect(errors).toBeUndefined();
    expect(shown).toEqual([{ stockCode: 'SHOWN-0', product: { status: 'Active', saleStatus: 'On_Sale', rejectReason: null, price: { amount: '999.90', currency: 'TRY' }, listPrice: { amount: '1299.90' }, quantity: 7, commissionPercent: expect.any(Number) } }]);
  });

  it('is read with many others in one call, and not again within five minutes', async () => {
    const before = await reads();
    const codes = Array.from({ length: 30 }, (_, i) => `SHOWN-${i}`);
    expect((await ask(codes)).shown?.every((one) => one?.product?.['status'] === 'Active')).toBe(true);
    expect(await reads()).toBe(before + 1);
    await ask(codes);
    expect(await reads()).toBe(before + 1);
  });

  it('has no product there while N11 knows none', async () => {
    expect((await ask(['NOT-THERE'])).shown).toEqual([{ stockCode: 'NOT-THERE', product: null }]);
  });

  it('is nothing of N11 on another marketplace', async () => {
    expect((await ask(['SHOWN-0'], { marketplace: 'TRENDYOL' })).shown).toEqual([null]);
  });

  it('is shown to keys with catalog:read', async () => {
    expect((await ask(['SHOWN-0'], { scopes: ['stores:read'] })).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'catalog:read' });
  });
});
