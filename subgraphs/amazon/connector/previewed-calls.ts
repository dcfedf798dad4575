import type { PreviewedContentCall, StoreAccount } from '../../sync/connector/contract.js';
import type { AmazonCredentials } from './credentials.js';
import { feedCalls, JSON_FEED } from './feeds.js';
import { feedDocument, type FeedMessage } from './listings-feed.js';
import { submissionCall } from './submissions.js';

/** The call that hands in one listing by itself. */
export function singleCall(account: StoreAccount<AmazonCredentials>, message: FeedMessage): PreviewedContentCall {
  const { method, path, body, quota } = submissionCall({ store: account }, message);
  const shown = path.replace(encodeURIComponent(account.remoteSellerId), '{sellerId}');
  return { method, path: shown, body: body === undefined ? '' : JSON.stringify(body), items: 1, quotaGroup: quota };
}

/** The three calls of a feed that carries so many listings. */
export function callsOfFeed(account: StoreAccount<AmazonCredentials>, messages: readonly FeedMessage[], items: number): PreviewedContentCall[] {
  const store = { ...account, remoteSellerId: '{sellerId}' };
  return feedCalls({ store }, { ...JSON_FEED, body: feedDocument({ store }, messages) }).map((call) => ({ ...call, items }));
}
