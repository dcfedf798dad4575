import type { StoreAccess } from '../../sync/connector/store-access.js';
import { readRefusedRows, type RefusedRow } from '../connector/feed-report.js';
import { keptFeedResult, readFeed } from '../connector/feeds.js';
import { askAmazon, type AmazonStoreOfCaller } from './open-amazon.js';

export interface ShownFeed {
  readonly id: string;
  readonly state: 'PENDING' | 'DONE' | 'DONE_WITH_REFUSALS' | 'FAILED';
  readonly report: string | null;
  readonly refusedRows: readonly RefusedRow[];
}

/** How a feed of the store is doing; null when Amazon does not know it. */
export function readFeedOf(stores: Pick<StoreAccess, 'openOwned'>, { id, ...store }: AmazonStoreOfCaller & { readonly id: string }): Promise<ShownFeed | null> {
  return askAmazon<ShownFeed | null>(
    stores,
    store,
    async (context) => {
      const feed = await readFeed(context, id);
      if (feed === null) return null;
      if (feed.kind === 'PENDING' || feed.resultDocumentId === null) return { id, state: feed.kind, report: null, refusedRows: [] };
      if (feed.kind === 'FAILED') return { id, state: feed.kind, report: await keptFeedResult(context, feed.resultDocumentId, String), refusedRows: [] };
      const { report, refusedRows } = await keptFeedResult(context, feed.resultDocumentId, (text) => ({ report: text, refusedRows: readRefusedRows(text) }));
      return { id, state: refusedRows.length === 0 ? feed.kind : 'DONE_WITH_REFUSALS', report, refusedRows };
    },
    null,
  );
}
