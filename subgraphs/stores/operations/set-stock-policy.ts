import type { SellerId, StoreId } from '../../../platform/ids.js';
import { userError } from '../../../platform/subgraph/user-error.js';
import { STORE_CODES } from '../domain/refusals.js';
import { faultOfStockPolicy } from '../domain/stock-policy.js';
import type { StockPolicy } from '../domain/store.js';
import type { StoreOutcome } from './connect-store.js';
import type { StoresDeps } from './stores-deps.js';
import { unknownStore } from './unknown-store.js';

interface SetStockPolicy {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly stockPolicy: StockPolicy;
  readonly dryRun?: boolean;
}

/** Says how much of the available stock a store may show. All its listings follow, at once or by the next sweep. */
export async function setStockPolicy(deps: StoresDeps, { sellerId, storeId, stockPolicy, dryRun = false }: SetStockPolicy): Promise<StoreOutcome> {
  const fault = faultOfStockPolicy(stockPolicy);
  if (fault) return { store: null, userErrors: [userError({ code: STORE_CODES.INVALID_STOCK_POLICY, field: ['input', 'stockPolicy', fault.field], message: fault.message })] };
  const current = await deps.stores.byId(storeId, sellerId);
  if (!current) return { store: null, userErrors: [unknownStore(storeId)] };
  if (dryRun || isSame(current.stockPolicy, stockPolicy)) return { store: current, userErrors: [] };
  const store = await deps.stores.setPolicy(storeId, sellerId, stockPolicy, deps.clock.now());
  deps.announce();
  deps.policyChanged(storeId);
  return { store, userErrors: [] };
}

function isSame(a: StockPolicy, b: StockPolicy): boolean {
  return a.buffer === b.buffer && a.cap === b.cap && a.percentage === b.percentage;
}
