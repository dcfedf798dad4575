import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoreId } from '../../../platform/ids.js';
import type { RedisClient } from '../../../platform/redis/client.js';
import { redisScript } from '../../../platform/redis/script.js';
import { SecretBoxError, type SecretBox } from '../../../platform/secrets/secret-box.js';
import { within } from '../../../platform/within.js';
import { ConnectorError } from './connector-error.js';
import type { TokenKeeper } from './contract.js';

export interface TokenKeeperOptions {
  readonly redis: RedisClient;
  readonly secretBox: SecretBox;
  /** For how long a worker that dies while it refreshes holds the others up; 20 s when absent. */
  readonly refreshLeaseMs?: number;
}

/** A token this close to its end is not handed out: the call it is for may still take a while. */
const SPARE_MS = 60_000;
const REFRESH_LEASE_MS = 20_000;
/** How often a lease is renewed within its length: a token call that waits for its quota, or is made again, may take longer than that. */
const RENEWALS = 4;
const LOOK_EVERY_MS = 50;
const ANSWER_WITHIN_MS = 5_000;

const renewIfHeld = redisScript(`if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`);
const releaseIfHeld = redisScript(`if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`);

/**
 * Keeps a store's tokens sealed in Redis; losing Redis costs one refresh. Without Redis nothing is sent: throws ConnectorError.
 * `credentials`: what tells one set of the store's credentials from another, no secret itself: other credentials bring tokens of their own.
 */
export function createTokenKeeper({ redis, secretBox, refreshLeaseMs = REFRESH_LEASE_MS }: TokenKeeperOptions, storeId: StoreId, credentials = ''): TokenKeeper {
  const context = `token:${storeId}`;
  const place = credentials === '' ? context : `${context}:${createHash('sha256').update(credentials).digest('base64url').slice(0, 22)}`;
  const keyOf = (name: string): string => `${place}:${name}`;
  const lockOf = (name: string): string => `${keyOf(name)}:refreshing`;

  async function kept(name: string): Promise<string | null> {
    const sealed = await asked(redis.get(keyOf(name)));
    if (sealed === null) return null;
    try {
      return secretBox.open(sealed, context);
    } catch (error) {
      // Sealed with a key that is gone: as good as no token.
      if (error instanceof SecretBoxError) return null;
      throw error;
    }
  }

  async function refreshAlone(name: string, refresh: Parameters<TokenKeeper['get']>[1], holder: string): Promise<string> {
    const keys = [lockOf(name)];
    const renewal = setInterval(() => void asked(renewIfHeld.run(redis, { keys, args: [holder, String(refreshLeaseMs)] })).catch(() => undefined), refreshLeaseMs / RENEWALS);
    try {
      const current = await kept(name);
      if (current !== null) return current;
      const { token, expiresInMs } = await refresh();
      const goodForMs = Math.max(expiresInMs - SPARE_MS, expiresInMs / 2);
      // A token that cannot be kept is good all the same.
      await asked(redis.set(keyOf(name), secretBox.seal(token, context), { expiration: { type: 'PX', value: Math.max(1, Math.round(goodForMs)) } })).catch(() => undefined);
      return token;
    } finally {
      clearInterval(renewal);
      await asked(releaseIfHeld.run(redis, { keys, args: [holder] })).catch(() => undefined);
    }
  }

  return {
    async get(name, refresh) {
      const holder = randomUUID();
      for (;;) {
        const current = await kept(name);
        if (current !== null) return current;
        const isMine = await asked(redis.set(lockOf(name), holder, { condition: 'NX', expiration: { type: 'PX', value: refreshLeaseMs } }));
        if (isMine !== null) return refreshAlone(name, refresh, holder);
        await pause(LOOK_EVERY_MS);
      }
    },
    async discard(name, token) {
      if ((await kept(name)) === token) await asked(redis.del(keyOf(name)));
    },
  };
}

/** Trouble with Redis is no fault of the call that the token is for: it is made again, as without a network. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await within(ANSWER_WITHIN_MS, answer);
  } catch (error) {
    throw new ConnectorError({ errorClass: 'NETWORK', outcome: 'NOT_SENT', message: 'the access token could not be reached, so nothing was sent', cause: error });
  }
}
