import type { Clock } from '../../../platform/clock.js';
import type { MarketplaceHttpFactory } from '../../../platform/http/marketplace-http.js';
import type { StoreId } from '../../../platform/ids.js';
import type { RedisClient } from '../../../platform/redis/client.js';
import type { SecretBox } from '../../../platform/secrets/secret-box.js';
import type { SeenRivals } from '../../catalog/operations/note-rivals.js';
import type { Store } from '../../stores/domain/store.js';
import type { Connector, ConnectorContext, StoreAccount } from './contract.js';
import { createMarketplaceClocks } from './marketplace-clock.js';
import { rememberRivals } from './remember-rivals.js';
import { createRedisCache } from './redis-cache.js';
import { webhookSecretsOf } from './webhook-secrets.js';
import { createTokenKeeper } from './token-keeper.js';
import { StoreAccessError, type ConnectorRegistry, type OpenStore, type StoreAccess } from './store-access.js';

/** What opening a store asks of the owner of stores. */
export interface StoresForAccess {
  findStores(ids: readonly StoreId[]): Promise<readonly Store[]>;
  /** The credentials as they were given, still to be checked; throws when they can no longer be unsealed. */
  openCredentials(store: Store): unknown;
  /** Null when the store has no webhook; throws when it can no longer be unsealed. */
  openWebhookSecret(store: Store): string | null;
}

export interface StoreAccessOptions {
  readonly stores: StoresForAccess;
  readonly connectors: ConnectorRegistry;
  readonly http: Pick<MarketplaceHttpFactory, 'forStore'>;
  readonly redis: RedisClient;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  /** Told of each reading of a buy box; must not reject. */
  readonly rivalsSeen?: (seen: SeenRivals) => Promise<void>;
}

/** Reads the store anew each time: a changed credential, address or pause counts from the next piece of work on. */
export function createStoreAccess({ stores, connectors, http, redis, secretBox, clock, rivalsSeen }: StoreAccessOptions): StoreAccess {
  const cache = createRedisCache(redis);
  const marketplaceClocks = createMarketplaceClocks(clock);

  async function open(storeId: StoreId, { quotaShare = 1 }: { readonly quotaShare?: number } = {}): Promise<OpenStore> {
    const [store] = await stores.findStores([storeId]);
    if (!store) throw notFound(storeId);
    const connector = connectors[store.marketplace] as Connector | undefined;
    if (!connector) throw new StoreAccessError('NO_CONNECTOR', `This hub was started without a connector for ${store.marketplace}.`);
    const account = accountOf(store, connector);
    const target = targetOf(store, connector, account);
    // Whoever registers a webhook sends its secret along, which the archive must not keep.
    const secrets = [...(target.secrets ?? []), ...webhookSecrets(store, connector)];
    const marketplaceClock = marketplaceClocks.ofStore(storeId);
    const client = http.forStore({ ...target, quotaShare, secrets, ...(connector.limits.callsAtOnce === undefined ? {} : { callsAtOnce: connector.limits.callsAtOnce }) });
    const context: ConnectorContext<unknown> = { store: account, cache, tokens: createTokenKeeper({ redis, secretBox }, storeId, store.credentialsSealed), now: () => clock.now(), marketplaceNow: () => marketplaceClock.now(), http: marketplaceClock.listening(client) };
    return { store, connector: rivalsSeen ? rememberRivals(connector, rivalsSeen) : connector, context };
  }

  function accountOf(store: Store, connector: Connector): StoreAccount<unknown> {
    const { _id: storeId, sellerId, baseUrl, currency, remoteSellerId } = store;
    return { storeId, sellerId, baseUrl, currency, remoteSellerId, credentials: credentialsOf(store, connector) };
  }

  function credentialsOf(store: Store, connector: Connector): unknown {
    try {
      return connector.credentials.parse(stores.openCredentials(store));
    } catch {
      // The cause is left out: what it says of a value could be the secret itself.
      throw new StoreAccessError('CREDENTIALS_UNREADABLE', `The credentials of store '${store.name}' cannot be read; connect the store again.`);
    }
  }

  function webhookSecrets(store: Store, { webhooks }: Connector): readonly string[] {
    try {
      return webhookSecretsOf(webhooks, stores.openWebhookSecret(store));
    } catch {
      throw new StoreAccessError('CREDENTIALS_UNREADABLE', `The webhook secret of store '${store.name}' cannot be read; connect the store again.`);
    }
  }

  return {
    open,
    async openOwned(sellerId, storeId) {
      const opened = await open(storeId);
      if (opened.store.sellerId !== sellerId) throw notFound(storeId);
      return opened;
    },
  };
}

/** Whose quotas a store's calls use up: `trendyol:2738001`, or an account that several stores share. */
export function quotaAccountOf(store: Pick<Store, 'marketplace' | 'remoteSellerId' | 'baseUrl'>, connector: Connector, account: StoreAccount<unknown>): string {
  const marketplace = store.marketplace.toLowerCase();
  const shared = connector.quotaAccount?.(account);
  return shared === undefined ? `${marketplace}:${store.remoteSellerId}` : `${marketplace}:${store.baseUrl}:${shared}`;
}

/** Whom a store's calls are made for: their quotas, and the secrets to keep out of the archive. */
export function targetOf(store: Pick<Store, '_id' | 'sellerId' | 'marketplace' | 'baseUrl' | 'remoteSellerId'>, connector: Connector, account: StoreAccount<unknown>): Parameters<MarketplaceHttpFactory['forStore']>[0] {
  const { marketplace, sellerId, _id: storeId, baseUrl } = store;
  return { marketplace, sellerId, storeId, baseUrl, quotaAccount: quotaAccountOf(store, connector, account), quotaGroups: connector.quotaGroups(account), secrets: secretsOf(account.credentials, connector.openCredentials) };
}

const SHORTEST_SECRET = 8;

/** Short values would black out half of every body. */
function secretsOf(credentials: unknown, open: readonly string[] = []): string[] {
  const fields = typeof credentials === 'object' && credentials !== null ? Object.entries(credentials as Readonly<Record<string, unknown>>) : [];
  return fields.flatMap(([name, value]) => (typeof value === 'string' && value.length >= SHORTEST_SECRET && !open.includes(name) ? [value] : []));
}

function notFound(storeId: StoreId): StoreAccessError {
  return new StoreAccessError('STORE_NOT_FOUND', `There is no store '${storeId}'.`);
}
