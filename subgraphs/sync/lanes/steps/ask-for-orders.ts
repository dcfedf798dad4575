import type { RemoteOrder } from '../../../orders/domain/order.js';
import { compareOrder } from '../../../orders/domain/order-marks.js';
import { atWorth, ConnectorError } from '../../connector/contract.js';
import { type AskedOrder, type OrderCertificate, type OrderDifference, sightingsOf } from '../../domain/order-certificate.js';
import type { LaneWork } from '../lane-step.js';
import { differencesOf, marksHere, repairOrders } from './repair-orders.js';
import type { OrderSweepDeps } from './sweep-orders.js';

const ASKED_A_TURN = 20;
const CALLS_AT_ONCE = 4;
/** How long a poll is waited for that passes the moment of the comparison. */
const PATIENCE_MS = 15 * 60_000;

/** Asks for some of the orders that still differ or that no page showed, and records what was missed; true once all have been. */
export async function askForOrders(deps: OrderSweepDeps, work: LaneWork, certificate: OrderCertificate): Promise<boolean> {
  const { asked = [], answered = 0 } = certificate;
  const some = asked.slice(answered, answered + ASKED_A_TURN);
  if (some.length === 0) return true;
  if (!(await havePollsPassed(deps, work, certificate))) return false;
  const before = await marksHere(deps, work, some.map(({ remoteOrderId }) => remoteOrderId));
  const open = some.filter(({ remoteOrderId, packages }) => packages === null || compareOrder({ packages }, before.get(remoteOrderId)) !== 'EQUAL');
  const answers = await askAll(work, open);
  await repairOrders(deps, work, answers.flatMap(({ order }) => (order ? [order] : [])));
  const missed = await differencesOf(deps, work, open, before);
  const onlyHere = answers.flatMap(({ asked: { remoteOrderId, packages }, kind }) => before.get(kind === 'UNKNOWN' && packages === null ? remoteOrderId : '') ?? []);
  const differing = new Set([...missed, ...onlyHere].map(({ remoteOrderId }) => remoteOrderId));
  await deps.certificates.addAnswers(certificate, {
    answered: some.length,
    settled: some.map(({ remoteOrderId }) => remoteOrderId).filter((id) => !differing.has(id)),
    differences: [...missed, ...onlyHere.map(({ remoteOrderId }): OrderDifference => ({ remoteOrderId, kind: 'UNKNOWN_THERE', isRepaired: false }))],
    sightings: onlyHere.flatMap((mark) => sightingsOf(null, mark)),
    unconfirmed: answers.filter(({ kind, asked: { packages } }) => kind === 'UNREADABLE' && packages === null).length,
    at: work.now(),
  });
  return answered + some.length >= asked.length;
}

async function havePollsPassed({ ordersCoveredUntil }: OrderSweepDeps, work: LaneWork, { askedAt }: OrderCertificate): Promise<boolean> {
  const since = askedAt?.getTime() ?? 0;
  if (work.now().getTime() >= since + PATIENCE_MS) return true;
  const coveredUntil = await ordersCoveredUntil(work.store._id);
  return coveredUntil !== null && coveredUntil.getTime() >= since;
}

interface Answer {
  readonly asked: AskedOrder;
  readonly kind: 'TOLD' | 'UNKNOWN' | 'UNREADABLE';
  readonly order?: RemoteOrder;
}

async function askAll(work: LaneWork, open: readonly AskedOrder[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const atOnce = work.callsAtOnce(CALLS_AT_ONCE);
  for (let from = 0; from < open.length; from += atOnce) answers.push(...(await Promise.all(open.slice(from, from + atOnce).map((one) => ask(work, one)))));
  return answers;
}

async function ask({ connector, context }: LaneWork, asked: AskedOrder): Promise<Answer> {
  try {
    const order = await connector.orders.byNumber(atWorth(context, 'BULK'), asked.remoteOrderId);
    return order === null ? { asked, kind: 'UNKNOWN' } : { asked, kind: 'TOLD', order };
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.errorClass !== 'VALIDATION') throw error;
    return { asked, kind: 'UNREADABLE' };
  }
}
