import type { SellerId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import { readProduct, rowFaultOf, type ShopifyProduct } from '../domain/shopify-product.js';
import type { RowFault, ShopifyRow } from '../domain/shopify-row.js';
import type { CatalogDeps } from './catalog-deps.js';
import { endsReading, readShopifyRows } from './read-shopify-rows.js';
import { upsertProducts, type UpsertResult } from './upsert-products.js';

export type ImportCounts = Readonly<Record<'created' | 'updated' | 'unchanged' | 'refused', number>>;

export interface ImportProgress {
  /** Rows read so far, without the header. */
  readonly rows: number;
  readonly products: ImportCounts;
  readonly variants: ImportCounts;
  readonly faults: number;
}

export interface ImportCsv {
  readonly sellerId: SellerId;
  /** The file's bytes (UTF-8) or text, piece by piece. */
  readonly source: AsyncIterable<Buffer | string>;
  readonly currency: Currency;
  /** Leave the stock of variants that exist as it is. */
  readonly keepStock?: boolean;
  readonly dryRun?: boolean;
  /** Hears of each fault with line and column as soon as it is known. */
  readonly onFault: (fault: RowFault) => void;
  /** After each batch of products. */
  readonly onProgress?: (progress: ImportProgress) => void;
}

const PRODUCTS_AT_ONCE = 100;
const MOST_ROWS_OF_A_PRODUCT = 2_000;

/**
 * Imports a Shopify product export of any size: holds a hundred products in memory at a time, upserts by SKU (or a stable one made of
 * handle and options). Importing again changes nothing. A product is written once all its rows are read; from an unreadable
 * line on nothing is, which is told as a fault.
 */
export async function importCsv(deps: CatalogDeps, { sellerId, source, onFault, onProgress, dryRun = false, ...reading }: ImportCsv): Promise<ImportProgress> {
  const tally = newTally();
  const hear = (fault: RowFault): void => {
    tally.faults += 1;
    onFault(fault);
  };
  const options = { currency: reading.currency, keepStock: reading.keepStock ?? false };
  for await (const batch of batchesOf(groupsOf(readShopifyRows(source), tally, hear))) {
    const products = batch.map((rows) => readProduct(rows, options));
    await importBatch(deps, { sellerId, products, dryRun, tally, hear });
    onProgress?.(progressOf(tally));
  }
  return progressOf(tally);
}

type Rows = [ShopifyRow, ...ShopifyRow[]];

interface Tally {
  rows: number;
  faults: number;
  readonly products: Record<UpsertResult, number>;
  readonly variants: Record<UpsertResult, number>;
}

async function importBatch(deps: CatalogDeps, { sellerId, products, dryRun, tally, hear }: { sellerId: SellerId; products: readonly ShopifyProduct[]; dryRun: boolean; tally: Tally; hear: (fault: RowFault) => void }): Promise<void> {
  const outcome = await upsertProducts(deps, { sellerId, drafts: products.map(({ draft }) => draft), dryRun });
  deps.wake(outcome.storeIds);
  for (const [place, product] of products.entries()) {
    const upserted = outcome.products[place];
    if (!upserted) continue;
    const faults = [...product.faults, ...upserted.faults.map((fault) => rowFaultOf(fault, product))].sort((a, b) => a.line - b.line);
    faults.forEach(hear);
    tally.products[upserted.result] += 1;
    for (const result of ['CREATED', 'UPDATED', 'UNCHANGED'] as const) tally.variants[result] += upserted.result === 'REFUSED' ? 0 : upserted.variants[result];
    tally.variants.REFUSED += refusedVariants(product, upserted);
  }
}

function refusedVariants(product: ShopifyProduct, { result, variants }: { result: UpsertResult; variants: Readonly<Record<'CREATED' | 'UPDATED' | 'UNCHANGED', number>> }): number {
  const unreadRows = new Set(product.faults.filter(({ column }) => column !== 'Image Src').map(({ line }) => line)).size;
  const done = result === 'REFUSED' ? 0 : variants.CREATED + variants.UPDATED + variants.UNCHANGED;
  return product.draft.variants.length - done + unreadRows;
}

/** Consecutive rows of one handle; the ones being gathered when reading ends in a fault may lack some and are dropped. */
async function* groupsOf(rows: AsyncIterable<ShopifyRow | RowFault>, tally: Tally, hear: (fault: RowFault) => void): AsyncGenerator<Rows> {
  let group: Rows | null = null;
  for await (const row of rows) {
    if ('code' in row) {
      hear(row);
      if (endsReading(row)) return;
      tally.rows += 1;
      continue;
    }
    tally.rows += 1;
    if (group && group[0].cells.Handle === row.cells.Handle && group.length < MOST_ROWS_OF_A_PRODUCT) group.push(row);
    else {
      if (group) yield group;
      group = [row];
    }
  }
  if (group) yield group;
}

/** Products that may be written together: none stands twice in a batch. */
async function* batchesOf(groups: AsyncIterable<Rows>): AsyncGenerator<Rows[]> {
  let batch: Rows[] = [];
  let keys = new Set<string>();
  for await (const group of groups) {
    const own = keysOf(group);
    if (batch.length === PRODUCTS_AT_ONCE || own.some((key) => keys.has(key))) {
      yield batch;
      batch = [];
      keys = new Set();
    }
    batch.push(group);
    for (const key of own) keys.add(key);
  }
  if (batch.length > 0) yield batch;
}

function keysOf(group: Rows): string[] {
  const skus = group.flatMap(({ cells }) => (cells['Variant SKU'] === '' ? [] : [`sku ${cells['Variant SKU']}`]));
  return [`handle ${group[0].cells.Handle}`, ...new Set(skus)];
}

function newTally(): Tally {
  const zero = () => ({ CREATED: 0, UPDATED: 0, UNCHANGED: 0, REFUSED: 0 });
  return { rows: 0, faults: 0, products: zero(), variants: zero() };
}

function progressOf({ rows, faults, products, variants }: Tally): ImportProgress {
  return { rows, faults, products: countsOf(products), variants: countsOf(variants) };
}

function countsOf({ CREATED, UPDATED, UNCHANGED, REFUSED }: Record<UpsertResult, number>): ImportCounts {
  return { created: CREATED, updated: UPDATED, unchanged: UNCHANGED, refused: REFUSED };
}
