import { groupBy } from '../../../../platform/group-by.js';
import type { StoreId } from '../../../../platform/ids.js';
import type { RemoteOrder } from '../../../orders/domain/order.js';
import { compareOrder, markOf, type OrderMark } from '../../../orders/domain/order-marks.js';
import type { Orders } from '../../../orders/index.js';
import { atWorth, ConnectorError } from '../../connector/contract.js';
import { followPage, NO_TRAIL, PageCircleError } from '../../connector/page-trail.js';
import type { LaneOrderSweep } from '../../domain/lane.js';
import { NO_ORDER_SWEEP } from '../../domain/lane.js';
import { type AskedOrder, type OrderCertificate, sightingsOf, tallySightings } from '../../domain/order-certificate.js';
import type { Intake } from '../../intake/index.js';
import type { OrderCertificateStore } from '../../store/order-certificate-store.js';
import { after, idleUntil, type LaneStep, type LaneWork, type StepResult } from '../lane-step.js';
import { askForOrders } from './ask-for-orders.js';
import { noteCircle } from './note-circle.js';
import { differencesOf, repairOrders } from './repair-orders.js';

export interface OrderSweepDeps {
  readonly orders: Pick<Orders, 'findOrderMarks' | 'listOrderIds'>;
  readonly intake: Pick<Intake, 'recordFound' | 'keepUnreadable' | 'askPoll'>;
  /** Up to when polls have read the store's orders; null before the first. */
  readonly ordersCoveredUntil: (storeId: StoreId) => Promise<Date | null>;
  readonly certificates: OrderCertificateStore;
  readonly random: () => number;
  /** Between two sweeps of a store; six hours by default. */
  readonly sweepEveryMs?: number;
  /** Between two pages; by default half as often as the marketplace is polled at its fastest, for both spend the same quota. */
  readonly pagePauseMs?: number;
}

const DAY_MS = 86_400_000;
/** How far back orders are compared. */
const WINDOW_MS = 7 * DAY_MS;
const SIX_HOURS_MS = 6 * 3_600_000;
const AFTER_TROUBLE_MS = 60_000;
const LEAST_PAUSE_MS = 1_000;
const IDS_AT_ONCE = 5_000;
/** Orders asked for by number in a sweep, of each kind: those that differed, and those that no page showed. */
const MOST_ASKED_FOR = 1_000;
/** Placed this close to the ends of the window, an order may be on either side of it by the marketplace's clock. */
const EDGE_MS = 600_000;

/**
 * Compares the orders that a marketplace lists with those recorded, a page or some orders a turn. What differs is looked at again once the
 * polls have passed that moment, since it may have been news on its way; what differs still was missed, and is recorded.
 * Pages that go in a circle end it without a certificate: the lane tells of it, and it is begun anew later.
 */
export function createSweepOrders(deps: OrderSweepDeps): LaneStep {
  const { sweepEveryMs = SIX_HOURS_MS } = deps;
  return {
    name: 'sweep-orders',
    async run(work) {
      const { orderSweep: sweep = NO_ORDER_SWEEP } = work.lane;
      if (!sweep.dueAt) return plan(work, sweep, sweepEveryMs * (0.5 + 0.5 * deps.random()));
      if (sweep.dueAt > work.now() && !isAskedFor(work, sweep)) return idleUntil(sweep.dueAt);
      try {
        return await goOn(deps, work, sweep, sweepEveryMs);
      } catch (error) {
        if (error instanceof PageCircleError) {
          await noteCircle(work, 'orders', error);
          return plan(work, NO_ORDER_SWEEP, AFTER_TROUBLE_MS);
        }
        if (!(error instanceof ConnectorError)) throw error;
        // A cursor that is no longer taken: the window is read again from its start.
        return plan(work, error.errorClass === 'VALIDATION' ? NO_ORDER_SWEEP : sweep, error.retryAfterMs ?? AFTER_TROUBLE_MS);
      }
    },
  };
}

/** Asked for in the very turn that planned the next one, whose plan took the place of the wish. */
function isAskedFor(work: LaneWork, { certificateId, dueAt }: LaneOrderSweep): boolean {
  const isPlanned = certificateId === null && dueAt !== null && dueAt > after(work.now(), AFTER_TROUBLE_MS);
  return isPlanned && work.lane.runs.some(({ kind }) => kind === 'VERIFY_ORDERS');
}

async function plan(work: LaneWork, sweep: LaneOrderSweep, delayMs: number): Promise<StepResult> {
  const dueAt = after(work.now(), delayMs);
  await work.note({ orderSweep: { ...sweep, dueAt } });
  return idleUntil(dueAt);
}

