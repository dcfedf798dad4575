import type { FastifyRequest } from 'fastify';
import { callOf } from '../../../../platform/sandbox/call.js';
import { headerOf, type EbaySandbox } from '../ebay-sandbox.js';
import type { AccessToken, Seller } from '../market.js';
import { accessErrors, inventoryError, refusal } from '../wire-errors.js';
import { requireScopeOf } from './scopes.js';

const DAY_MS = 86_400_000;

/** Calls a day of one keyset; see the README for the source. */
const perDay = { inventory: 2_000_000, fulfillment: 100_000, account: 25_000, taxonomy: 5_000, notification: 10_000, 'post-order': 5_000, 'seller-token': 50_000, 'application-token': 1_000, identity: 5_000, 'developer-analytics': 5_000 } as const;
/** Calls that read although they are POSTs, by which a `.readonly` scope is enough. */
const READING_POST = /\/bulk_get_inventory_item|\/get_listing_fees/;
export type Api = keyof typeof perDay;
export const dailyLimits: Readonly<Record<Api, number>> = perDay;

export interface Caller {
  readonly clientId: string;
  /** Null for an application token. */
  readonly seller: Seller | null;
  readonly token: AccessToken;
}

/** Who calls, by the bearer token, which must have the scope that the API wants (`scopeOf` where it is another's); counts the call. Post-Order wants `IAF` or `TOKEN` instead of `Bearer`. Schemes have no case. */
export function callerOf(sandbox: EbaySandbox, request: FastifyRequest, api: Api, scopeOf: string = api): Caller {
  const { market } = sandbox;
  const [scheme = '', value = ''] = (headerOf(request, 'authorization') ?? '').split(' ');
  const isSchemeRight = (api === 'post-order' ? ['iaf', 'token'] : ['bearer']).includes(scheme.toLowerCase());
  const token = isSchemeRight ? market.accessTokens.get(value) : undefined;
  if (token === undefined || token.expiresAt <= market.nowMs()) throw accessErrors.invalidToken();
  const seller = token.username === null ? null : (market.sellers.get(token.username) ?? null);
  if (token.username !== null && seller?.hasConsented !== true) throw accessErrors.invalidToken();
  const call = callOf(request);
  if (call) call.seller = seller?.username ?? token.clientId;
  requireScopeOf(scopeOf, token, request.method === 'GET' || READING_POST.test(request.url));
  spend(sandbox, token.clientId, api);
  if (api === 'inventory') requireLanguage(request);
  return { clientId: token.clientId, seller, token };
}

/** eBay's pages call it optional; without it, and with Node's own `*`, the Inventory API answers nobody, reading included. */
function requireLanguage(request: FastifyRequest): void {
  const language = headerOf(request, 'accept-language') ?? '';
  if (!/^[a-z]{2}-[A-Z]{2}\b/.test(language)) throw refusal(400, inventoryError(25_709, 'Invalid value for header Accept-Language.', { 'Accept-Language': language }));
}

export function sellerOf(sandbox: EbaySandbox, request: FastifyRequest, api: Api, scopeOf: string = api): Seller {
  const { seller } = callerOf(sandbox, request, api, scopeOf);
  if (seller === null) throw accessErrors.insufficient();
  return seller;
}

/** Quotas belong to the keyset, not to the seller. */
export function spend({ kit }: EbaySandbox, clientId: string, api: Api): void {
  const { quotaScale } = kit.settings.get();
  const limit = quotaScale === 0 ? Infinity : Math.max(1, Math.floor(perDay[api] * quotaScale));
  if (!kit.rates.take(clientId, api, { limit, windowMs: DAY_MS, kind: 'fixed' }).isAllowed) throw accessErrors.tooMany();
}
