import type { StoreAccess } from '../../sync/connector/store-access.js';

export interface TrendyolDeps {
  readonly stores: Pick<StoreAccess, 'openOwned'>;
}
