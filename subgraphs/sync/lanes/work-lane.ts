import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../platform/clock.js';
import type { CallPaces } from '../../../platform/http/call-paces.js';
import type { StoreId } from '../../../platform/ids.js';
import type { WakeQueue } from '../../../platform/queue/wake-queue.js';
import { withCorrelation } from '../../../platform/telemetry/correlation.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import { whileHolding } from '../connector/contract.js';
import { StoreAccessError, type StoreAccess, type OpenStore } from '../connector/store-access.js';
import type { Lane } from '../domain/lane.js';
import type { StoresForLanes } from '../owners.js';
import type { LaneStore } from '../store/lane-store.js';
import { after, earliest, type LaneStep, type LaneWork } from './lane-step.js';
import { keepLease, type Lease } from './lease.js';

/** A turn longer than this gives other stores of the worker their chance. */
const LONGEST_TURN_MS = 30_000;
/** How long a step that threw is left alone. */
const AFTER_BUG_MS = 5_000;
/** The earliest a lane wakes again by itself: what is due now but cannot be done yet must not spin. */
const SHORTEST_SLEEP_MS = 20;

/** While none of these wants to be looked at again, everything sent has settled. */
const RESTING_STEPS = ['poll-receipts', 'look-up', 'push-due'];

export interface LaneDeps {
  readonly access: StoreAccess;
  readonly stores: StoresForLanes;
  readonly lanes: LaneStore;
  readonly paces: Pick<CallPaces, 'atOnce'>;
  readonly queue: Pick<WakeQueue, 'wake'>;
  /** Tried in this order, from the first again after each that progressed. */
  readonly steps: readonly LaneStep[];
  /** Nothing of the lane is waiting or on its way any more. */
  readonly cameToRest: () => void;
  readonly finishRun: (storeId: StoreId, run: Lane['runs'][number]) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Unique per worker; begins with the number of its process, for whoever reads the ledger. */
  readonly owner: string;
  /** How long a silent worker keeps a lane; 8,000 by default. */
  readonly leaseMs?: number;
}

/**
 * One turn on one store's lane: takes the lease, does all that can be done now, and goes to sleep until the next thing
 * is due. Wakes carry nothing, so a lost, doubled or early one changes nothing.
 */
export async function workLane(deps: LaneDeps, storeId: StoreId, stopping: AbortSignal): Promise<void> {
  const open = await openActive(deps, storeId);
  if (!open) return;
  const { clock, lanes, leaseMs = 8_000 } = deps;
  const now = clock.now();
  const lane = await lanes.acquire({ storeId, sellerId: open.store.sellerId, owner: deps.owner, now, leaseMs });
  if (!lane) return wakeWhenFree(deps, storeId);
  const lease = keepLease({ lanes, storeId, fence: lane.fence, until: lane.leaseUntil, leaseMs, clock });
  let nextAt: Date | null = null;
  try {
    nextAt = await runSteps(deps, open, lane, { lease, stopping });
  } finally {
    await lease.release();
  }
  if (nextAt) await wakeAt(deps, storeId, nextAt);
}

async function openActive(deps: LaneDeps, storeId: StoreId): Promise<OpenStore | null> {
  try {
    const open = await deps.access.open(storeId);
    return open.store.state.kind === 'ACTIVE' ? open : null;
  } catch (error) {
    if (!(error instanceof StoreAccessError)) throw error;
    if (error.code === 'CREDENTIALS_UNREADABLE') await deps.stores.pauseStore({ sellerId: null, storeId, code: error.code, message: error.message });
    else deps.logger.warn({ storeId, code: error.code }, 'a lane was woken that cannot be worked');
    return null;
  }
}

async function wakeWhenFree({ lanes, queue, clock }: LaneDeps, storeId: StoreId): Promise<void> {
  const held = await lanes.find(storeId);
  const delayMs = Math.max(SHORTEST_SLEEP_MS, (held?.leaseUntil.getTime() ?? 0) - clock.now().getTime());
  await queue.wake(storeId, { delayMs });
}

