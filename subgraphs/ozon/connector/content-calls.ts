import { groupBy } from '../../../platform/group-by.js';
import type { ListingDraft, PreviewedContentCall } from '../../sync/connector/contract.js';
import type { OzonCredentials } from './client.js';
import { METHODS, type MethodName } from './methods.js';
import { packageSizeOf } from './package-size.js';
import { textsFor } from './texts.js';
import { toImportItem } from './to-import-item.js';

const PAIRS_PER_CALL = 100;

/** A writing call about cards, the same whether it is made or only shown. */
export interface ContentCall {
  readonly method: MethodName;
  readonly body: object;
  readonly items: number;
}

export interface ImportCall extends ContentCall {
  /** Of titles and descriptions: `RU:TR`. */
  readonly languages: string;
}

/** One import per pair of languages. A draft whose packed size nobody has said is left out. */
export function importCalls(drafts: readonly ListingDraft[], credentials: OzonCredentials): ImportCall[] {
  return [...groupBy(drafts, languagesOf)].flatMap(([languages, group]) => {
    const items = group.flatMap((draft) => {
      const size = packageSizeOf(draft, credentials);
      return size === null ? [] : [toImportItem(draft, size)];
    });
    return items.length === 0 ? [] : [{ method: 'content.import' as const, body: { items }, items: items.length, languages }];
  });
}

export function restoreCalls(productIds: readonly number[]): ContentCall[] {
  return productIds.length === 0 ? [] : [{ method: 'content.unarchive', body: { product_id: productIds }, items: productIds.length }];
}

export function archiveCalls(productIds: readonly number[]): ContentCall[] {
  return productIds.length === 0 ? [] : [{ method: 'content.archive', body: { product_id: productIds }, items: productIds.length }];
}

/** Nothing left to sell in these warehouses. */
export function emptyStockCalls(rows: readonly { readonly offerId: string; readonly warehouseId: number }[]): ContentCall[] {
  const stocks = rows.map(({ offerId, warehouseId }) => ({ offer_id: offerId, stock: 0, warehouse_id: warehouseId }));
  return Array.from({ length: Math.ceil(stocks.length / PAIRS_PER_CALL) }, (_, page) => stocks.slice(page * PAIRS_PER_CALL, (page + 1) * PAIRS_PER_CALL)).map((some) => ({ method: 'offers.stocks', body: { stocks: some }, items: some.length }));
}

export function toPreview({ method, body, items }: ContentCall): PreviewedContentCall {
  return { method: 'POST', path: METHODS[method].path, body: JSON.stringify(body), items, quotaGroup: method };
}

function languagesOf(draft: ListingDraft): string {
  const { titleLanguage, descriptionLanguage } = textsFor(draft);
  return `${titleLanguage}:${descriptionLanguage}`;
}
