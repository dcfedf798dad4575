import type { StoreId } from '../../../../platform/ids.js';
import { ConnectorError } from '../../connector/connector-error.js';
import type { CatalogForLanes } from '../../owners.js';
import { after, idleUntil, type LaneStep, type LaneWork } from '../lane-step.js';
import { readOffers } from '../read-offers.js';

export interface DoubtDeps {
  readonly catalog: Pick<CatalogForLanes, 'doubtedListings' | 'postponeDoubts' | 'nextDoubtAt' | 'markVerified'>;
  /** Up to when all changes of a store's orders have been recorded; null: not known yet. */
  readonly ordersCoveredUntil: (storeId: StoreId) => Promise<Date | null>;
  /** Has a store's orders read soon, unless its marketplace has trouble. */
  readonly pollOrders: (store: { readonly storeId: StoreId; readonly sellerId: LaneWork['store']['sellerId'] }) => Promise<void>;
  readonly announce: () => void;
}

const AT_ONCE = 200;
/** What stays in doubt after a look, because the marketplace does not show it or could not be asked, waits so long. */
const LOOK_AGAIN_MS = 60_000;
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
      const { _id: storeId, sellerId } = work.store;
      const now = work.now();
      const doubted = await deps.catalog.doubtedListings(storeId, now, AT_ONCE);
      if (doubted.length === 0) return idleUntil(await deps.catalog.nextDoubtAt(storeId));
      const covered = await deps.ordersCoveredUntil(storeId);
      const ripe = doubted.filter(({ doubt }) => covered !== null && doubt && doubt.since < covered);
      const isSettled = ripe.length > 0 && (await look(deps, work, ripe.map(({ remoteKey }) => remoteKey)));
      if (ripe.length < doubted.length) await deps.pollOrders({ storeId, sellerId });
      await deps.catalog.postponeDoubts(ripe.map(({ _id }) => _id), { now, lookAt: after(now, LOOK_AGAIN_MS) });
      await deps.catalog.postponeDoubts(doubted.map(({ _id }) => _id), { now, lookAt: after(now, ORDERS_TAKE_MS) });
      return { progressed: isSettled, nextAt: await deps.catalog.nextDoubtAt(storeId) };
    },
  };
}

/** Whether something became due by it. */
async function look({ catalog, announce }: DoubtDeps, work: LaneWork, keys: readonly string[]): Promise<boolean> {
  const at = work.now();
  try {
    const remote = await readOffers(work, keys);
    const { drifted } = await catalog.markVerified({ storeId: work.store._id, remote: [...remote.values()], at, fence: work.fence });
    announce();
    return drifted.some(({ dueAt }) => dueAt !== null && dueAt <= work.now());
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return false;
  }
}
