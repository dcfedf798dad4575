import type { SellerId, StoreId } from '../../../platform/ids.js';
import { LARGEST_PAGE, type Page } from '../../../platform/mongo/keyset-page.js';
import type { Store } from '../../stores/domain/store.js';
import { assembleReport, type ReportMaterial } from '../domain/assemble-report.js';
import type { ReportContent } from '../domain/report.js';
import type { ReportSources } from './report-deps.js';

interface Within {
  readonly sellerId: SellerId;
  readonly from: Date;
  readonly to: Date;
}

/** Asks the owners what a seller's work came to in a time, store after store, and makes a report of it. Writes nothing. */
export async function compileReport(sources: ReportSources, { sellerId, from, to }: Within): Promise<ReportContent> {
  const { sync, orders } = sources;
  const [operations, oversells] = await Promise.all([sync.tallyOperations({ sellerId, from, to }), orders.countOversells({ sellerId, from, to })]);
  const stores: ReportMaterial['stores'][number][] = [];
  for (const storeId of await storesOf(sources, sellerId)) {
    const [figures, consistency] = await Promise.all([sync.figuresOf({ storeId, from, to }), sync.consistencyWithin({ storeId, from, to })]);
    stores.push({ storeId, figures, consistency });
  }
  return assembleReport({ operations, oversells, stores, periodMs: to.getTime() - from.getTime() });
}

async function storesOf({ stores }: ReportSources, sellerId: SellerId): Promise<readonly StoreId[]> {
  const found: StoreId[] = [];
  for (let after: string | null = null, isMore = true; isMore; ) {
    const { items, hasNextPage, endCursor }: Page<Store> = await stores.listStores({ sellerId, page: { first: LARGEST_PAGE, after } });
    found.push(...items.map(({ node }) => node._id));
    [after, isMore] = [endCursor, hasNextPage];
  }
  return found;
}
