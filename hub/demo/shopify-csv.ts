import { money, moneyToDecimal } from '../../platform/money.js';
import type { DemoProduct, DemoVariant } from './generate-products.js';

type Cells = Readonly<Record<string, string>>;

/** The demo's products as a Shopify product export: one row per variant, what belongs to the product on its first row. */
export function toShopifyCsv(products: readonly DemoProduct[]): string {
  const rows = products.flatMap((product) => product.variants.map((variant, index) => ({ ...cellsOf(product, variant), ...(index === 0 ? productCells(product) : {}) })));
  return [COLUMNS.join(','), ...rows.map((row: Cells) => COLUMNS.map((column) => quoted(row[column] ?? '')).join(','))].join('\n');
}

const COLUMNS = [
  'Handle', 'Title', 'Body (HTML)', 'Vendor', 'Type', 'Option1 Name', 'Option1 Value', 'Option2 Name', 'Option2 Value',
  'Variant SKU', 'Variant Inventory Qty', 'Variant Price', 'Variant Compare At Price', 'Variant Barcode', 'Image Src', 'Image Position',
];

function productCells({ title, descriptionHtml, brand, kind, images }: DemoProduct): Cells {
  return { Title: title, 'Body (HTML)': descriptionHtml, Vendor: brand, Type: kind, 'Option1 Name': 'Renk', 'Option2 Name': 'Beden', 'Image Src': images[0] ?? '', 'Image Position': '1' };
}

function cellsOf({ code }: DemoProduct, variant: DemoVariant): Cells {
  return {
    Handle: code.toLowerCase(),
    'Option1 Value': variant.colour,
    'Option2 Value': variant.size,
    'Variant SKU': variant.sku,
    'Variant Inventory Qty': String(variant.quantity),
    'Variant Price': lira(variant.saleMinor),
    'Variant Compare At Price': variant.listMinor === variant.saleMinor ? '' : lira(variant.listMinor),
    'Variant Barcode': variant.barcode,
  };
}

function lira(amountMinor: number): string {
  return moneyToDecimal(money(amountMinor, 'TRY'));
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
