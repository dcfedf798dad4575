import type { ForeseenTrouble } from '../../sync/connector/contract.js';
import type { AmazonContext } from './credentials.js';

const DAY_MS = 86_400_000;
/** Time enough to make a new secret, or to ask the seller for consent again. */
const WARN_AHEAD_MS = 30 * DAY_MS;

/** Until when something that lets the hub in is good. Amazon cannot be asked: it counts from the day given with the credentials. */
export interface Deadline {
  /** All null while that day is not given. */
  readonly endsAt: Date | null;
  /** Whole days left, 0 on the last and after it. */
  readonly daysLeft: number | null;
  /** What to do before it ends, or after; null while there is time. */
  readonly warning: string | null;
}

export interface Deadlines {
  readonly clientSecret: Deadline;
  readonly authorisation: Deadline;
}

export function deadlinesOf({ store, now }: Pick<AmazonContext, 'store' | 'now'>): Deadlines {
  const { clientSecretMadeOn, authorisedOn } = store.credentials;
  return {
    clientSecret: deadline(clientSecretMadeOn, 180, now(), { what: 'The client secret', remedy: 'make a new one in the developer console' }),
    authorisation: deadline(authorisedOn, 365, now(), { what: "The seller's authorisation", remedy: 'have the seller authorise the application again' }),
  };
}

/** What ends within thirty days, or has ended: the seller has to act on it, or the store stops. */
export async function foreseeEnds(context: Pick<AmazonContext, 'store' | 'now'>): Promise<ForeseenTrouble[]> {
  const { clientSecret, authorisation } = deadlinesOf(context);
  return [
    ...(clientSecret.warning === null ? [] : [{ code: 'KEY_ENDS_SOON' as const, message: clientSecret.warning, dueAt: clientSecret.endsAt }]),
    ...(authorisation.warning === null ? [] : [{ code: 'AUTHORISATION_ENDS_SOON' as const, message: authorisation.warning, dueAt: authorisation.endsAt }]),
  ];
}

function deadline(since: Date | undefined, days: number, now: Date, { what, remedy }: { what: string; remedy: string }): Deadline {
  if (since === undefined) return { endsAt: null, daysLeft: null, warning: null };
  const endsAt = new Date(since.getTime() + days * DAY_MS);
  const leftMs = endsAt.getTime() - now.getTime();
  const ends = leftMs > 0 ? 'ends' : 'ended';
  const warning = leftMs < WARN_AHEAD_MS ? `${what} ${ends} on ${endsAt.toISOString().slice(0, 10)}: ${remedy} and connect the store again with what you get and its day.` : null;
  return { endsAt, daysLeft: Math.max(0, Math.floor(leftMs / DAY_MS)), warning };
}
