import type { StoreAccess } from '../../sync/connector/store-access.js';
import { readFeed, readFeedResult } from '../connector/feeds.js';
import { askAmazon, type AmazonStoreOfCaller } from './open-amazon.js';

export interface ShownFeed {
  readonly id: string;
  readonly state: 'PENDING' | 'DONE' | 'FAILED';
  readonly report: string | null;
}

/** How a feed of the store is doing; null when Amazon does not know it. */
export function readFeedOf(stores: Pick<StoreAccess, 'openOwned'>, { id, ...store }: AmazonStoreOfCaller & { readonly id: string }): Promise<ShownFeed | null> {
  return askAmazon<ShownFeed | null>(
    stores,
    store,
    async (context) => {
      const feed = await readFeed(context, id);
      if (feed === null) return null;
      if (feed.kind === 'PENDING' || feed.resultDocumentId === null) return { id, state: feed.kind, report: null };
      return { id, state: feed.kind, report: await readFeedResult(context, feed.resultDocumentId) };
    },
    null,
  );
}
