import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Sellers } from './sellers.js';
import type { Tokens } from './tokens.js';

const GRANTLESS_SCOPES = new Set(['sellingpartnerapi::notifications', 'sellingpartnerapi::migration', 'sellingpartnerapi::client_credential:rotation', 'sellingpartnerapi::client_credential::rotation']);

/** Login with Amazon, which the sandbox has on its own host. */
export function mountLwa(app: FastifyInstance, { sellers, tokens }: { sellers: Sellers; tokens: Tokens }): void {
  app.post('/auth/o2/token', (request, reply) => {
    const form = formOf(request);
    if (form === null) return refuse(reply, 400, 'invalid_request', 'The request has an unsupported content type');
    const clientId = form.get('client_id') ?? '';
    if (!sellers.isClient(clientId, form.get('client_secret') ?? '')) return refuse(reply, 401, 'invalid_client', 'Client authentication failed');
    switch (form.get('grant_type')) {
      case 'refresh_token': {
        const refreshToken = form.get('refresh_token') ?? '';
        const seller = sellers.byRefreshToken(clientId, refreshToken);
        if (!seller) return refuse(reply, 400, 'invalid_grant', 'The request has an invalid grant parameter : refresh_token');
        return grant(reply, tokens.issue({ clientId, sellerId: seller.sellerId, scope: null }), refreshToken);
      }
      case 'client_credentials': {
        const scope = form.get('scope') ?? '';
        if (!GRANTLESS_SCOPES.has(scope)) return refuse(reply, 400, 'invalid_scope', 'The request has an invalid parameter : scope');
        return grant(reply, tokens.issue({ clientId, sellerId: null, scope }), null);
      }
      default:
        return refuse(reply, 400, 'unsupported_grant_type', 'The grant type is not supported by the authorization server');
    }
  });
}

/** Clients send a form, as Amazon's guide has it, or JSON, which is taken as well. */
function formOf({ headers, body }: FastifyRequest): URLSearchParams | null {
  const type = headers['content-type'] ?? '';
  if (Buffer.isBuffer(body)) return type.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(body.toString('utf8')) : null;
  if (!type.startsWith('application/json') || typeof body !== 'object' || body === null) return null;
  return new URLSearchParams(Object.entries(body).filter((field): field is [string, string] => typeof field[1] === 'string'));
}

function grant(reply: FastifyReply, issued: ReturnType<Tokens['issue']>, refreshToken: string | null): FastifyReply {
  return reply.header('cache-control', 'no-store').send({
    access_token: issued.accessToken,
    ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
    token_type: 'bearer',
    expires_in: issued.expiresInSeconds,
  });
}

function refuse(reply: FastifyReply, status: number, error: string, description: string): FastifyReply {
  return reply.code(status).send({ error, error_description: description });
}
