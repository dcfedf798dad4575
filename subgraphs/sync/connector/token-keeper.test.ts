import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { connectRedis, type RedisClient } from '../../../platform/redis/client.js';
import { createSecretBox } from '../../../platform/secrets/secret-box.js';
import { createTokenKeeper } from './token-keeper.js';

const HOUR_MS = 3_600_000;
const secretBox = createSecretBox({ keys: [{ id: 'k1', key: randomBytes(32) }] });
const redisUrl = process.env['TEST_REDIS_URL'] ?? '';

let redis: RedisClient;
let other: RedisClient;
beforeAll(async () => {
  [redis, other] = await Promise.all([connectRedis(redisUrl), connectRedis(redisUrl)]);
});
afterAll(() => {
  redis.destroy();
  other.destroy();
});

describe('a token', () => {
  it('is refreshed once for all who ask at the same time, in whatever process', async () => {
    const storeId = newId('store');
    let refreshes = 0;
    const refresh = async () => ({ token: `token-${(refreshes += 1)}`, expiresInMs: HOUR_MS });
    const keepers = [createTokenKeeper({ redis, secretBox }, storeId), createTokenKeeper({ redis: other, secretBox }, storeId)];
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, i) => keepers[i % 2]!.get('access', refresh)));
    expect([new Set(tokens), refreshes]).toEqual([new Set(['token-1']), 1]);
  });

  it('is refreshed by one also when that takes longer than a lease, and by another when the first has died', async () => {
    const refreshLeaseMs = 800;
    const [first, second] = [redis, other].map((client) => ({ redis: client, secretBox, refreshLeaseMs }));
    const storeId = newId('store');
    let refreshes = 0;
    // Several leases pass meanwhile: nothing tells of the second worker that it goes on waiting.
    const slow = async () => (await pause(3 * refreshLeaseMs), { token: `token-${(refreshes += 1)}`, expiresInMs: HOUR_MS });
    expect(await Promise.all([createTokenKeeper(first!, storeId).get('access', slow), createTokenKeeper(second!, storeId).get('access', slow)])).toEqual(['token-1', 'token-1']);
    const left = newId('store');
    await redis.set(`token:${left}:access:refreshing`, 'a worker that is gone', { expiration: { type: 'PX', value: refreshLeaseMs } });
    expect(await createTokenKeeper(second!, left).get('access', async () => ({ token: 'token-2', expiresInMs: HOUR_MS }))).toBe('token-2');
  });

  it('is fetched anew once it was refused, but only by the first who says so', async () => {
    const keeper = createTokenKeeper({ redis, secretBox }, newId('store'));
    let refreshes = 0;
    const get = () => keeper.get('access', async () => ({ token: `token-${(refreshes += 1)}`, expiresInMs: HOUR_MS }));
    expect(await get()).toBe('token-1');
    await keeper.discard('access', 'token-1');
    expect(await get()).toBe('token-2');
    await keeper.discard('access', 'token-1');
    expect(await get()).toBe('token-2');
  });

  it('is not handed out for other credentials of the same store', async () => {
    const storeId = newId('store');
    let refreshes = 0;
    const withCredentials = (credentials: string) => createTokenKeeper({ redis, secretBox }, storeId, credentials).get('access', async () => ({ token: `token-${(refreshes += 1)}`, expiresInMs: HOUR_MS }));
    expect([await withCredentials('sealed-1'), await withCredentials('sealed-2'), await withCredentials('sealed-1')]).toEqual(['token-1', 'token-2', 'token-1']);
  });

  it('stands nowhere in Redis as it is', async () => {
    const storeId = newId('store');
    await createTokenKeeper({ redis, secretBox }, storeId).get('access', async () => ({ token: 'Atza|very-secret', expiresInMs: HOUR_MS }));
    expect(await redis.get(`token:${storeId}:access`)).not.toContain('very-secret');
  });

  it('leaves the next one free to try when a refresh fails', async () => {
    const keeper = createTokenKeeper({ redis, secretBox }, newId('store'));
    await expect(keeper.get('access', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    await expect(keeper.get('access', async () => ({ token: 'good', expiresInMs: HOUR_MS }))).resolves.toBe('good');
  });

  it('that cannot be reached leaves the call unsent, to be made later', async () => {
    const lost = await connectRedis(redisUrl);
    lost.destroy();
    const keeper = createTokenKeeper({ redis: lost, secretBox }, newId('store'));
    let refreshes = 0;
    const asking = keeper.get('access', async () => ({ token: `token-${(refreshes += 1)}`, expiresInMs: HOUR_MS }));
    await expect(asking).rejects.toMatchObject({ name: 'ConnectorError', errorClass: 'NETWORK', outcome: 'NOT_SENT' });
    expect(refreshes).toBe(0);
  });

  it('is handed out although it could not be kept', async () => {
    const failing = await connectRedis(redisUrl);
    const keeper = createTokenKeeper({ redis: failing, secretBox }, newId('store'));
    await expect(keeper.get('access', async () => (failing.destroy(), { token: 'good', expiresInMs: HOUR_MS }))).resolves.toBe('good');
  });
});
