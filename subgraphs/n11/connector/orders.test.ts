import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { createMemoryTokens } from '../../sync/testing/memory-tokens.js';
import type { N11Context } from './client.js';
import { orders } from './orders.js';

const page = JSON.parse(await readFile(new URL('../../../../subgraphs/n11/connector/fixtures/order-page.json', import.meta.url), 'utf8')) as { content: object[] };

describe('the list of changed packages', () => {
  it('hands on a row it cannot read as it came, and reads the others', async () => {
    const broken = { ...page.content[0], orderNumber: '9', lines: 'none' };
    const answer = await orders.changedSince(contextThatAnswers({ ...page, content: [broken, ...page.content] }), new Date('2026-11-20T00:00:00Z'), null);
    expect(answer.items.map((order) => order.remoteOrderId)).toEqual(['200000000001']);
    expect(answer.unreadable).toHaveLength(1);
    expect(JSON.parse(answer.unreadable?.[0]?.text ?? '')).toMatchObject({ orderNumber: '9', lines: 'none' });
    expect(answer.unreadable?.[0]?.reason).not.toMatch(/Alici/);
  });

  it('refuses to say what an order is while a row of it cannot be read', async () => {
    const broken = { ...page.content[0], lines: 'none' };
    await expect(orders.byNumber(contextThatAnswers({ ...page, content: [broken] }), '200000000001')).rejects.toThrow('an order package');
  });
});

function contextThatAnswers(body: unknown): N11Context {
  return {
    store: { storeId: 'sto_1' as StoreId, sellerId: 'sel_1' as SellerId, baseUrl: 'http://127.0.0.1', currency: 'TRY', remoteSellerId: '1', credentials: { appKey: 'k', appSecret: 's' } as N11Context['store']['credentials'] },
    http: { send: async () => ({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)), payloadId: 'pay_1' as never }) },
    cache: { get: async () => null, set: async () => undefined },
    tokens: createMemoryTokens(), now: () => new Date('2026-11-22T10:00:00Z'), marketplaceNow: () => new Date('2026-11-22T10:00:00Z'),
  };
}
