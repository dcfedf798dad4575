import type { RedisClient } from '../../../platform/redis/client.js';
import { within } from '../../../platform/within.js';
import type { ConnectorCache } from './contract.js';

/** Asking the marketplace again costs less than a longer wait. */
const ANSWER_WITHIN_MS = 2_000;

/** The cache of all connectors and workers; what it loses, or cannot say because Redis is in trouble, is asked for again. */
export function createRedisCache(redis: RedisClient): ConnectorCache {
  return {
    get: (key) => within(ANSWER_WITHIN_MS, redis.get(`cache:${key}`)).catch(() => null),
    async set(key, value, ttlMs) {
      const kept = redis.set(`cache:${key}`, value, { expiration: { type: 'PX', value: Math.max(1, Math.round(ttlMs)) } });
      await within(ANSWER_WITHIN_MS, kept).catch(() => undefined);
    },
  };
}
