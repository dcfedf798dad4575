import { ConnectorError } from '../../connector/connector-error.js';
import { atWorth } from '../../connector/contract.js';
import { followPage, NO_TRAIL, PageCircleError } from '../../connector/page-trail.js';
import type { Certificate } from '../../domain/certificate.js';
import { NO_SWEEP, type LaneSweep } from '../../domain/lane.js';
import type { CatalogForLanes } from '../../owners.js';
import type { CertificateStore } from '../../store/certificate-store.js';
import { after, idleUntil, type LaneStep, type LaneWork, type StepResult } from '../lane-step.js';
import { withEvidence } from '../with-evidence.js';
import { askForOffers, beginAsking } from './ask-for-offers.js';
import { noteCircle } from './note-circle.js';

export interface SweepDeps {
  readonly catalog: Pick<CatalogForLanes, 'compareListings' | 'keysOnSale'>;
  readonly certificates: Pick<CertificateStore, 'begin' | 'find' | 'addPage' | 'beginAsking' | 'addAnswers' | 'finish'>;
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
/** A sweep that went in a circle is begun anew after this part of the time between two. */
const ANEW_IN = 24;

/**
 * Reads all offers of the store, one page a turn, compares them with what they should be, asks by name for what no page showed, some a turn,
 * and leaves a certificate of what it found. Pages that go in a circle end it without one: the lane tells of it, and it is begun anew later.
 */
export function createSweepOffers(deps: SweepDeps): LaneStep {
  const { sweepEveryMs = SIX_HOURS_MS } = deps;
  return {
    name: 'sweep-offers',
    async run(work) {
      const { sweep } = work.lane;
      if (!sweep.dueAt) return plan(work, sweep, sweepEveryMs * (0.5 + 0.5 * deps.random()));
      if (sweep.dueAt > work.now()) return idleUntil(sweep.dueAt);
      try {
        return await goOn(deps, work, sweep, sweepEveryMs);
      } catch (error) {
        if (error instanceof PageCircleError) {
          await noteCircle(work, 'offers', error);
          return plan(work, { ...NO_SWEEP, finishedAt: sweep.finishedAt }, sweepEveryMs / ANEW_IN);
        }
        if (!(error instanceof ConnectorError)) throw error;
        await work.note({ lastError: { errorClass: error.errorClass, message: error.message, at: work.now() } });
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

async function goOn(deps: SweepDeps, work: LaneWork, sweep: LaneSweep, sweepEveryMs: number): Promise<StepResult> {
  const underWay = sweep.certificateId ? await deps.certificates.find(sweep.certificateId) : null;
  if (underWay?.missing) return askOn(deps, work, { sweep, underWay, sweepEveryMs });
  const { read, next, drifted, certificateId } = await readPage(deps, work, sweep, underWay);
  const missing = next === null ? await beginAsking(deps, work, certificateId) : 0;
  if (next === null && missing === 0) return end(deps, work, { sweep: read, certificateId, drifted, sweepEveryMs });
  const dueAt = after(work.now(), deps.pagePauseMs ?? PAGE_PAUSE_MS);
  await work.note({ sweep: { ...read, cursor: next, certificateId, dueAt } });
  return { progressed: drifted > 0, nextAt: dueAt };
}

interface Page {
  /** The sweep with what this page adds to it. */
  readonly read: LaneSweep;
  readonly next: string | null;
  readonly drifted: number;
  readonly certificateId: string;
}

async function readPage(deps: SweepDeps, work: LaneWork, sweep: LaneSweep, underWay: Certificate | null): Promise<Page> {
  const at = work.now();
  const certificate = (sweep.cursor === null ? null : underWay) ?? (await deps.certificates.begin({ storeId: work.store._id, sellerId: work.store.sellerId, startedAt: at }));
  const { found: { items, nameless = 0, next }, payloadId } = await withEvidence(atWorth(work.context, 'BULK'), (noting) => work.connector.offers.list(noting, sweep.cursor));
  const page = await deps.catalog.compareListings({ storeId: work.store._id, remote: items.map((offer) => ({ ...offer, payloadId })), at, fence: work.fence });
  const unreadableKeys = items.flatMap(({ remoteKey, unreadable }) => (unreadable === undefined ? [] : [remoteKey]));
  const unreadable = unreadableKeys.length + nameless;
  if (unreadable > 0) work.logger.warn({ storeId: work.store._id, unreadable, payloadId }, 'offers of a page could not be read; the others were');
  await deps.certificates.addPage(certificate, { ...page, unreadable, unreadableKeys }, at);
  if (page.bodies > 0) deps.announce();
  const drifted = page.repaired + page.left;
  const before = sweep.cursor === null ? { offersSeen: 0, driftsSeen: 0, startedAt: at } : sweep;
  const trail = followPage(sweep.cursor === null ? NO_TRAIL : (sweep.trail ?? NO_TRAIL), { next, rows: items.map(({ remoteKey }) => remoteKey) });
  return { read: { ...sweep, trail, offersSeen: before.offersSeen + items.length, driftsSeen: before.driftsSeen + drifted, startedAt: before.startedAt }, next, drifted, certificateId: certificate._id };
}

async function askOn(deps: SweepDeps, work: LaneWork, { sweep, underWay, sweepEveryMs }: { readonly sweep: LaneSweep; readonly underWay: Certificate; readonly sweepEveryMs: number }): Promise<StepResult> {
  if (await askForOffers(deps, work, underWay)) return end(deps, work, { sweep, certificateId: underWay._id, drifted: 0, sweepEveryMs });
  return plan(work, sweep, deps.pagePauseMs ?? PAGE_PAUSE_MS);
}

async function end({ certificates }: SweepDeps, work: LaneWork, o: { readonly sweep: LaneSweep; readonly certificateId: string; readonly drifted: number; readonly sweepEveryMs: number }): Promise<StepResult> {
  const finishedAt = work.now();
  await certificates.finish(o.certificateId, finishedAt);
  const dueAt = after(finishedAt, o.sweepEveryMs);
  await work.note({ sweep: { ...o.sweep, cursor: null, certificateId: null, finishedAt, dueAt } });
  await work.finishRuns('VERIFY');
  return { progressed: o.drifted > 0, nextAt: dueAt };
}
