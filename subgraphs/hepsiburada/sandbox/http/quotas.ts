import type { FastifyReply } from 'fastify';
import type { RateLimit } from '../../../../platform/sandbox/rate-groups.js';
import type { Seller } from '../domain/seller.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { mpop, omsErrors, type Answer } from './answer.js';
import type { Endpoint } from './endpoint.js';

const OMS: RateLimit = { limit: 1_000, windowMs: 1_000, kind: 'fixed' };
const CATALOGUE: RateLimit = { limit: 100, windowMs: 1_000, kind: 'fixed' };
const COMMISSIONS: RateLimit = { limit: 240, windowMs: 60_000, kind: 'fixed' };
/** Refusals further apart than this are not the same run of hammering. */
const RUN_GAP_MS = 1_000;

/** Counts the call; answers with the service's own refusal when there is none left. */
export function takeFromQuota(sandbox: HepsiburadaSandbox, o: { endpoint: Endpoint; seller: Seller; reply: FastifyReply }): Answer | null {
  const { endpoint, seller, reply } = o;
  if (endpoint.service === 'mpop') return takeFromCatalogue(sandbox, seller);
  if (endpoint.quota === 'commissions') return take(sandbox, seller, 'commissions', COMMISSIONS).isAllowed ? null : omsErrors.tooManyRequests();
  if (endpoint.service !== 'oms-external') return null;
  const { isAllowed, remaining, resetAt } = take(sandbox, seller, 'oms', OMS);
  const resetSeconds = Math.max(1, Math.ceil((resetAt - sandbox.kit.clock.now()) / 1_000));
  reply.headers({ 'x-ratelimit-limit': String(OMS.limit), 'x-ratelimit-remaining': String(remaining), 'x-ratelimit-reset': String(resetSeconds) });
  return isAllowed ? null : omsErrors.tooManyRequests();
}

/** Whoever goes on calling the catalogue while it refuses is blocked, until a support ticket (a control call) lifts it. */
function takeFromCatalogue({ kit, market, ...rest }: HepsiburadaSandbox, seller: Seller): Answer | null {
  const known = market.catalogueRefusals.get(seller.merchantId);
  if (known?.isBlocked) return mpop.forbidden();
  if (take({ kit, market, ...rest }, seller, 'catalogue', CATALOGUE).isAllowed) return null;
  const nowMs = market.nowMs();
  const sinceMs = known && nowMs - known.lastMs <= RUN_GAP_MS ? known.sinceMs : nowMs;
  const isBlocked = nowMs - sinceMs >= kit.settings.get().catalogueBlockAfterSeconds * 1_000;
  market.catalogueRefusals.put(seller.merchantId, { sinceMs, lastMs: nowMs, isBlocked });
  return mpop.forbidden();
}

function take({ kit }: HepsiburadaSandbox, { merchantId }: Seller, group: string, limit: RateLimit): ReturnType<HepsiburadaSandbox['kit']['rates']['take']> {
  const { quotaScale } = kit.settings.get();
  return kit.rates.take(merchantId, group, { ...limit, limit: quotaScale === 0 ? Infinity : Math.ceil(limit.limit * quotaScale) });
}
