import { z } from 'zod';
import { fromTransportError } from '../../sync/connector/from-transport-error.js';
import { number } from '../../sync/connector/wire-values.js';
import type { EbayContext } from './client.js';
import { beforeSending, errorFromTokenAnswer, errorsIn, unreadableAnswer } from './errors.js';

/** SELLER: what the seller consented to. APPLICATION: the keyset's own, for catalogues and public keys. */
export type Identity = 'SELLER' | 'APPLICATION';

const BASE_SCOPE = 'https://api.ebay.com/oauth/api_scope';
const tokenSchema = z.looseObject({ access_token: z.string().min(1), expires_in: number });

/** The access token of an identity, fetched when none is good any more. Whatever goes wrong here, the call it is for was not made. */
export async function accessToken(context: EbayContext, identity: Identity): Promise<string> {
  return context.tokens.get(identity, async () => {
    try {
      return await fetchToken(context, identity);
    } catch (error) {
      throw beforeSending(error);
    }
  });
}

async function fetchToken(context: EbayContext, identity: Identity): Promise<{ token: string; expiresInMs: number }> {
  const { clientId, clientSecret, refreshToken } = context.store.credentials;
  const body = identity === 'SELLER' ? { grant_type: 'refresh_token', refresh_token: refreshToken } : { grant_type: 'client_credentials', scope: BASE_SCOPE };
  const response = await context.http
    .send({
      operation: 'tokens.refresh',
      method: 'POST',
      path: '/identity/v1/oauth2/token',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams(body).toString(),
      quotaGroup: identity === 'SELLER' ? 'seller-token' : 'application-token',
      // A second token does no harm: asking again is as good as reading.
      safe: true,
      secretAnswer: true,
    })
    .catch((error: unknown) => {
      throw fromTransportError(error);
    });
  const answer = jsonOf(response.body);
  if (response.status !== 200 || errorsIn(answer).length > 0) throw errorFromTokenAnswer(response, answer);
  const parsed = tokenSchema.safeParse(answer);
  // Without the cause: it could quote the token.
  if (!parsed.success) throw unreadableAnswer('a token request', false);
  return { token: parsed.data.access_token, expiresInMs: parsed.data.expires_in * 1000 };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
