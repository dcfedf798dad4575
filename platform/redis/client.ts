import { createClient, type RedisClientType } from 'redis';
import type { Logger } from '../telemetry/logger.js';
import { rareWarning } from '../telemetry/rare-warning.js';
import { within } from '../within.js';

export type RedisClient = RedisClientType;

export interface RedisOptions {
  readonly logger?: Logger;
  /** How long the first connection may take; 10,000 by default. */
  readonly connectTimeoutMs?: number;
}

const LONGEST_PAUSE_MS = 2_000;

/**
 * Connects and waits until the server answers; rejects when it has not within twice `connectTimeoutMs`. Once connected, a lost
 * connection is taken up again for as long as it takes: commands given meanwhile wait up to 5 s, those under way reject.
 * Blocking reads and Pub/Sub need a connection of their own: `client.duplicate()`.
 */
export async function connectRedis(url: string, { logger, connectTimeoutMs = 10_000 }: RedisOptions = {}): Promise<RedisClient> {
  const giveUpAt = Date.now() + connectTimeoutMs;
  let everReady = false;
  const client: RedisClient = createClient({
    url,
    pingInterval: 10_000,
    socket: {
      connectTimeout: connectTimeoutMs,
      reconnectStrategy: (retries, cause) => (!everReady && Date.now() > giveUpAt ? cause : pauseBefore(retries)),
    },
  });
  client.on('error', logger ? rareWarning(logger, 'redis is out of reach') : () => undefined);
  client.on('ready', () => {
    if (everReady) logger?.info('redis is back');
    everReady = true;
  });
  try {
    // The client's own bound is for the connection alone: a server that takes it and says nothing would be waited for for ever.
    await within(2 * connectTimeoutMs, client.connect());
  } catch (error) {
    if (client.isOpen) client.destroy();
    throw error;
  }
  return client;
}

/** Doubling pauses with jitter, so that a herd of processes does not come back in one instant. */
function pauseBefore(retries: number): number {
  const ceiling = Math.min(LONGEST_PAUSE_MS, 25 * 2 ** Math.min(retries, 10));
  return ceiling / 2 + Math.random() * (ceiling / 2);
}
