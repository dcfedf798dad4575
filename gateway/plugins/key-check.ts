import { createHash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import { type Authenticate, type AuthRefusal, isRefusal } from '../../platform/access/authenticate.js';
import { type Clock, systemClock } from '../../platform/clock.js';
import type { Principal } from '../../platform/principal.js';
import { createRecentlyUsed } from '../../platform/recently-used.js';
import { gatewayError } from '../gateway-error.js';

/** Who a value of the `Authorization` header stands for. Throws UNAUTHENTICATED, KEY_EXPIRED (401) or ACCESS_UNAVAILABLE (503). */
export type KeyCheck = (authorization: unknown) => Promise<Principal>;

/** How long an answer about a key may be old: an expired or withdrawn key works at most this much longer. */
const FRESH_MS = 2_000;
const REMEMBERED_KEYS = 10_000;

/** Asks once per key and two seconds; keys are remembered by their hash only. */
export function createKeyCheck(authenticate: Authenticate, clock: Clock = systemClock): KeyCheck {
  const answers = createRecentlyUsed<{ atMs: number; answer: Promise<Principal | AuthRefusal> }>(REMEMBERED_KEYS);

  function ask(bearer: string): Promise<Principal | AuthRefusal> {
    const nowMs = clock.now().getTime();
    const hash = createHash('sha256').update(bearer).digest('base64');
    const known = answers.get(hash);
    if (known && nowMs - known.atMs < FRESH_MS) return known.answer;
    const answer = authenticate(bearer);
    answers.set(hash, { atMs: nowMs, answer });
    answer.catch(() => answers.set(hash, { atMs: 0, answer }));
    return answer;
  }

  return async (authorization) => {
    const bearer = bearerOf(authorization);
    if (bearer === undefined) throw refusal('UNAUTHENTICATED');
    const answer = await ask(bearer).catch(() => {
      throw gatewayError('ACCESS_UNAVAILABLE', 'Keys cannot be checked at the moment.', { status: 503 });
    });
    if (isRefusal(answer)) throw refusal(answer.refused);
    return answer;
  };
}

/** A caller of an open gateway, which asks nobody for a key. */
export const openPrincipal: Principal = { sellerId: 'open' as Principal['sellerId'], keyId: 'open', scopes: [] };

function bearerOf(authorization: unknown): string | undefined {
  return typeof authorization === 'string' ? /^Bearer +(\S{1,500})$/i.exec(authorization)?.[1] : undefined;
}

function refusal(refused: AuthRefusal['refused']): GraphQLError {
  if (refused === 'KEY_EXPIRED') return gatewayError('KEY_EXPIRED', 'The key has expired.', { status: 401 });
  return gatewayError('UNAUTHENTICATED', "A valid key is needed: send it as 'Authorization: Bearer KEY'.", { status: 401 });
}
