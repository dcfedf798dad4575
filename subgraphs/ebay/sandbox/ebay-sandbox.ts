import type { FastifyReply, FastifyRequest } from 'fastify';
import { callOf } from '../../../platform/sandbox/call.js';
import { createSandbox, type Sandbox } from '../../../platform/sandbox/create-sandbox.js';
import { openMarket, type Market } from './market.js';
import { ebaySettingsSchema, type EbaySettings } from './settings.js';

/** The imitation eBay as its routes see it. */
export interface EbaySandbox {
  readonly kit: Sandbox<EbaySettings>;
  readonly market: Market;
  /** Runs `action` in one transaction; changes it makes are logged as caused by the request. */
  during<T>(request: FastifyRequest | null, action: () => T): T;
}

export function createEbaySandbox(dataDir: string): EbaySandbox {
  const kit = createSandbox({ name: 'eBay', dataDir, settings: ebaySettingsSchema, ignoreTrailingSlash: true });
  let cause: number | null = null;
  const market = openMarket({
    state: kit.state,
    nowMs: () => kit.clock.now(),
    note: (what, key, old, now) => kit.log.recordEffect({ at: kit.clock.now(), what, key, old, new: now, requestId: cause }),
  });
  return {
    kit,
    market,
    during: (request, action) => {
      cause = request === null ? null : (callOf(request)?.id ?? null);
      try {
        return kit.state.transaction(action);
      } finally {
        cause = null;
      }
    },
  };
}

export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function noContent(reply: FastifyReply): FastifyReply {
  return reply.code(204).send();
}
