import type { Clock } from '../../../platform/clock.js';
import type { MarketplaceHttpFactory } from '../../../platform/http/marketplace-http.js';
import type { RedisClient } from '../../../platform/redis/client.js';
import type { AccountCheck, AccountToCheck, AccountVerdict } from '../../stores/domain/account-check.js';
import { ConnectorError } from './connector-error.js';
import type { Connector, StoreAccount } from './contract.js';
import { targetOf } from './open-store.js';
import { createRedisCache } from './redis-cache.js';
import { createTokensOfOneCheck } from './tokens-of-one-check.js';
import type { ConnectorRegistry } from './store-access.js';

export interface AccountCheckOptions {
  readonly connectors: ConnectorRegistry;
  readonly http: Pick<MarketplaceHttpFactory, 'forStore'>;
  readonly redis: RedisClient;
  readonly clock: Clock;
  /** Whether the hub may call this address besides a connector's own: a seller must not be able to aim it at anything. */
  readonly mayCall: (baseUrl: string) => boolean;
}

/** Asks a marketplace whether an account works, before there is a store for it. */
export function createAccountCheck(options: AccountCheckOptions): AccountCheck {
  const cache = createRedisCache(options.redis);
  return {
    async check(account, { ask }) {
      const connector = options.connectors[account.marketplace] as Connector | undefined;
      if (!connector) return { kind: 'NO_CONNECTOR' };
      const parsed = connector.credentials.safeParse(account.credentials);
      if (!parsed.success) return { kind: 'MALFORMED', faults: parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), message })) };
      const baseUrl = (account.baseUrl ?? connector.defaultBaseUrl).replace(/\/+$/, '');
      if (baseUrl !== connector.defaultBaseUrl && !isCallable(baseUrl, options.mayCall)) return { kind: 'BASE_URL_REFUSED', message: `this hub does not call ${baseUrl}` };
      const takesWebhooksByHand = connector.webhooks !== undefined && connector.webhooks.ensure === undefined;
      const good: AccountVerdict = { kind: 'GOOD', baseUrl, credentials: parsed.data, takesWebhooksByHand };
      return ask ? askMarketplace(connector, { ...account, baseUrl, credentials: parsed.data }, good) : good;
    },
    siteOf({ marketplace, credentials }) {
      const connector = options.connectors[marketplace] as Connector | undefined;
      const parsed = connector?.credentials.safeParse(credentials);
      const name = parsed?.success === true ? connector?.siteOf?.(parsed.data) : undefined;
      return name === undefined ? null : { name, fixedBy: connector?.siteFixedBy ?? null };
    },
  };

  async function askMarketplace(connector: Connector, account: AccountToCheck & { baseUrl: string }, good: AccountVerdict): Promise<AccountVerdict> {
    const { storeId, sellerId, baseUrl, currency, remoteSellerId, credentials, marketplace } = account;
    const store: StoreAccount<unknown> = { storeId, sellerId, baseUrl, currency, remoteSellerId, credentials };
    const http = options.http.forStore(targetOf({ _id: storeId, sellerId, marketplace, baseUrl, remoteSellerId }, connector, store));
    try {
      await connector.checkAccount({ store, http, cache, tokens: createTokensOfOneCheck(), now: () => options.clock.now(), marketplaceNow: () => options.clock.now() });
      return good;
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      const isRefusal = error.errorClass === 'AUTHENTICATION' || error.errorClass === 'VALIDATION';
      return { kind: isRefusal ? 'REFUSED' : 'UNREACHABLE', message: error.message };
    }
  }
}

function isCallable(baseUrl: string, mayCall: (baseUrl: string) => boolean): boolean {
  return URL.canParse(baseUrl) && /^https?:$/.test(new URL(baseUrl).protocol) && mayCall(baseUrl);
}
