import type { Collection, Db } from 'mongodb';
import type { Clock } from '../../platform/clock.js';
import type { EventLog } from '../../platform/events/event-log.js';
import type { OutboxedDocument } from '../../platform/events/outbox.js';
import type { StoreId } from '../../platform/ids.js';
import type { CollectionIndexes } from '../../platform/mongo/indexes.js';
import type { SecretBox } from '../../platform/secrets/secret-box.js';
import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import type { AccountCheck } from './domain/account-check.js';
import type { Store } from './domain/store.js';
import { authenticateKey } from './operations/authenticate-key.js';
import { connectStore } from './operations/connect-store.js';
import { createKey } from './operations/create-key.js';
import { findOwnStores, findStores, listAllStores, listStores } from './operations/find-stores.js';
import { openCredentials, openWebhookSecret } from './operations/open-store-secrets.js';
import { pauseStore } from './operations/pause-store.js';
import { recordWarnings } from './operations/record-warnings.js';
import { recordWebhook } from './operations/record-webhook.js';
import { resumeStore } from './operations/resume-store.js';
import { revokeKey } from './operations/revoke-key.js';
import { setStockPolicy } from './operations/set-stock-policy.js';
import type { StoresDeps } from './operations/stores-deps.js';
import { createStoreLoaders, type StoreLoaders } from './resolvers/loaders.js';
import { storeResolvers } from './resolvers/store-resolvers.js';
import { createKeyCollection, keyIndexes } from './store/key-collection.js';
import { createStoreCollection, storeIndexes } from './store/store-collection.js';

export interface StoresOptions {
  readonly db: Db;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly accountCheck: AccountCheck;
  /** The outbox relay's `poke`. */
  readonly announce: () => void;
  readonly events: EventLog;
  /** Where marketplaces reach this hub, without a trailing slash; `http://127.0.0.1:4000` by default. */
  readonly publicUrl?: string;
  /** A store's stock policy has changed: tell the catalog (`followPolicies`) soon; its sweep finds it anyway. */
  readonly policyChanged?: (storeId: StoreId) => void;
}

export type Stores = ReturnType<typeof createStores>;

/** A seller's accounts on the marketplaces, and the keys programs call the hub with. */
export function createStores({ db, events, policyChanged = () => undefined, publicUrl = 'http://127.0.0.1:4000', ...rest }: StoresOptions) {
  const deps: StoresDeps = { ...rest, policyChanged, publicUrl, stores: createStoreCollection(db), keys: createKeyCollection(db) };
  const bind = <A, R>(operation: (deps: StoresDeps, input: A) => R) => (input: A) => operation(deps, input);

  const subgraph: SubgraphDefinition<StoreLoaders> = {
    name: 'stores',
    typeDefs: loadSubgraphSdl('stores'),
    resolvers: storeResolvers({ ...deps, events }),
    createLoaders: (principal) => createStoreLoaders(principal, deps),
  };

  return {
    subgraph,
    connectStore: bind(connectStore),
    pauseStore: bind(pauseStore),
    resumeStore: bind(resumeStore),
    setStockPolicy: bind(setStockPolicy),
    listStores: bind(listStores),
    findStores: bind(findStores),
    findOwnStores: bind(findOwnStores),
    listAllStores: () => listAllStores(deps),
    openCredentials: (store: Store) => openCredentials(deps, store),
    openWebhookSecret: (store: Store) => openWebhookSecret(deps, store),
    recordWebhook: bind(recordWebhook),
    recordWarnings: bind(recordWarnings),
    storesWithPendingPolicy: () => deps.stores.withPendingPolicy(),
    clearPendingPolicy: ({ storeId, policyVersion }: { readonly storeId: StoreId; readonly policyVersion: number }) => deps.stores.clearPendingPolicy(storeId, policyVersion),
    createKey: bind(createKey),
    revokeKey: bind(revokeKey),
    authenticateKey: bind(authenticateKey),
    /** For the outbox relay. */
    outboxed: deps.stores.collection as unknown as Collection<OutboxedDocument>,
    indexes: [storeIndexes, keyIndexes] as readonly CollectionIndexes[],
  };
}
