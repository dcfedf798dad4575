import { randomBytes } from 'node:crypto';
import type { Kernel } from '../kernel.js';
import { denied, SpError } from './errors.js';

export interface Grant {
  readonly clientId: string;
  /** Null for a grantless token. */
  readonly sellerId: string | null;
  readonly scope: string | null;
  readonly expiresAt: number;
}

/** Access tokens given out; they survive a restart and end by the sandbox's clock. */
export interface Tokens {
  issue(grant: Omit<Grant, 'expiresAt'>): { readonly accessToken: string; readonly expiresInSeconds: number };
  /** Throws 403 as Amazon does for one that is missing, malformed, expired or revoked. */
  check(accessToken: string | undefined): Grant;
  /** Ends every token of a seller, as a withdrawn authorisation does. */
  revoke(sellerId: string): void;
}

export function createTokens({ state, clock, settings }: Kernel): Tokens {
  const grants = state.store<Grant>('tokens');
  return {
    issue(grant) {
      const { tokenLifeMs } = settings();
      const accessToken = `Atza|${randomBytes(24).toString('base64url')}`;
      grants.put(accessToken, { ...grant, expiresAt: clock.now() + tokenLifeMs });
      return { accessToken, expiresInSeconds: Math.max(1, Math.floor(tokenLifeMs / 1000)) };
    },
    check(accessToken) {
      if (accessToken === undefined || accessToken === '') throw new SpError(401, 'Unauthorized', 'Access to requested resource is denied.', 'Access token is missing in the request header.');
      const grant = grants.get(accessToken);
      if (!grant) throw denied('The access token you provided is revoked, malformed or invalid.');
      if (grant.expiresAt <= clock.now()) throw denied('The access token you provided has expired.');
      return grant;
    },
    revoke(sellerId) {
      for (const { key, value } of [...grants.range()]) if (value.sellerId === sellerId) grants.remove(key);
    },
  };
}
