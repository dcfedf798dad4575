import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headerOf, type EbaySandbox } from '../ebay-sandbox.js';
import type { Seller } from '../market.js';
import { sellerOf, spend } from './authenticate.js';
import { consentOf, readScopes } from './scopes.js';

/** eBay's refresh tokens live about 18 months. */
const REFRESH_SECONDS = 47_304_000;

/** `POST /identity/v1/oauth2/token`: the authorization_code, refresh_token and client_credentials grants; and who a token is for. */
export function installIdentityRoutes(sandbox: EbaySandbox): void {
  const { kit, market } = sandbox;
  kit.app.post('/identity/v1/oauth2/token', (request, reply) => {
    const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
    const keyset = keysetOf(sandbox, request);
    if (keyset.length === 0) return refuse(reply, 401, 'invalid_client', 'client authentication failed');
    const clientId = keyset[0]?.clientId ?? '';
    switch (form.get('grant_type')) {
      case 'client_credentials':
        if (!(form.get('scope') ?? '').startsWith('https://api.ebay.com/oauth/api_scope')) return refuse(reply, 400, 'invalid_scope', 'The requested scope is invalid, unknown, malformed, or exceeds the scope granted to the client');
        spend(sandbox, clientId, 'application-token');
        return reply.send(issue(clientId, null, []));
      case 'refresh_token': {
        const seller = keyset.find(({ refreshToken }) => refreshToken === form.get('refresh_token'));
        if (!seller?.hasConsented || hasEnded(seller)) return refuse(reply, 400, 'invalid_grant', 'the provided authorization refresh token is invalid or was issued to another client');
        const scope = form.get('scope');
        const scopes = scope === null ? consentOf(seller) : readScopes(scope, consentOf(seller));
        if (scopes === null) return refuse(reply, 400, 'invalid_scope', 'The requested scope is invalid, unknown, malformed, or exceeds the scope granted to the client');
        spend(sandbox, clientId, 'seller-token');
        return reply.send(issue(clientId, seller.username, scopes));
      }
      case 'authorization_code': {
        const code = form.get('code') ?? '';
        const consent = market.consentCodes.get(code);
        const seller = keyset.find(({ username }) => username === consent?.username);
        if (consent === undefined || seller === undefined || consent.expiresAt <= market.nowMs() || consent.redirectUri !== form.get('redirect_uri')) return refuse(reply, 400, 'invalid_grant', 'the provided authorization grant code is invalid or was issued to another client');
        sandbox.during(null, () => {
          market.consentCodes.remove(code);
          market.sellers.put(seller.username, { ...seller, hasConsented: true, consentedAt: market.nowMs() });
        });
        return reply.send({ ...issue(clientId, seller.username, consentOf(seller)), refresh_token: seller.refreshToken, refresh_token_expires_in: REFRESH_SECONDS });
      }
      default:
        return refuse(reply, 400, 'unsupported_grant_type', 'grant type in request is not supported by the authorization server');
    }
  });

  kit.app.get('/commerce/identity/v1/user/', (request) => {
    const { username, userId } = sellerOf(sandbox, request, 'identity');
    return { userId, username, accountType: 'BUSINESS', status: 'CONFIRMED' };
  });

  function hasEnded({ consentedAt }: Seller): boolean {
    return consentedAt !== undefined && market.nowMs() >= consentedAt + REFRESH_SECONDS * 1000;
  }

  function issue(clientId: string, username: string | null, scopes: readonly string[]): object {
    const { accessTokenMs } = kit.settings.get();
    const token = `v^1.1#i^1#${randomBytes(48).toString('base64url')}`;
    sandbox.during(null, () => market.accessTokens.put(token, { clientId, username, scopes, expiresAt: market.nowMs() + accessTokenMs }));
    return { access_token: token, expires_in: Math.floor(accessTokenMs / 1000), token_type: username === null ? 'Application Access Token' : 'User Access Token' };
  }
}

/** The sellers who have given this keyset their consent. */
function keysetOf({ market }: EbaySandbox, request: FastifyRequest): Seller[] {
  const [scheme, value = ''] = (headerOf(request, 'authorization') ?? '').split(' ');
  if (scheme !== 'Basic') return [];
  const [clientId, clientSecret] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return [...market.sellers.range()].map(({ value: seller }) => seller).filter((seller) => seller.clientId === clientId && seller.clientSecret === clientSecret);
}

function refuse(reply: FastifyReply, status: number, error: string, description: string): FastifyReply {
  return reply.code(status).send({ error, error_description: description });
}
