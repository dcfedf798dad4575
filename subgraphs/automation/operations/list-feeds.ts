import type { Bank, StoredBulletin } from '../domain/bulletin.js';
import type { FeedState } from '../store/feed-store.js';
import type { AutomationDeps } from './automation-deps.js';

export interface FeedReport {
  readonly bank: Bank;
  readonly state: FeedState | null;
  readonly inForce: StoredBulletin | null;
  readonly isStale: boolean;
}

/** How reading each bank goes, and which of its days is in force. */
export async function listFeeds({ openFeeds, feeds, bulletins, maxAgeMs, clock }: Pick<AutomationDeps, 'openFeeds' | 'feeds' | 'bulletins' | 'maxAgeMs' | 'clock'>): Promise<readonly FeedReport[]> {
  const now = clock.now();
  return Promise.all(openFeeds.map(async ({ feed: { bank } }) => {
    const [state, inForce] = await Promise.all([feeds.find(bank), bulletins.inForce(bank, now)]);
    return { bank, state, inForce, isStale: !inForce || now.getTime() - inForce.inForceFrom.getTime() > maxAgeMs };
  }));
}
