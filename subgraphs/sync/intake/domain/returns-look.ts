import type { RemoteClaim } from '../../connector/contract.js';

/** What was seen of the returns that wait for the seller's answer. */
export interface WaitingReturns {
  /** At most `MOST_SEEN`. */
  readonly count: number;
  /** The first end of a time to answer, as far as the marketplace tells. */
  readonly nextRespondBy: Date | null;
  readonly seenAt: Date;
}

/** A look that has not come to its last page. */
export interface LookUnderWay {
  readonly cursor: string | null;
  readonly pages: number;
  /** Names of those that wait: a list that moves while it is read tells some twice. */
  readonly seen: readonly string[];
  readonly nextRespondBy: Date | null;
}

/** When a look was begun last; null where it came to its end, or to trouble. */
export interface ReturnsLook {
  readonly at: Date;
  readonly going: LookUnderWay | null;
}

/** Each begins so long after the one before; sooner where news told of a return since then. */
const LOOK_EVERY_MS = 15 * 60_000;
const LEAST_BETWEEN_MS = 60_000;

export const NEW_LOOK: LookUnderWay = { cursor: null, pages: 0, seen: [], nextRespondBy: null };
/** Nobody has to know it nearer. */
export const MOST_SEEN = 1_000;
/** A list that does not end is taken for what it has told so far. */
const MOST_PAGES = 200;

export function seePage({ pages, seen, nextRespondBy }: LookUnderWay, { items, next }: { readonly items: readonly RemoteClaim[]; readonly next: string | null }): LookUnderWay {
  const waiting = items.filter(({ state }) => state === 'AWAITING_SELLER');
  const ends = [nextRespondBy, ...waiting.map(({ respondBy }) => respondBy)].flatMap((at) => (at === null ? [] : [at.getTime()]));
  return {
    cursor: next,
    pages: pages + 1,
    seen: [...new Set([...seen, ...waiting.map(({ kind, remoteClaimId }) => `${kind}:${remoteClaimId}`)])].slice(0, MOST_SEEN),
    nextRespondBy: ends.length === 0 ? null : new Date(Math.min(...ends)),
  };
}

/** From when on a look is due. */
export function nextLookAt(look: ReturnsLook | undefined, askedAt: Date | undefined): Date {
  if (look === undefined || look.going) return new Date(0);
  const isAskedFor = askedAt !== undefined && askedAt > look.at;
  return new Date(look.at.getTime() + (isAskedFor ? LEAST_BETWEEN_MS : LOOK_EVERY_MS));
}

export function isAtEnd({ cursor, pages, seen }: LookUnderWay): boolean {
  return cursor === null || pages >= MOST_PAGES || seen.length >= MOST_SEEN;
}
