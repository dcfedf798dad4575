import type { IncomingHttpHeaders } from 'node:http';
import { TrendyolError } from './errors.js';
import type { Seller, Sellers } from './sellers.js';

const LONGEST_USER_AGENT = 200;

/** Who calls. 403 without a User-Agent, 401 for anything wrong with the credentials or the seller in the path. */
export function authenticate(headers: IncomingHttpHeaders, pathSellerId: string | undefined, sellers: Sellers): Seller {
  requireUserAgent(headers['user-agent']);
  const credentials = basicCredentials(headers.authorization);
  const seller = credentials && sellers.byKey(credentials.apiKey);
  if (!seller || seller.apiSecret !== credentials.apiSecret) throw unauthorized();
  if (pathSellerId !== undefined && pathSellerId !== String(seller.sellerId)) throw unauthorized();
  return seller;
}

function requireUserAgent(userAgent: string | undefined): void {
  if (!userAgent?.trim() || userAgent.length > LONGEST_USER_AGENT) {
    throw new TrendyolError(403, 'forbidden', 'Forbidden: User-Agent header is required');
  }
}

function basicCredentials(header: string | undefined): { apiKey: string; apiSecret: string } | undefined {
  const [scheme, encoded] = header?.split(' ') ?? [];
  if (scheme?.toLowerCase() !== 'basic' || !encoded) return undefined;
  const [apiKey, ...secretParts] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return apiKey ? { apiKey, apiSecret: secretParts.join(':') } : undefined;
}

const unauthorized = () => new TrendyolError(401, 'ClientApiAuthenticationException', 'Unauthorized');
