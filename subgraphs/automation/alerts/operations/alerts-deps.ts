import type { Clock } from '../../../../platform/clock.js';
import type { Logger } from '../../../../platform/telemetry/logger.js';
import type { Catalog } from '../../../catalog/index.js';
import type { Store } from '../../../stores/domain/store.js';
import type { Stores } from '../../../stores/index.js';
import type { StoreQuota } from '../../../sync/operations/read-quotas.js';
import type { Sync } from '../../../sync/index.js';
import type { WebhookEndpoint } from '../../deliveries/domain/webhook-endpoint.js';
import type { DeliverPort } from '../../deliveries/deliver-port.js';
import type { ExchangeRate } from '../../domain/exchange-rate.js';
import type { SellersPair } from '../../operations/find-exchange-rate.js';
import type { AlertStore } from '../store/alert-store.js';
import type { RuleStore } from '../store/rule-store.js';
import type { TurnStore } from '../store/turn-store.js';

/** A limit and its use. */
export type QuotaLeft = Pick<StoreQuota, 'group' | 'limit' | 'used' | 'windowMs' | 'resetsAt'>;

/** What alerts ask the other subgraphs. */
export interface AlertSources {
  readonly stores: Pick<Stores, 'listAllStores' | 'findStores' | 'findOwnStores'>;
  readonly catalog: Pick<Catalog, 'stockOfSkus' | 'stockPage' | 'oldestUnsettled' | 'refusedListings' | 'countOpenConflicts' | 'conversionPairs'>;
  readonly sync: { readonly readQuotas: (store: Store) => Promise<readonly QuotaLeft[]>; readonly intake: Pick<Sync['intake'], 'pollMarks'> };
}

/** What alerts stand on; each operation takes the part it uses. */
export interface AlertsDeps extends AlertSources {
  readonly alerts: AlertStore;
  readonly rules: RuleStore;
  readonly turns: TurnStore;
  readonly rate: (pair: SellersPair) => Promise<ExchangeRate | null>;
  /** Endpoints that the hub switched off, whoever's they are. */
  readonly endpointsOff: () => Promise<readonly Pick<WebhookEndpoint, '_id' | 'sellerId'>[]>;
  readonly deliver: DeliverPort['deliver'];
  /** The outbox relay's `poke`. */
  readonly announce: () => void;
  /** An alert changed: tell the seller's programs soon. */
  readonly changed: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}
