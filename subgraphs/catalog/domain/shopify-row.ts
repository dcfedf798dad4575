import { type Currency, InvalidMoneyError, type Money, moneyFromDecimal } from '../../../platform/money.js';
import type { CatalogCode } from './refusals.js';

/** Columns of a Shopify product export that the hub reads; the others are passed over. */
export const COLUMNS = [
  'Handle', 'Title', 'Body (HTML)', 'Vendor', 'Type', 'Option1 Name', 'Option1 Value', 'Option2 Name', 'Option2 Value', 'Option3 Name', 'Option3 Value',
  'Variant SKU', 'Variant Barcode', 'Variant Inventory Qty', 'Variant Price', 'Variant Compare At Price', 'Image Src', 'Image Position',
] as const;
export type Column = (typeof COLUMNS)[number];
export const NEEDED_COLUMNS: readonly Column[] = ['Handle', 'Title', 'Variant Price'];

/** A row as read: its cells by column, blanks trimmed, an absent or empty cell is `''`; `line` is where it begins, 1 for the header. */
export interface ShopifyRow {
  readonly line: number;
  readonly cells: Readonly<Record<Column, string>>;
}

/** Something wrong with a row; `column` null: the row as a whole. */
export interface RowFault {
  readonly line: number;
  readonly column: Column | null;
  readonly code: CatalogCode;
  readonly itemRef: string | null;
  readonly message: string;
}

/** What a row says of a variant. */
export interface RowVariant {
  readonly price: Money | undefined;
  readonly listPrice: Money | null;
  readonly onHand: number | undefined;
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly optionValues: readonly string[];
}

/** A row that only adds an image has none of these cells. */
export function isVariantRow({ cells }: ShopifyRow): boolean {
  return cells['Variant Price'] !== '' || cells['Option1 Value'] !== '' || cells['Variant SKU'] !== '';
}

/** The row's variant, or what keeps it from being read; all bad cells are named, not just the first. */
export function readVariant(row: ShopifyRow, currency: Currency): RowVariant | { readonly faults: readonly RowFault[] } {
  const { cells } = row;
  const faults: RowFault[] = [];
  const variant: RowVariant = {
    price: readMoney(row, 'Variant Price', currency, faults),
    listPrice: crossedOut(readMoney(row, 'Variant Compare At Price', currency, faults)),
    onHand: readUnits(row, faults),
    sku: cells['Variant SKU'] || null,
    // Spreadsheets keep a long number from being rounded by an apostrophe before it; exports carry it along.
    barcode: cells['Variant Barcode'].replace(/^'/, '') || null,
    optionValues: (['Option1 Value', 'Option2 Value', 'Option3 Value'] as const).map((column) => cells[column]),
  };
  return faults.length > 0 ? { faults } : variant;
}

/** An image of the row, with its place among the product's. */
export function readImage({ line, cells }: ShopifyRow): { readonly src: string; readonly position: number } | RowFault | null {
  const src = cells['Image Src'];
  if (src === '') return null;
  if (!/^https?:\/\/\S+$/.test(src)) return { line, column: 'Image Src', code: 'INVALID_CELL', itemRef: cells.Handle, message: `'${src.slice(0, 100)}' is not an http(s) address` };
  return { src, position: Number(cells['Image Position']) || Number.MAX_SAFE_INTEGER };
}

function readMoney(row: ShopifyRow, column: Column, currency: Currency, faults: RowFault[]): Money | undefined {
  const text = row.cells[column];
  if (text === '') return undefined;
  try {
    return moneyFromDecimal(text, currency);
  } catch (error) {
    if (!(error instanceof InvalidMoneyError)) throw error;
    faults.push(badCell(row, column, error.message));
    return undefined;
  }
}

/** Exports write 0 where there is no crossed-out price. */
function crossedOut(price: Money | undefined): Money | null {
  return price && price.amountMinor !== 0 ? price : null;
}

function readUnits(row: ShopifyRow, faults: RowFault[]): number | undefined {
  const text = row.cells['Variant Inventory Qty'];
  if (text === '') return undefined;
  if (!/^-?\d{1,10}$/.test(text)) {
    faults.push(badCell(row, 'Variant Inventory Qty', `'${text.slice(0, 100)}' is not a whole number of units`));
    return undefined;
  }
  return Number(text);
}

function badCell({ line, cells }: ShopifyRow, column: Column, message: string): RowFault {
  return { line, column, code: 'INVALID_CELL', itemRef: cells['Variant SKU'] || cells.Handle, message };
}
