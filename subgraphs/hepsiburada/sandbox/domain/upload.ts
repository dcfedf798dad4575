import type { Listing } from './listing.js';
import { logisticsFault, readLogistics, type Logistics } from './logistics.js';

export const UPLOAD_KINDS = ['price', 'stock', 'inventory', 'shipping-info', 'additional-info'] as const;
export type UploadKind = (typeof UPLOAD_KINDS)[number];

export interface UploadItem {
  readonly hepsiburadaSku: string | null;
  readonly merchantSku: string | null;
  readonly priceMinor: number | null;
  readonly availableStock: number | null;
  readonly maximumPurchasableQuantity: number | null;
  readonly logistics?: Partial<Logistics>;
  /** What is wrong with the item whatever the listing is. */
  readonly fault: string | null;
}

export interface UploadError {
  readonly elementNo: number;
  readonly hepsiburadaSku: string | null;
  readonly merchantSku: string | null;
  readonly errors: readonly string[];
}

export interface PriceValidation {
  readonly elementNo: number;
  readonly hepsiburadaSku: string | null;
  readonly merchantSku: string | null;
  readonly type: 'MinPrice' | 'MaxPrice' | 'RegulativePrice';
  readonly minPrice: number;
  readonly maxPrice: number;
  readonly regulativePriceDetail?: { readonly minAmount: number; readonly maxAmount: number; readonly categoryName: string };
  readonly description: string;
}

export interface Upload {
  readonly id: string;
  readonly merchantId: string;
  readonly kind: UploadKind;
  readonly status: 'Processing' | 'Done' | 'Failed';
  readonly createdAtMs: number;
  readonly items: readonly UploadItem[];
  readonly errors: readonly UploadError[];
  readonly priceValidations: readonly PriceValidation[];
}

export const MAX_ITEMS = 4_000;
const MAX_STOCK = 999_999;
/** Which uploads carry prices, and which stock. */
const CARRIES: Readonly<Record<'price' | 'stock', readonly UploadKind[]>> = { price: ['price', 'inventory'], stock: ['stock', 'inventory'] };

/** Reads one element of an upload's body; numbers may come as text. */
export function readUploadItem(raw: unknown, kind: UploadKind): UploadItem {
  const row = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  const price = CARRIES.price.includes(kind) ? row['price'] : undefined;
  const stock = CARRIES.stock.includes(kind) ? row['availableStock'] : undefined;
  const most = CARRIES.stock.includes(kind) ? row['maximumPurchasableQuantity'] : undefined;
  const logistics = readLogistics(row, kind);
  return {
    hepsiburadaSku: textOrNull(row['hepsiburadaSku']),
    merchantSku: textOrNull(row['merchantSku']),
    priceMinor: price === undefined ? null : Math.round(Number(price) * 100),
    availableStock: stock === undefined ? null : Number(stock),
    maximumPurchasableQuantity: most === undefined || most === null ? null : Number(most),
    logistics,
    fault: faultOf(kind, price, stock) ?? logisticsFault(logistics),
  };
}

/** What an upload does to one listing: the changed listing, or why not. A price outside the band locks the listing. */
export function applyUploadItem(listing: Listing | undefined, item: UploadItem, atMs: number): { listing?: Listing; error?: string; band?: Omit<PriceValidation, 'elementNo' | 'hepsiburadaSku' | 'merchantSku'> } {
  if (item.fault !== null) return { error: item.fault };
  if (!listing) return { error: 'ListingNotFound' };
  if (item.priceMinor !== null && listing.inCampaign && item.priceMinor > listing.priceMinor) return { error: 'DiscountedListingPriceIncrease' };
  if (item.availableStock !== null && listing.inCampaign && item.availableStock < listing.availableStock) return { error: 'DiscountedListingStockDecrease' };
  const broken = item.priceMinor === null ? null : brokenBand(listing, item.priceMinor);
  if (broken !== null) return { listing: { ...listing, lockReasons: ['OutOfPriceRange'], changedAtMs: atMs }, error: 'OutOfPriceRange', band: broken };
  return {
    listing: {
      ...listing,
      priceMinor: item.priceMinor ?? listing.priceMinor,
      availableStock: item.availableStock ?? listing.availableStock,
      maximumPurchasableQuantity: item.maximumPurchasableQuantity ?? listing.maximumPurchasableQuantity,
      logistics: { ...listing.logistics, ...item.logistics },
      changedAtMs: atMs,
    },
  };
}

export function uploadAnswer(upload: Upload): object {
  const { id, status, createdAtMs, items, errors, priceValidations, kind } = upload;
  const answer = { id, status, createdAt: new Date(createdAtMs).toISOString(), total: items.length, errors };
  return kind === 'price' ? { ...answer, priceValidations } : answer;
}

function brokenBand({ band }: Listing, priceMinor: number): Omit<PriceValidation, 'elementNo' | 'hepsiburadaSku' | 'merchantSku'> | null {
  if (!band || (priceMinor >= band.minMinor && priceMinor <= band.maxMinor)) return null;
  const [minPrice, maxPrice] = [band.minMinor / 100, band.maxMinor / 100];
  if (band.regulatedCategory !== undefined) return { type: 'RegulativePrice', minPrice, maxPrice, regulativePriceDetail: { minAmount: minPrice, maxAmount: maxPrice, categoryName: band.regulatedCategory }, description: 'Regulated by law' };
  const isLow = priceMinor < band.minMinor;
  return { type: isLow ? 'MinPrice' : 'MaxPrice', minPrice, maxPrice, description: isLow ? 'Below the permitted band' : 'Above the permitted band' };
}

function faultOf(kind: UploadKind, price: unknown, stock: unknown): string | null {
  if ((kind === 'price' || price !== undefined) && !(Number(price) > 0)) return 'InvalidPrice';
  if ((kind === 'stock' || stock !== undefined) && !(Number.isInteger(Number(stock)) && Number(stock) >= 0 && Number(stock) <= MAX_STOCK)) return 'InvalidStock';
  return null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}
