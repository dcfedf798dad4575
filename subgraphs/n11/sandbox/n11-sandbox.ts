import type { FastifyReply, FastifyRequest } from 'fastify';
import { callOf } from '../../../platform/sandbox/call.js';
import { createSandbox, type Sandbox } from '../../../platform/sandbox/create-sandbox.js';
import { openMarket, type Market } from './market.js';
import { n11SettingsSchema, type N11Settings } from './settings.js';
import type { WireError } from './wire-errors.js';

/** The imitation N11 as its routes see it. */
export interface N11Sandbox {
  readonly kit: Sandbox<N11Settings>;
  readonly market: Market;
  /** Runs `action` in one transaction; changes it makes are logged as caused by the request. */
  during<T>(requestId: number | null, action: () => T): T;
}

export function createN11Sandbox(dataDir: string): N11Sandbox {
  const kit = createSandbox({ name: 'N11', dataDir, settings: n11SettingsSchema, sellerOf: appKeyOf });
  let cause: number | null = null;
  const market = openMarket({
    state: kit.state,
    nowMs: () => kit.clock.now(),
    note: (what, key, old, now) => kit.log.recordEffect({ at: kit.clock.now(), what, key, old, new: now, requestId: cause }),
  });
  return {
    kit,
    market,
    during: (requestId, action) => {
      cause = requestId;
      try {
        return kit.state.transaction(action);
      } finally {
        cause = null;
      }
    },
  };
}

export function requestIdOf(request: FastifyRequest): number | null {
  return callOf(request)?.id ?? null;
}

export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function answerWith(reply: FastifyReply, error: WireError): FastifyReply {
  return reply.code(error.status).type(error.contentType).send(error.body);
}

function appKeyOf(request: FastifyRequest): string | null {
  return headerOf(request, 'appkey') ?? null;
}
