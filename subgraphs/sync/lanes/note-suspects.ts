import type { Attempt } from '../domain/attempt.js';
import { cleared, setAside, type Judged, type SuspectGroup } from '../domain/suspects.js';
import type { LaneWork } from './lane-step.js';

/** One of the items of a call makes it fail as a whole. */
export async function noteSuspects(work: LaneWork, attempt: Attempt): Promise<void> {
  await change(work, (groups) => setAside(groups, judged(attempt), work.now()));
}

/** A call went through: none of its items was at fault. */
export async function noteJudged(work: LaneWork, attempt: Attempt): Promise<void> {
  await change(work, (groups) => cleared(groups, judged(attempt)));
}

function judged({ kind, items }: Attempt): Judged {
  return { kind, listingIds: items.map(({ listingId }) => listingId) };
}

async function change(work: LaneWork, decide: (groups: readonly SuspectGroup[]) => readonly SuspectGroup[]): Promise<void> {
  const before = work.lane.suspects ?? [];
  const suspects = decide(before);
  if (suspects !== before) await work.note({ suspects });
}
