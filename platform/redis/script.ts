import { createHash } from 'node:crypto';
import type { RedisClient } from './client.js';

/** A Lua script, which Redis runs as one indivisible step. */
export interface RedisScript {
  /** Calls over one client are run in the order they were made, except just after the server restarted. */
  run(client: RedisClient, call: { readonly keys: readonly string[]; readonly args: readonly string[] }): Promise<unknown>;
}

/** A client's first call carries the text, later ones the digest; a server that has forgotten the digest is given the text again. */
export function redisScript(lua: string): RedisScript {
  const sha1 = createHash('sha1').update(lua).digest('hex');
  const told = new WeakSet<RedisClient>();
  return {
    async run(client, { keys, args }) {
      const call = { keys: [...keys], arguments: [...args] };
      // Trying the digest first would let calls made later overtake this one while it is sent a second time.
      if (!told.has(client)) {
        told.add(client);
        return await client.eval(lua, call);
      }
      try {
        return await client.evalSha(sha1, call);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        return await client.eval(lua, call);
      }
    },
  };
}
