import { createHash } from 'node:crypto';
import type { RedisClient } from './client.js';

/** A Lua script, which Redis runs as one indivisible step. */
export interface RedisScript {
  run(client: RedisClient, call: { readonly keys: readonly string[]; readonly args: readonly string[] }): Promise<unknown>;
}

/** Called by its digest; a server that does not know the digest (new, restarted, flushed) is given the text. */
export function redisScript(lua: string): RedisScript {
  const sha1 = createHash('sha1').update(lua).digest('hex');
  return {
    async run(client, { keys, args }) {
      const call = { keys: [...keys], arguments: [...args] };
      try {
        return await client.evalSha(sha1, call);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        return await client.eval(lua, call);
      }
    },
  };
}
