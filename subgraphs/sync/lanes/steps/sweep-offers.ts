import { ConnectorError } from '../../connector/connector-error.js';
import type { LaneSweep } from '../../domain/lane.js';
import type { CatalogForLanes } from '../../owners.js';
import { after, idleUntil, type LaneStep, type LaneWork, type StepResult } from '../lane-step.js';
import { withEvidence } from '../with-evidence.js';

export interface SweepDeps {
  readonly catalog: Pick<CatalogForLanes, 'recordDrift'>;
  readonly announce: () => void;
  readonly random: () => number;
  /** Between two sweeps of a store; six hours by default. */
  readonly sweepEveryMs?: number;
}

const SIX_HOURS_MS = 6 * 3_600_000;
/** Between two pages: a sweep is the last thing a quota is spent on. */
const PAGE_PAUSE_MS = 1_000;
const AFTER_TROUBLE_MS = 60_000;

/** Reads all offers of the store, one page a turn, and records where the marketplace has something else than the hub believes. */
export function createSweepOffers(deps: SweepDeps): LaneStep {
  const { sweepEveryMs = SIX_HOURS_MS } = deps;
  return {
    name: 'sweep-offers',
    async run(work) {
      const { sweep } = work.lane;
      if (!sweep.dueAt) return plan(work, sweep, sweepEveryMs * (0.5 + 0.5 * deps.random()));
      if (sweep.dueAt > work.now()) return idleUntil(sweep.dueAt);
      try {
        return await readPage(deps, work, sweep, sweepEveryMs);
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error;
        return plan(work, sweep, error.retryAfterMs ?? AFTER_TROUBLE_MS);
      }
    },
  };
}

async function plan(work: LaneWork, sweep: LaneSweep, delayMs: number): Promise<StepResult> {
  const dueAt = after(work.now(), delayMs);
  await work.note({ sweep: { ...sweep, dueAt } });
  return idleUntil(dueAt);
}

async function readPage({ catalog, announce }: SweepDeps, work: LaneWork, sweep: LaneSweep, sweepEveryMs: number): Promise<StepResult> {
  const at = work.now();
  const { found: { items, next }, payloadId } = await withEvidence(work.context, (noting) => work.connector.offers.list(noting, sweep.cursor));
  const { length: drifted } = (await catalog.recordDrift({ storeId: work.store._id, remote: items.map((offer) => ({ ...offer, payloadId })), at, fence: work.fence })).drifted;
  if (drifted > 0) announce();
  const isFirst = sweep.cursor === null;
  const seen = { offersSeen: (isFirst ? 0 : sweep.offersSeen) + items.length, driftsSeen: (isFirst ? 0 : sweep.driftsSeen) + drifted };
  const dueAt = after(at, next === null ? sweepEveryMs : PAGE_PAUSE_MS);
  await work.note({ sweep: { ...seen, cursor: next, startedAt: isFirst ? at : sweep.startedAt, finishedAt: next === null ? at : sweep.finishedAt, dueAt } });
  if (next === null) await work.finishRuns('VERIFY');
  return { progressed: drifted > 0, nextAt: dueAt };
}
