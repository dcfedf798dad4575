import { ConnectorError } from '../../connector/connector-error.js';
import { atWorth } from '../../connector/contract.js';
import type { StoreAccess } from '../../connector/store-access.js';
import type { CatalogForReadBack } from '../../owners.js';
import type { ReadBack, ReadBackReport, SchedulePort } from '../../schedule-port.js';
import type { LaneStore } from '../../store/lane-store.js';
import { idleUntil, PROGRESSED, type LaneStep, type LaneWork } from '../lane-step.js';
import { withEvidence } from '../with-evidence.js';

export interface ReadBackDeps {
  readonly catalog: CatalogForReadBack;
  readonly lanes: Pick<LaneStore, 'nextReadBack' | 'progressReadBack' | 'endReadBack'>;
  readonly access: Pick<StoreAccess, 'open'>;
  readonly announce: () => void;
  readonly finished: SchedulePort['readBackFinished'];
}

/**
 * Reads back what a schedule wants read: one call a run, so that everything else of the lane comes first again, out of what live work leaves
 * of the quota. In the lane, because a value read while another is sent would look like one that somebody else had changed.
 */
export function createReadBack(deps: ReadBackDeps): LaneStep {
  return {
    name: 'read-back',
    async run(work) {
      if ((work.lane.readBacks ?? []).length === 0) return idleUntil(null);
      const wish = await deps.lanes.nextReadBack(work.store._id);
      if (!wish) return idleUntil(null);
      await (wish.until <= work.now() ? finish(deps, work, wish, null) : readSome(deps, work, wish));
      return PROGRESSED;
    },
  };
}

async function readSome(deps: ReadBackDeps, work: LaneWork, wish: ReadBack): Promise<void> {
  const { catalog, lanes, access, announce } = deps;
  const { _id: storeId } = work.store;
  const limit = Math.min(wish.left, work.connector.limits.offersPerRead);
  const keys = await catalog.keysOnSale({ storeId, after: wish.after, limit });
  if (keys.length === 0) return finish(deps, work, { ...wish, after: null }, null);
  try {
    const { connector, context } = await access.open(storeId, { quotaShare: wish.quotaShare });
    const at = work.now();
    const { found: remote, payloadId } = await withEvidence(atWorth(context, 'BULK'), (noting) => connector.offers.read(noting, keys));
    const { drifted } = await catalog.recordDrift({ storeId, remote: remote.map((offer) => ({ ...offer, payloadId })), at, fence: work.fence });
    if (drifted.length > 0) announce();
    const isLast = keys.length < limit;
    const next = { ...wish, after: isLast ? null : (keys.at(-1) ?? null), left: wish.left - keys.length, checked: wish.checked + keys.length, found: wish.found + drifted.length };
    if (isLast || next.left <= 0) await finish(deps, work, next, null);
    else await lanes.progressReadBack(storeId, work.fence, next);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    await finish(deps, work, wish, error);
  }
}

/** Told before it is forgotten: whoever dies in between tells again. */
async function finish({ lanes, finished }: ReadBackDeps, work: LaneWork, wish: ReadBack, error: ConnectorError | null): Promise<void> {
  const { runId, kind, after, checked, found } = wish;
  const trouble: ReadBackReport['trouble'] = error && { errorClass: error.errorClass, message: error.message, retryAfterMs: error.retryAfterMs };
  await finished({ storeId: work.store._id, runId, kind, after, checked, found, trouble });
  await lanes.endReadBack(work.store._id, runId);
}
