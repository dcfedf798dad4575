import type { FastifyRequest } from 'fastify';
import { createSandbox, type Sandbox } from '../../../platform/sandbox/create-sandbox.js';
import { openMarket, type Market } from './market.js';
import { hepsiburadaSettingsSchema, type HepsiburadaSettings } from './settings.js';

/** The imitation Hepsiburada as its routes see it. */
export interface HepsiburadaSandbox {
  readonly kit: Sandbox<HepsiburadaSettings>;
  readonly market: Market;
  /** Runs `action` in one transaction; changes it makes are logged as caused by the request. */
  during<T>(requestId: number | null, action: () => T): T;
}

export function createHepsiburadaSandbox(dataDir: string): HepsiburadaSandbox {
  const kit = createSandbox({ name: 'Hepsiburada', dataDir, settings: hepsiburadaSettingsSchema, sellerOf: userNameOf });
  let cause: number | null = null;
  const market: Market = openMarket({
    state: kit.state,
    nowMs: () => kit.clock.now(),
    note: (what, key, old, now) => kit.log.recordEffect({ at: kit.clock.now(), what, key, old, new: now, requestId: cause }),
    announce: (event) => {
      if (market.webhookTargets.get(event.merchantId) === undefined) return;
      const { webhookDuplicateEveryNth: nth } = kit.settings.get();
      const id = market.next('delivery');
      const copies = nth > 0 && id % nth === 0 ? [id, market.next('delivery')] : [id];
      for (const copy of copies) {
        market.deliveries.put(copy, { ...event, id: copy, failures: 0 });
        kit.clock.after(0, 'webhook', { id: copy });
      }
    },
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

export interface BasicCredentials {
  readonly userName: string;
  readonly password: string;
}

/** What a caller's Basic authentication says; null without a readable one. */
export function basicCredentialsOf(request: FastifyRequest): BasicCredentials | null {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '');
  const text = Buffer.from(match?.[1] ?? '', 'base64').toString('utf8');
  const separator = text.indexOf(':');
  return separator < 0 ? null : { userName: text.slice(0, separator), password: text.slice(separator + 1) };
}

function userNameOf(request: FastifyRequest): string | null {
  return basicCredentialsOf(request)?.userName ?? null;
}
