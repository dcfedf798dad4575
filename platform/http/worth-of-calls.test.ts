import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../ids.js';
import type { QuotaAsk } from '../quota/quota-keeper.js';
import { createLogger } from '../telemetry/logger.js';
import { createMetrics } from '../telemetry/metrics.js';
import { worthOfCalls, type MarketplaceHttp, type MarketplaceRequest } from './contract.js';
import { createMarketplaceHttpFactory, type MarketplaceHttpFactory, type StoreTarget } from './marketplace-http.js';

const push: MarketplaceRequest = { operation: 'offers.push', method: 'POST', path: '/offers', quotaGroup: 'offers', safe: false };

describe('what a call is worth', () => {
  let asked: (QuotaAsk | undefined)[];
  let factory: MarketplaceHttpFactory;
  beforeEach(() => {
    asked = [];
    factory = createMarketplaceHttpFactory({
      archive: { open: () => Promise.reject(new Error('nothing is sent')), close: () => Promise.reject(new Error('nothing is sent')) },
      quotas: {
        async take(_account, [group], ask) {
          asked.push(ask);
          return { granted: false, waitMs: 1_000, group: group?.name ?? '' };
        },
        drain: async () => undefined,
        backOff: async () => undefined,
        usage: async () => [],
      },
      metrics: createMetrics(),
      logger: createLogger({ level: 'silent', name: 'test' }),
    });
  });
  afterEach(() => factory.close());

  const client = (changes: Partial<StoreTarget> = {}): MarketplaceHttp =>
    factory.forStore({ marketplace: 'TRENDYOL', sellerId: newId('seller'), storeId: newId('store'), baseUrl: 'http://127.0.0.1:1', quotaAccount: 'trendyol:1', quotaGroups: { offers: [{ name: 'offers', limit: 2, windowMs: 1_000, source: 'test' }] }, ...changes });
  const ask = async (http: MarketplaceHttp, request: MarketplaceRequest = push): Promise<QuotaAsk | undefined> => {
    await expect(http.send(request)).rejects.toMatchObject({ kind: 'QUOTA_SPENT', reached: 'NO', quotaGroup: 'offers', retryAfterMs: 1_000 });
    return asked.at(-1);
  };

  it('is told to the quotas, with its cost; live work where nothing is said', async () => {
    expect(await ask(client())).toEqual({ cost: 1, worth: 'LIVE', upTo: 1 });
    expect(await ask(client(), { ...push, cost: 3, worth: 'SOLD_OUT' })).toEqual({ cost: 3, worth: 'SOLD_OUT', upTo: 1 });
  });

  it('is that of the work it belongs to, unless it says otherwise itself', async () => {
    const sweeping = worthOfCalls(client({ quotaShare: 0.4 }), 'BULK');
    expect(await ask(sweeping)).toEqual({ cost: 1, worth: 'BULK', upTo: 0.4 });
    expect(await ask(sweeping, { ...push, worth: 'CONTENT' })).toEqual({ cost: 1, worth: 'CONTENT', upTo: 0.4 });
  });
});
