import type { StoreId } from '../../../../platform/ids.js';
import { ConnectorError } from '../../connector/connector-error.js';
import type { CatalogForLanes } from '../../owners.js';
import { after, idleUntil, PROGRESSED, type LaneStep, type LaneWork, type StepResult } from '../lane-step.js';
import { readOffers } from '../read-offers.js';

export interface DoubtDeps {
  readonly catalog: Pick<CatalogForLanes, 'doubtedListings' | 'nextDoubtAt' | 'markVerified'>;
  /** Up to when all changes of a store's orders have been recorded; null: not known yet. */
  readonly ordersCoveredUntil: (storeId: StoreId) => Promise<Date | null>;
  /** Has a store's orders read now. */
  readonly pollOrders: (store: { readonly storeId: StoreId; readonly sellerId: LaneWork['store']['sellerId'] }) => Promise<void>;
  readonly announce: () => void;
}

const AT_ONCE = 200;
const AFTER_TROUBLE_MS = 60_000;
/** Orders are asked for; then it is worth looking again. */
const ORDERS_TAKE_MS = 10_000;

/**
 * Looks once more at quantities that somebody may have changed there. Only when every order placed before the first look is recorded can
 * the second tell a change in the marketplace's panel from a sale.
 */
export function createSettleDoubts(deps: DoubtDeps): LaneStep {
  return {
    name: 'settle-doubts',
    async run(work) {
      const { _id: storeId } = work.store;
      const doubted = await deps.catalog.doubtedListings(storeId, work.now(), AT_ONCE);
      if (doubted.length === 0) return idleUntil(await deps.catalog.nextDoubtAt(storeId));
      const covered = await deps.ordersCoveredUntil(storeId);
      const ripe = doubted.filter(({ doubt }) => covered !== null && doubt && doubt.since < covered);
      if (ripe.length === 0) return waitForOrders(deps, work);
      return look(deps, work, ripe.map(({ remoteKey }) => remoteKey));
    },
  };
}

async function waitForOrders({ pollOrders }: DoubtDeps, work: LaneWork): Promise<StepResult> {
  await pollOrders({ storeId: work.store._id, sellerId: work.store.sellerId });
  return idleUntil(after(work.now(), ORDERS_TAKE_MS));
}

async function look({ catalog, announce }: DoubtDeps, work: LaneWork, keys: readonly string[]): Promise<StepResult> {
  const at = work.now();
  try {
    const remote = await readOffers(work, keys);
    if (keys.every((key) => typeof remote.get(key)?.quantity !== 'number')) return idleUntil(after(at, AFTER_TROUBLE_MS));
    await catalog.markVerified({ storeId: work.store._id, remote: [...remote.values()], at, fence: work.fence });
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return idleUntil(after(at, error.retryAfterMs ?? AFTER_TROUBLE_MS));
  }
  announce();
  return PROGRESSED;
}
