import { describe, expect, it } from '@jest/globals';
import { connectRedis } from '../../../platform/redis/client.js';
import { createRedisCache } from './redis-cache.js';

const redisUrl = process.env['TEST_REDIS_URL'] ?? '';

describe('the cache of a connector', () => {
  it('knows nothing, and troubles no call, while Redis cannot be reached', async () => {
    const redis = await connectRedis(redisUrl);
    const cache = createRedisCache(redis);
    await cache.set('greeting', '"hello"', 60_000);
    expect(await cache.get('greeting')).toBe('"hello"');
    redis.destroy();
    await expect(cache.set('greeting', '"good-bye"', 60_000)).resolves.toBeUndefined();
    expect(await cache.get('greeting')).toBeNull();
  });
});
