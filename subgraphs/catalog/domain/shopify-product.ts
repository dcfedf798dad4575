import type { Currency } from '../../../platform/money.js';
import type { DraftFault, ProductDraft, VariantDraft } from './plan-product.js';
import { type Column, isVariantRow, readImage, readVariant, type RowFault, type RowVariant, type ShopifyRow } from './shopify-row.js';
import { stableSku } from './stable-sku.js';
import type { Variant } from './variant.js';

/** The rows of one handle as a product; `lines[i]` is where `draft.variants[i]` stood. */
export interface ShopifyProduct {
  readonly draft: ProductDraft & { readonly handle: string };
  readonly lines: readonly number[];
  readonly firstLine: number;
  readonly faults: readonly RowFault[];
}

export interface ReadingOptions {
  readonly currency: Currency;
  readonly keepStock: boolean;
}

/** Shopify's word for the only option of a product that has none. */
const NO_OPTION = 'Default Title';
const MOST_IMAGES = 20;

/** Reads consecutive rows of one handle. A row with a bad cell is left out and told; so is a bad image, alone. */
export function readProduct(rows: readonly [ShopifyRow, ...ShopifyRow[]], options: ReadingOptions): ShopifyProduct {
  const [first] = rows;
  const names = (['Option1 Name', 'Option2 Name', 'Option3 Name'] as const).map((column) => rows.find(({ cells }) => cells[column] !== '')?.cells[column] ?? '');
  const { images, faults: imageFaults } = readImages(rows);
  const read = rows.filter(isVariantRow).map((row) => ({ row, variant: readVariant(row, options.currency) }));
  const good = read.flatMap(({ row, variant }) => ('faults' in variant ? [] : [{ row, variant }]));
  return {
    draft: { ...contentOf(rows, images), handle: first.cells.Handle, variants: good.map(({ variant }) => draftOf(first.cells.Handle, variant, names, options)) },
    lines: good.map(({ row }) => row.line),
    firstLine: first.line,
    faults: [...imageFaults, ...read.flatMap(({ variant }) => ('faults' in variant ? variant.faults : []))],
  };
}

const COLUMN_OF_PART: Readonly<Record<string, Column>> = {
  title: 'Title', descriptionHtml: 'Body (HTML)', images: 'Image Src', handle: 'Handle', sku: 'Variant SKU', barcode: 'Variant Barcode', price: 'Variant Price', listPrice: 'Variant Compare At Price', onHand: 'Variant Inventory Qty',
};

/** A fault of the draft, told as what is wrong with the file. */
export function rowFaultOf({ code, variant, part, itemRef, message }: DraftFault, { lines, firstLine }: ShopifyProduct): RowFault {
  return { code, itemRef, message, line: variant === null ? firstLine : (lines[variant] ?? firstLine), column: COLUMN_OF_PART[part] ?? null };
}

/** Rows without a title continue a product begun elsewhere: they say nothing of its content. */
function contentOf(rows: readonly ShopifyRow[], images: readonly string[]): Omit<ProductDraft, 'variants' | 'handle'> {
  const head = rows.find(({ cells }) => cells.Title !== '');
  if (!head) return {};
  const { cells } = head;
  return { title: cells.Title, descriptionHtml: cells['Body (HTML)'], brand: cells.Vendor || null, categoryHint: cells.Type || null, images };
}

function readImages(rows: readonly ShopifyRow[]): { images: string[]; faults: RowFault[] } {
  const read = rows.map(readImage).filter((image) => image !== null);
  const faults = read.filter((image) => 'code' in image);
  const good = read.filter((image) => 'src' in image).sort((a, b) => a.position - b.position);
  return { images: [...new Set(good.map(({ src }) => src))].slice(0, MOST_IMAGES), faults };
}

function draftOf(handle: string, { sku, barcode, optionValues, price, listPrice, onHand }: RowVariant, names: readonly string[], { keepStock }: ReadingOptions): VariantDraft {
  const options = optionsOf(names, optionValues);
  return { sku: sku ?? stableSku(handle, options.map(({ value }) => value)), barcode, options, listPrice, keepStock, ...(price && { price }), ...(onHand !== undefined && { onHand }) };
}

function optionsOf(names: readonly string[], values: readonly string[]): Variant['options'] {
  const options = values.map((value, place) => ({ name: names[place] || `Option${place + 1}`, value })).filter(({ value }) => value !== '');
  return options.length === 1 && options[0]?.value === NO_OPTION ? [] : options;
}
