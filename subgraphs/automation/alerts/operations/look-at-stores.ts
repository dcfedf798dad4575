import { groupBy } from '../../../../platform/group-by.js';
import type { SellerId, StoreId } from '../../../../platform/ids.js';
import type { Store } from '../../../stores/domain/store.js';
import type { StoredRule } from '../domain/alert-rule.js';
import type { Observation } from '../domain/alert.js';
import { decideAlerts } from '../domain/decide-alerts.js';
import { observeStore, STORE_KINDS, type StoreFacts } from '../domain/observe-store.js';
import { applyDecisions } from './apply-decisions.js';
import type { AlertsDeps } from './alerts-deps.js';

/** Whose turn it is to look at everything but the whole stock. */
export const STORES_TURN = 'stores';

/** Of a store's conflicts: nobody has to know it nearer. */
const MOST_COUNTED = 10_000;

/** Looks at every store of every seller. */
export async function lookAtStores(deps: AlertsDeps): Promise<void> {
  const stores = await deps.stores.listAllStores();
  const rules = groupBy(await deps.rules.ofSellers([...new Set(stores.map(({ sellerId }) => sellerId))]), ({ sellerId }) => sellerId);
  for (const [sellerId, own] of groupBy(stores, (store) => store.sellerId)) {
    await judgeStores(deps, sellerId, own, rules.get(sellerId) ?? []);
    await judgeRates(deps, sellerId, rules.get(sellerId) ?? []);
  }
}

/** Looks at some, of which something was heard. */
export async function lookAtSomeStores(deps: AlertsDeps, storeIds: readonly StoreId[]): Promise<void> {
  for (const [sellerId, own] of groupBy(await deps.stores.findStores([...storeIds]), (store) => store.sellerId)) await judgeStores(deps, sellerId, own, await deps.rules.ofSeller(sellerId));
}

async function judgeStores(deps: AlertsDeps, sellerId: SellerId, stores: readonly Store[], rules: readonly StoredRule[]): Promise<void> {
  const ids = stores.map(({ _id }) => _id);
  const open = (await deps.alerts.open(STORE_KINDS, sellerId)).filter(({ storeId }) => storeId !== null && ids.includes(storeId));
  const marks = new Map((await deps.sync.intake.pollMarks(ids)).map((mark) => [mark._id, mark]));
  const now = deps.clock.now();
  const observations: Observation[] = [];
  for (const store of stores) {
    observations.push(...observeStore({ store, mark: marks.get(store._id), ...(await factsOf(deps, store)) }, rules, now));
  }
  await applyDecisions(deps, sellerId, decideAlerts({ observations, open, rules }));
}

async function factsOf({ sync, catalog }: Pick<AlertsDeps, 'sync' | 'catalog'>, store: Store): Promise<Omit<StoreFacts, 'store' | 'mark'>> {
  const [quotas, oldestUnsettled, refused, openConflicts] = await Promise.all([sync.readQuotas(store), catalog.oldestUnsettled(store._id), catalog.refusedListings(store._id), catalog.countOpenConflicts(store._id, MOST_COUNTED)]);
  return { quotas, oldestUnsettled, refused, openConflicts };
}

/** The rates that prices of the seller's listings stand on, or wait for. */
async function judgeRates(deps: AlertsDeps, sellerId: SellerId, rules: readonly StoredRule[]): Promise<void> {
  const open = await deps.alerts.open(['RATE_STALE'], sellerId);
  const observations: Observation[] = [];
  for (const pair of await deps.catalog.conversionPairs(sellerId)) {
    const rate = await deps.rate(pair);
    observations.push({ kind: 'RATE_STALE', storeId: null, subject: `${pair.from}/${pair.to}`, value: rate?.ageSeconds ?? null, dueAt: null, level: rate === null || rate.isStale ? 'HOLDS' : 'CLEAR' });
  }
  await applyDecisions(deps, sellerId, decideAlerts({ observations, open, rules }));
}

/** Compares the endpoints that the hub switched off with the alerts about them. */
export async function lookAtEndpoints(deps: AlertsDeps): Promise<void> {
  const open = groupBy(await deps.alerts.open(['ENDPOINT_OFF']), ({ sellerId }) => sellerId);
  const off = groupBy(await deps.endpointsOff(), ({ sellerId }) => sellerId);
  for (const sellerId of new Set([...open.keys(), ...off.keys()])) {
    const observations = (off.get(sellerId) ?? []).map(({ _id }): Observation => ({ kind: 'ENDPOINT_OFF', storeId: null, subject: _id, value: null, dueAt: null, level: 'HOLDS' }));
    await applyDecisions(deps, sellerId, decideAlerts({ observations, open: open.get(sellerId) ?? [], rules: await deps.rules.ofSeller(sellerId) }));
  }
}
