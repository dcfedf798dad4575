import { describe, expect, it } from '@jest/globals';
import { connectTestRedis } from '../../../test/support/test-redis.js';
import { createQuotaKeeper } from '../../../platform/quota/quota-keeper.js';
import { shareOf } from './open-store.js';

const groups = { offers: [{ name: 'offers/minute', limit: 10, windowMs: 600_000, source: 'a test' }], rare: [{ name: 'rare/day', limit: 1, windowMs: 86_400_000, source: 'a test' }] };

describe('a share of quotas', () => {
  it('is spent when that part of the quota is used, by whomever, and leaves the rest to others', async () => {
    const redis = await connectTestRedis();
    const quotas = createQuotaKeeper({ redis });
    const shared = shareOf(groups, 0.4);
    const take = async (from: typeof shared) => (await quotas.take('ebay:1', from['offers'] ?? [])).granted;
    expect([await take(groups), await take(groups), await take(groups), await take(shared), await take(shared)]).toEqual([true, true, true, true, false]);
    expect(await take(groups)).toBe(true);
    redis.destroy();
  });

  it('always leaves room for one call', () => {
    expect(shareOf(groups, 0.2)['rare']).toMatchObject([{ name: 'rare/day', limit: 1 }]);
    expect(shareOf(groups, 1)).toBe(groups);
  });
});