async function goOn(deps: OrderSweepDeps, work: LaneWork, sweep: LaneOrderSweep, sweepEveryMs: number): Promise<StepResult> {
  const known = sweep.certificateId === null ? null : await deps.certificates.find(sweep.certificateId);
  if (known?.askedAt) {
    const isDone = await askForOrders(deps, work, known);
    if (!isDone) return plan(work, sweep, deps.pagePauseMs ?? LEAST_PAUSE_MS);
    await finish(deps, work, known._id);
    return plan(work, NO_ORDER_SWEEP, sweepEveryMs);
  }
  const startedAt = work.now();
  const certificate = known ?? (await deps.certificates.begin({ storeId: work.store._id, sellerId: work.store.sellerId, since: new Date(startedAt.getTime() - WINDOW_MS), startedAt }));
  const { next, rows } = await readPage(deps, work, certificate, known === null ? null : sweep.cursor);
  const trail = followPage(known === null ? NO_TRAIL : (sweep.trail ?? NO_TRAIL), { next, rows });
  if (next === null) await beginAsking(deps, work, certificate._id);
  return plan(work, { ...sweep, certificateId: certificate._id, cursor: next, trail }, next === null ? 0 : pauseOf(deps, work));
}

function pauseOf({ pagePauseMs }: OrderSweepDeps, { connector }: LaneWork): number {
  return pagePauseMs ?? Math.max(LEAST_PAUSE_MS, connector.limits.orderPollMs.withoutWebhooks / 2);
}

async function readPage(deps: OrderSweepDeps, work: LaneWork, certificate: OrderCertificate, cursor: string | null): Promise<{ readonly next: string | null; readonly rows: readonly string[] }> {
  const { orders, intake, certificates } = deps;
  const { store } = work;
  const { items, unreadable = [], next } = await work.connector.orders.changedSince(atWorth(work.context, 'BULK'), certificate.since, cursor);
  if (unreadable.length > 0) await intake.keepUnreadable({ store, rows: unreadable, since: certificate.since });
  const there = marksOf(items);
  const here = await orders.findOrderMarks({ storeId: store._id, remoteOrderIds: [...there.keys()] });
  const doubts = [...there.values()].filter((mark) => compareOrder(mark, here.get(mark.remoteOrderId)) !== 'EQUAL').map(({ remoteOrderId, packages }): AskedOrder => ({ remoteOrderId, packages }));
  const room = Math.max(0, MOST_ASKED_FOR - (certificate.asked?.length ?? 0));
  // So many were missed that asking for each would cost more than being wrong about a few.
  const atOnce = doubts.slice(room);
  const ids = new Set(atOnce.map(({ remoteOrderId }) => remoteOrderId));
  await repairOrders(deps, work, items.filter(({ remoteOrderId }) => ids.has(remoteOrderId)));
  const differences = await differencesOf(deps, work, atOnce, here);
  const sightings = [...there.values()].flatMap((mark) => sightingsOf(mark, here.get(mark.remoteOrderId)));
  await certificates.addPage(certificate, { sightings, doubts: doubts.slice(0, room), differences, unreadable: unreadable.length, at: work.now() });
  return { next, rows: items.map(rowOf) };
}

function rowOf({ remoteOrderId, packages }: RemoteOrder): string {
  return JSON.stringify([remoteOrderId, packages.map(({ remotePackageId, remoteRevision }) => [remotePackageId, remoteRevision])]);
}

/** Packages of one order may come row by row. */
function marksOf(items: readonly RemoteOrder[]): ReadonlyMap<string, OrderMark> {
  const marks = [...groupBy(items.map(markOf), ({ remoteOrderId }) => remoteOrderId)].flatMap(([, [first, ...others]]) => (first ? [{ ...first, packages: [first, ...others].flatMap(({ packages }) => packages) }] : []));
  return new Map(marks.map((mark) => [mark.remoteOrderId, mark]));
}

/** What the hub has of the window and no page showed is asked for too: pages shift while they are read. */
async function beginAsking({ orders, certificates, intake }: OrderSweepDeps, work: LaneWork, id: string): Promise<void> {
  const certificate = await certificates.find(id);
  if (!certificate) return;
  const { _id: storeId, sellerId } = work.store;
  const shown = new Set((await certificates.sightings(id)).map(({ orderId }) => orderId));
  const span = { sellerId, storeId, from: new Date(certificate.since.getTime() + EDGE_MS), to: new Date(certificate.startedAt.getTime() - EDGE_MS) };
  const recorded: string[] = [];
  for (let some: readonly string[] = []; ; ) {
    some = await orders.listOrderIds({ ...span, after: recorded.at(-1) ?? null, limit: IDS_AT_ONCE });
    recorded.push(...some);
    if (some.length < IDS_AT_ONCE) break;
  }
  const unseen = recorded.filter((remoteOrderId) => !shown.has(remoteOrderId));
  const more = unseen.slice(0, MOST_ASKED_FOR).map((remoteOrderId): AskedOrder => ({ remoteOrderId, packages: null }));
  await certificates.beginAsking(certificate, { more, unconfirmed: unseen.length - more.length, recorded: recorded.length, recordedListed: recorded.length - unseen.length, at: work.now() });
  if ((certificate.asked?.length ?? 0) + more.length > 0) await intake.askPoll({ storeId, sellerId });
}

async function finish({ certificates }: OrderSweepDeps, work: LaneWork, id: string): Promise<void> {
  const certificate = await certificates.find(id);
  if (!certificate) return;
  await certificates.finish(certificate, { ...tallySightings(await certificates.sightings(id), new Set(certificate.settled)), finishedAt: work.now() });
  await work.finishRuns('VERIFY_ORDERS');
}
