import { fieldsOf, type Attempt, type ItemField } from '../../../subgraphs/sync/domain/attempt.js';

/** A call as the ledger keeps it: of one whose answer was lost, `items` are what was not found early. */
export type LedgerCall = Pick<Attempt, '_id' | 'storeId' | 'state' | 'correlationId' | 'items' | 'settledKeys' | 'preparedAt' | 'sentAt' | 'settledAt' | 'lostAt' | 'provesFrom'>;

/** A reading of what a shop shows of some goods, as the archive keeps it. */
export interface Look {
  readonly storeId: string;
  readonly correlationId: string | null;
  /** What was asked and answered, which names the goods: a shop may be read page by page. Null where it is not known what was answered; it may have been any of them. */
  readonly said: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** It is the answer to a change: to the call itself, it tells what became of it as well, though its worker, frozen meanwhile, had been given up. */
  readonly isAnswer: boolean;
}

export interface Said {
  readonly looks: readonly Look[];
  /** Calls for a change that a marketplace answered with success. */
  readonly carriedOut: readonly Omit<Look, 'isAnswer'>[];
}

export interface LookFindings {
  /** Values that were on their way when the answer to their call was lost, and how many of them were sent again. */
  readonly lost: number;
  readonly sentAgain: number;
  /** What became of them without a look, and the calls that it is about. */
  readonly unseen: readonly string[];
  readonly accused: ReadonlySet<string>;
}

/** Processes go by the database's time, which each asks for by itself. */
const CLOCKS_DIFFER_MS = 1_000;

/**
 * A call whose answer was lost is over once somebody has looked at each of its goods; one that was over from `provesFrom` on, with a look that
 * began then or later. What it carried is sent again, in the same revision, by a call prepared after a look of the latter kind.
 * One that its own worker, frozen meanwhile, found not to have left needs no look, if no marketplace has carried it out.
 */
export function judgeLooks(calls: readonly LedgerCall[], { looks, carriedOut }: Said): LookFindings {
  const lost = calls.flatMap((call) => (call.provesFrom === undefined || hadItsAnswer(call) ? [] : [{ ...call, provesFrom: call.provesFrom }]));
  const sentBy = callsByValue(calls.filter(({ sentAt }) => sentAt !== null));
  const unseen: string[] = [];
  const accused = new Set<string>();
  const accuse = (call: LedgerCall, what: string): void => {
    unseen.push(what);
    accused.add(call._id);
  };
  let values = 0;
  let sentAgain = 0;
  for (const call of lost) {
    if (isSaidUnsent(call)) {
      for (const item of carriedOutOf(call, carriedOut, calls)) accuse(call, `${item} of the lost call ${call._id} was taken for unsent, and carried out`);
      continue;
    }
    const seen = looks.filter((look) => look.storeId === call.storeId && look.correlationId === call.correlationId);
    const isSeen = (key: string, from: Date, until: Date): boolean =>
      seen.some((look) => (look.said?.includes(key) ?? true) && (look.isAnswer ? isAnswerTo(call, key, look, calls) : isBefore(from, look.startedAt)) && isBefore(look.endedAt, until));
    for (const item of call.items.filter(({ remoteKey }) => !call.settledKeys.includes(remoteKey))) {
      const isEarly = call.settledAt !== null && call.settledAt < call.provesFrom;
      if (call.settledAt !== null && !isSeen(item.remoteKey, isEarly ? call.preparedAt : call.provesFrom, call.settledAt)) accuse(call, `${item.remoteKey} of the lost call ${call._id} was settled without a look`);
      for (const field of fieldsOf(item)) {
        values += 1;
        const again = (sentBy.get(nameOf(field)) ?? []).filter(({ _id, preparedAt }) => _id !== call._id && preparedAt > call.preparedAt);
        sentAgain += again.length;
        for (const { _id, preparedAt } of again) if (!isSeen(item.remoteKey, call.provesFrom, preparedAt)) accuse(call, `the ${field.field} of ${item.remoteKey} in the lost call ${call._id} was sent again by ${_id} without a look`);
      }
    }
  }
  return { lost: values, sentAgain, unseen, accused };
}

/** A call for the same goods that was sent in between may be the one that was answered. */
function isAnswerTo(call: LedgerCall, key: string, { startedAt }: Pick<Look, 'startedAt'>, calls: readonly LedgerCall[]): boolean {
  const { sentAt } = call;
  if (sentAt === null || !isBefore(sentAt, startedAt)) return false;
  return !calls.some((other) => other._id !== call._id && other.storeId === call.storeId && other.sentAt !== null && other.sentAt > sentAt && isBefore(other.sentAt, startedAt) && other.items.some(({ remoteKey }) => remoteKey === key));
}

/** Its worker had heard what became of it, and was frozen before it could write that down. */
function hadItsAnswer({ settledAt, lostAt }: LedgerCall): boolean {
  return settledAt !== null && lostAt !== undefined && settledAt < lostAt;
}

function isSaidUnsent({ state }: LedgerCall): boolean {
  return state === 'NOT_SENT' || state === 'POSTPONED';
}

function carriedOutOf(call: LedgerCall, carriedOut: Said['carriedOut'], calls: readonly LedgerCall[]): string[] {
  const { storeId, correlationId, items, settledKeys, settledAt } = call;
  const answered = carriedOut.filter((one) => one.storeId === storeId && one.correlationId === correlationId && settledAt !== null && isBefore(one.endedAt, settledAt));
  return items.map(({ remoteKey }) => remoteKey).filter((key) => !settledKeys.includes(key) && answered.some((one) => one.said?.includes(key) && isAnswerTo(call, key, one, calls)));
}

function callsByValue(calls: readonly LedgerCall[]): Map<string, LedgerCall[]> {
  const byValue = new Map<string, LedgerCall[]>();
  for (const call of calls) for (const field of call.items.flatMap(fieldsOf)) byValue.set(nameOf(field), [...(byValue.get(nameOf(field)) ?? []), call]);
  return byValue;
}

function nameOf({ listingId, field, revision }: ItemField): string {
  return `${listingId} ${field} ${revision}`;
}

function isBefore(one: Date, other: Date): boolean {
  return one.getTime() <= other.getTime() + CLOCKS_DIFFER_MS;
}
