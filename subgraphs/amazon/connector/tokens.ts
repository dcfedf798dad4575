import { z } from 'zod';
import { fromTransportError } from '../../sync/connector/from-transport-error.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import { number } from '../../sync/connector/wire-values.js';
import type { AmazonContext } from './credentials.js';
import { errorFromTokenAnswer } from './errors.js';

/** `seller`: acts for the seller. `notifications`: the application's own, for destinations and subscriptions. */
export type Grant = 'seller' | 'notifications';

const answerSchema = z.looseObject({ access_token: z.string().min(1), expires_in: number.default(3600) });

/** Where access tokens come from: one host for every region, and an imitation's own. Pure. */
export function tokenHostOf(baseUrl: string): string {
  const { hostname, origin } = new URL(baseUrl);
  return hostname === 'amazon.com' || hostname.endsWith('.amazon.com') ? 'https://api.amazon.com' : origin;
}

export function tokenName(grant: Grant): string {
  return grant === 'seller' ? 'access' : 'notifications';
}

export function accessToken(context: AmazonContext, grant: Grant): Promise<string> {
  return context.tokens.get(tokenName(grant), () => requestToken(context, grant));
}

async function requestToken(context: AmazonContext, grant: Grant): Promise<{ token: string; expiresInMs: number }> {
  const { clientId, clientSecret, refreshToken } = context.store.credentials;
  const wish = grant === 'seller' ? { grant_type: 'refresh_token', refresh_token: refreshToken } : { grant_type: 'client_credentials', scope: 'sellingpartnerapi::notifications' };
  const response = await context.http
    .send({
      operation: 'token.refresh',
      method: 'POST',
      path: '/auth/o2/token',
      baseUrl: tokenHostOf(context.store.baseUrl),
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', accept: 'application/json' },
      body: new URLSearchParams({ ...wish, client_id: clientId, client_secret: clientSecret }).toString(),
      quotaGroup: 'token',
      safe: true,
      secretAnswer: true,
    })
    .catch((error: unknown) => {
      throw asNotSent(fromTransportError(error));
    });
  if (response.status !== 200) throw errorFromTokenAnswer(response);
  const parsed = answerSchema.safeParse(jsonOf(response.body));
  if (!parsed.success) throw new ConnectorError({ errorClass: 'SERVER', outcome: 'NOT_SENT', message: 'the answer of Login with Amazon cannot be read' });
  return { token: parsed.data.access_token, expiresInMs: parsed.data.expires_in * 1000 };
}

/** Whatever became of the token call, the one it was for has not been made. */
function asNotSent(error: unknown): unknown {
  if (!(error instanceof ConnectorError)) return error;
  const { errorClass, message, remoteCode, retryAfterMs, quotaGroup } = error;
  return new ConnectorError({ errorClass, outcome: 'NOT_SENT', message, remoteCode, retryAfterMs, quotaGroup, cause: error });
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
