import type { TokenKeeper } from './contract.js';

/** Tokens that these credentials have brought, for as long as they are looked at: one kept for the store would hide that another key is wrong. */
export function createTokensOfOneCheck(): TokenKeeper {
  const tokens = new Map<string, Promise<string>>();
  return {
    get(name, refresh) {
      const token = tokens.get(name) ?? refresh().then((fresh) => fresh.token);
      tokens.set(name, token);
      return token;
    },
    async discard(name) {
      tokens.delete(name);
    },
  };
}
