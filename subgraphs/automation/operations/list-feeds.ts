import type { SellerId } from '../../../platform/ids.js';
import type { Bank, StoredBulletin } from '../domain/bulletin.js';
import type { FeedState } from '../store/feed-store.js';
import { maxAgeMsOf } from '../domain/conversion-settings.js';
import { staleSinceOf } from '../domain/exchange-rate.js';
import type { AutomationDeps } from './automation-deps.js';

export interface FeedReport {
  readonly bank: Bank;
  readonly state: FeedState | null;
  readonly inForce: StoredBulletin | null;
  readonly isStale: boolean;
  readonly staleSince: Date | null;
}

/** How reading each bank goes, and which of its days is in force; stale is what the seller calls so. */
export async function listFeeds({ openFeeds, feeds, bulletins, settings, maxAgeMs: hubsMs, clock }: Pick<AutomationDeps, 'openFeeds' | 'feeds' | 'bulletins' | 'settings' | 'maxAgeMs' | 'clock'>, sellerId: SellerId): Promise<readonly FeedReport[]> {
  const now = clock.now();
  const maxAgeMs = maxAgeMsOf(await settings.of(sellerId), hubsMs);
  return Promise.all(openFeeds.map(async ({ feed: { bank } }) => {
    const [state, inForce] = await Promise.all([feeds.find(bank), bulletins.inForce(bank, now)]);
    const staleSince = inForce ? staleSinceOf(inForce, { now, maxAgeMs }) : (state?.staleSince ?? null);
    return { bank, state, inForce, isStale: !inForce || staleSince !== null, staleSince };
  }));
}
