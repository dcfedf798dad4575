import type { FastifyRequest } from 'fastify';
import { callOf } from '../../../../platform/sandbox/call.js';
import type { Seller } from '../domain/seller.js';
import type { Market } from '../market.js';
import { headerOf } from '../n11-sandbox.js';
import { cdnErrors, msErrors, restErrors, type WireError } from '../wire-errors.js';

export type Authenticated = { readonly seller: Seller } | { readonly error: WireError };

/** `/ms`: an absent header is a 500 naming it, anything wrong a 401. */
export function authenticateMs(market: Market, request: FastifyRequest): Authenticated {
  for (const name of ['appkey', 'appsecret']) if (headerOf(request, name) === undefined) return { error: msErrors.missingHeader(name) };
  const seller = sellerByKey(market, headerOf(request, 'appkey'));
  return seller?.appSecret === headerOf(request, 'appsecret') && seller ? known(request, seller) : { error: msErrors.unauthorized() };
}

/** `/rest`: an absent header is Tomcat's HTML page, an unknown key the gateway's plain text, a wrong secret JSON with 400. */
export function authenticateRest(market: Market, request: FastifyRequest): Authenticated {
  if (headerOf(request, 'appkey') === undefined || headerOf(request, 'appsecret') === undefined) return { error: restErrors.missingHeader() };
  const seller = sellerByKey(market, headerOf(request, 'appkey'));
  if (!seller) return { error: restErrors.unknownKey() };
  return seller.appSecret === headerOf(request, 'appsecret') ? known(request, seller) : { error: restErrors.authenticationFailed() };
}

/** `/cdn`: the key alone still opens it; a secret that is sent must be right (sandbox choice). */
export function authenticateCdn(market: Market, request: FastifyRequest): Authenticated {
  const seller = sellerByKey(market, headerOf(request, 'appkey'));
  const secret = headerOf(request, 'appsecret');
  return seller && (secret === undefined || secret === seller.appSecret) ? known(request, seller) : { error: cdnErrors.forbidden() };
}

export function sellerByKey(market: Market, appKey: string | undefined): Seller | undefined {
  if (appKey === undefined) return undefined;
  return [...market.sellers.range()].map(({ value }) => value).find((seller) => seller.appKey === appKey);
}

function known(request: FastifyRequest, seller: Seller): Authenticated {
  const call = callOf(request);
  if (call) call.seller = String(seller.sellerId);
  return { seller };
}
