import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { callOf } from '../../../../platform/sandbox/call.js';
import type { Seller } from '../domain/seller.js';
import { basicCredentialsOf } from '../hepsiburada-sandbox.js';
import type { Market } from '../market.js';
import { listingErrors, mpop, omsErrors, type Answer } from './answer.js';
import type { ServiceName } from './endpoint.js';

/** Merchant id and service key by Basic, and the integrator's name as `User-Agent`, to the letter. */
export function authenticate(market: Market, service: ServiceName, request: FastifyRequest): { readonly seller: Seller } | { readonly answer: Answer } {
  const given = basicCredentialsOf(request);
  const seller = given === null ? undefined : market.sellers.get(given.userName);
  if (given === null || !seller || !sameText(given.password, seller.serviceKey)) return { answer: unauthorized(service) };
  const call = callOf(request);
  if (call) call.seller = seller.merchantId;
  if (request.headers['user-agent'] !== seller.integrator) return { answer: { status: 403, text: 'Forbidden' } };
  return { seller };
}

function unauthorized(service: ServiceName): Answer {
  if (service === 'mpop') return mpop.unauthorized();
  return service === 'listing-external' ? listingErrors.unauthorized() : omsErrors.unauthorized();
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
