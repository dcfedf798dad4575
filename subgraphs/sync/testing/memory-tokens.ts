import type { TokenKeeper } from '../connector/contract.js';

/** Tokens of one test, without expiry. */
export function createMemoryTokens(): TokenKeeper {
  const tokens = new Map<string, Promise<string>>();
  return {
    get(name, refresh) {
      const token = tokens.get(name) ?? refresh().then((fresh) => fresh.token);
      tokens.set(name, token);
      token.catch(() => tokens.delete(name));
      return token;
    },
    async discard(name, token) {
      if ((await tokens.get(name)) === token) tokens.delete(name);
    },
  };
}