async function wakeAt({ queue, clock }: LaneDeps, storeId: StoreId, at: Date): Promise<void> {
  await queue.wake(storeId, { delayMs: Math.max(SHORTEST_SLEEP_MS, at.getTime() - clock.now().getTime()) });
}

/** Answers when the lane wants to be woken next. */
async function runSteps(deps: LaneDeps, open: OpenStore, lane: Lane, held: { lease: Lease; stopping: AbortSignal }): Promise<Date | null> {
  const { clock, steps } = deps;
  const turn = createTurn(deps, open, lane, held);
  const endsAt = after(clock.now(), LONGEST_TURN_MS);
  const nextAts = new Map<string, Date | null>();
  const broken = new Set<string>();
  for (let index = 0; index < steps.length; ) {
    if (turn.work.signal.aborted || turn.isOver() || clock.now() >= endsAt) return turn.isPaused() ? null : clock.now();
    const step = steps[index];
    if (!step || broken.has(step.name)) {
      index += 1;
      continue;
    }
    const { progressed, nextAt } = await runStep(step, turn.work, broken);
    nextAts.set(step.name, nextAt);
    index = progressed ? 0 : index + 1;
  }
  await turn.work.note({ workedAt: clock.now() });
  if (RESTING_STEPS.every((name) => nextAts.get(name) === null)) deps.cameToRest();
  return earliest([...nextAts.values()]);
}

async function runStep(step: LaneStep, work: LaneWork, broken: Set<string>): Promise<{ progressed: boolean; nextAt: Date | null }> {
  try {
    return await withCorrelation(randomUUID(), () => step.run(work));
  } catch (error) {
    broken.add(step.name);
    work.logger.error({ err: error, step: step.name, storeId: work.store._id }, 'a lane step failed in a way nobody foresaw');
    return { progressed: false, nextAt: after(work.now(), AFTER_BUG_MS) };
  }
}

interface Turn {
  readonly work: LaneWork;
  /** What it was begun with is no longer so. */
  isOver(): boolean;
  /** The store was paused: nothing more to do until it is resumed. */
  isPaused(): boolean;
}

function createTurn(deps: LaneDeps, open: OpenStore, taken: Lane, { lease, stopping }: { lease: Lease; stopping: AbortSignal }): Turn {
  const storeId = open.store._id;
  let lane = taken;
  let isOver = false;
  let isPaused = false;
  const work: LaneWork = {
    ...open,
    context: whileHolding(open.context, () => lease.holds()),
    get lane() {
      return lane;
    },
    fence: taken.fence,
    signal: AbortSignal.any([stopping, lease.signal]),
    logger: deps.logger,
    now: () => deps.clock.now(),
    holdsLease: () => lease.holds(),
    callsAtOnce: (most) => deps.paces.atOnce(storeId, most),
    async note(notes) {
      lane = { ...lane, ...notes };
      await deps.lanes.note(storeId, taken.fence, notes);
    },
    async pauseStore(code, message) {
      isOver = true;
      const { store } = await deps.stores.pauseStore({ sellerId: null, storeId, code, message, credentialsSealed: open.store.credentialsSealed });
      isPaused = store?.state.kind === 'PAUSED';
    },
    async isPaused() {
      const [store] = await deps.stores.findStores([storeId]);
      isPaused = store?.state.kind !== 'ACTIVE';
      isOver ||= isPaused;
      return isPaused;
    },
    async finishRuns(kind) {
      const done = lane.runs.filter((run) => run.kind === kind);
      if (done.length === 0) return;
      for (const run of done) await deps.finishRun(storeId, run);
      lane = { ...lane, runs: lane.runs.filter((run) => run.kind !== kind) };
    },
  };
  return { work, isOver: () => isOver, isPaused: () => isPaused };
}
