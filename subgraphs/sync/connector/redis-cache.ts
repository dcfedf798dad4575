import type { RedisClient } from '../../../platform/redis/client.js';
import type { ConnectorCache } from './contract.js';

/** The cache of all connectors and workers; what it loses is asked for again. */
export function createRedisCache(redis: RedisClient): ConnectorCache {
  return {
    get: (key) => redis.get(`cache:${key}`),
    async set(key, value, ttlMs) {
      await redis.set(`cache:${key}`, value, { expiration: { type: 'PX', value: Math.max(1, Math.round(ttlMs)) } });
    },
  };
}
