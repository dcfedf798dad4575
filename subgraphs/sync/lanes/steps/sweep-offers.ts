import { ConnectorError } from '../../connector/connector-error.js';
import { atWorth } from '../../connector/contract.js';
import { bucketOf, bucketsOf, type Certificate, MOST_KEYS_TOLD } from '../../domain/certificate.js';
import type { LaneSweep } from '../../domain/lane.js';
import type { CatalogForLanes } from '../../owners.js';
import type { CertificateStore } from '../../store/certificate-store.js';
import { after, idleUntil, type LaneStep, type LaneWork, type StepResult } from '../lane-step.js';
import { readOffers } from '../read-offers.js';
import { withEvidence } from '../with-evidence.js';

export interface SweepDeps {
  readonly catalog: Pick<CatalogForLanes, 'compareListings' | 'keysOnSale'>;
  readonly certificates: Pick<CertificateStore, 'begin' | 'find' | 'addPage' | 'finish'>;
  readonly announce: () => void;
  readonly random: () => number;
  /** Between two sweeps of a store; six hours by default. */
  readonly sweepEveryMs?: number;
  /** Between two pages, 1,000 by default: a sweep is the last thing a quota is spent on. */
  readonly pagePauseMs?: number;
}

const SIX_HOURS_MS = 6 * 3_600_000;
const PAGE_PAUSE_MS = 1_000;
const AFTER_TROUBLE_MS = 60_000;
const KEYS_AT_ONCE = 5_000;
/** Listings asked for one by one because the pages did not show them. */
const MOST_ASKED_FOR = 2_000;

/** Reads all offers of the store, one page a turn, compares them with what they should be, and leaves a certificate of what it found. */
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

async function readPage(deps: SweepDeps, work: LaneWork, sweep: LaneSweep, sweepEveryMs: number): Promise<StepResult> {
  const at = work.now();
  const certificate = await certificateOf(deps, work, sweep, at);
  const { found: { items, next }, payloadId } = await withEvidence(atWorth(work.context, 'BULK'), (noting) => work.connector.offers.list(noting, sweep.cursor));
  const page = await deps.catalog.compareListings({ storeId: work.store._id, remote: items.map((offer) => ({ ...offer, payloadId })), at, fence: work.fence });
  await deps.certificates.addPage(certificate, page, at);
  if (next === null) await finish(deps, work, certificate._id);
  const drifted = page.repaired + page.left;
  if (page.bodies > 0) deps.announce();
  const isFirst = sweep.cursor === null;
  const seen = { offersSeen: (isFirst ? 0 : sweep.offersSeen) + items.length, driftsSeen: (isFirst ? 0 : sweep.driftsSeen) + drifted };
  const dueAt = after(at, next === null ? sweepEveryMs : (deps.pagePauseMs ?? PAGE_PAUSE_MS));
  await work.note({ sweep: { ...seen, cursor: next, certificateId: next === null ? null : certificate._id, startedAt: isFirst ? at : sweep.startedAt, finishedAt: next === null ? at : sweep.finishedAt, dueAt } });
  if (next === null) await work.finishRuns('VERIFY');
  return { progressed: drifted > 0, nextAt: dueAt };
}

async function certificateOf({ certificates }: SweepDeps, work: LaneWork, { cursor, certificateId }: LaneSweep, startedAt: Date): Promise<Certificate> {
  const underWay = cursor !== null && certificateId ? await certificates.find(certificateId) : null;
  return underWay ?? (await certificates.begin({ storeId: work.store._id, sellerId: work.store.sellerId, startedAt }));
}

/** What should be on sale and stood in no page is asked for by name: pages shift while they are read. */
async function finish({ catalog, certificates }: SweepDeps, work: LaneWork, id: string): Promise<void> {
  const shown = new Map(Object.entries((await certificates.find(id))?.buckets ?? {}));
  const keys = await allKeysOnSale(catalog, work);
  const differing = new Set([...bucketsOf(keys)].filter(([bucket, { keys: count, sum }]) => shown.get(bucket)?.keys !== count || shown.get(bucket)?.sum !== sum).map(([bucket]) => bucket));
  const missing = keys.filter((key) => differing.has(bucketOf(key).bucket));
  const { absent, unconfirmed } = await askFor(work, missing);
  await certificates.finish(id, { finishedAt: work.now(), onSale: keys.length, unknownThere: absent.length, unknownThereKeys: absent.slice(0, MOST_KEYS_TOLD), unconfirmed });
}

async function allKeysOnSale(catalog: SweepDeps['catalog'], { store }: LaneWork): Promise<string[]> {
  const keys: string[] = [];
  for (let after: string | null = null; ; after = keys.at(-1) ?? null) {
    const some: readonly string[] = await catalog.keysOnSale({ storeId: store._id, after, limit: KEYS_AT_ONCE });
    keys.push(...some);
    if (some.length < KEYS_AT_ONCE) return keys;
  }
}

async function askFor(work: LaneWork, keys: readonly string[]): Promise<{ readonly absent: readonly string[]; readonly unconfirmed: number }> {
  const asked = keys.slice(0, MOST_ASKED_FOR);
  try {
    const found = await readOffers({ ...work, context: atWorth(work.context, 'BULK') }, asked);
    return { absent: asked.filter((key) => !found.has(key)), unconfirmed: keys.length - asked.length };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { absent: [], unconfirmed: keys.length };
  }
}
