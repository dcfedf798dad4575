import { createHash } from 'node:crypto';
import type { ApiCall, Endpoint } from '../access/endpoint.js';
import { badRequest } from '../access/errors.js';
import { requireItems, type Batch, type Batches } from '../batches.js';
import type { Kernel } from '../kernel.js';
import type { Listing, Offer } from './listing.js';
import { isPrice, toIsoWithOffset } from './money-and-time.js';
import type { Shelf } from './shelf.js';

interface PriceStockItem {
  readonly updateRequestDate: string;
  readonly barcode?: string;
  readonly quantity?: number;
  readonly salePrice?: number;
  readonly listPrice?: number;
}

export const LARGEST_STOCK = 20_000;
const MINUTE_MS = 60_000;
const IDENTICAL_BODY = '15 dakika boyunca aynı isteği tekrarlı olarak atamazsınız!';

/** Price and stock of up to 1,000 barcodes, applied later and item by item. */
export function priceStockEndpoint(kernel: Kernel, batches: Batches, shelf: Shelf): Endpoint {
  const { state, clock, settings } = kernel;
  const recentBodies = state.store<number>('recent-bodies');
  clock.on('forget-body', (key: [number, string]) => recentBodies.remove(key));

  const refuseIdentical = (sellerId: number, items: Record<string, unknown>[]) => {
    const windowMs = settings().identicalBodyWindowMs;
    if (windowMs === 0) return;
    const key = [sellerId, canonicalDigest(items)] as const;
    const acceptedAt = recentBodies.get(key);
    if (acceptedAt !== undefined && clock.now() < acceptedAt + windowMs) throw badRequest('identical.request', IDENTICAL_BODY);
    recentBodies.put(key, clock.now());
    clock.after(windowMs, 'forget-body', key);
  };

  batches.process('ProductInventoryUpdate', (item, batch) => applyItem(kernel, shelf, item, batch));

  return {
    method: 'POST',
    path: '/inventory/sellers/:sellerId/products/price-and-inventory',
    quota: 'inventory-price-write',
    style: 'product',
    handle: ({ sellerId, requestId, body }: ApiCall) => {
      const items = requireItems(body);
      items.forEach(requireTypes);
      refuseIdentical(sellerId, items);
      const updateRequestDate = toIsoWithOffset(clock.now());
      return batches.open({ sellerId, type: 'ProductInventoryUpdate', requestId, items: items.map((item) => echo(item, updateRequestDate)) });
    },
  };
}

/** Wrong JSON types are refused with the whole request; wrong values fail their item. */
function requireTypes(item: Record<string, unknown>): void {
  if (item['barcode'] !== undefined && typeof item['barcode'] !== 'string') throw badRequest('invalid.barcode', 'barcode must be a string');
  for (const name of ['quantity', 'salePrice', 'listPrice']) {
    const value = item[name];
    if (value !== undefined && value !== null && typeof value !== 'number') throw badRequest(`invalid.${name.toLowerCase()}`, `${name} must be a number`);
  }
}

function echo(item: Record<string, unknown>, updateRequestDate: string): PriceStockItem {
  const named = ['quantity', 'salePrice', 'listPrice', 'barcode'].filter((name) => item[name] !== undefined && item[name] !== null);
  return { updateRequestDate, ...Object.fromEntries(named.map((name) => [name, item[name]])) };
}

/** Equal for bodies that differ in key order, blanks, number spelling or item order only. */
function canonicalDigest(items: Record<string, unknown>[]): string {
  const canonical = items.map((item) => JSON.stringify(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))).sort();
  return createHash('sha256').update(canonical.join('\n')).digest('hex');
}

function applyItem({ clock, log, settings }: Kernel, shelf: Shelf, item: PriceStockItem, batch: Batch): string[] {
  const { sellerId } = batch;
  const barcode = item.barcode ?? '';
  const listing = shelf.listing(sellerId, barcode);
  const offer = shelf.offer(sellerId, barcode);
  const now = clock.now();
  const isPriced = item.salePrice !== undefined || item.listPrice !== undefined;
  const recent = offer?.recentPriceUpdates.filter((time) => time > now - MINUTE_MS) ?? [];

  const failures = failuresOf(item, listing, offer);
  if (isPriced && recent.length >= settings().priceUpdatesPerMinutePerBarcode) {
    failures.push('Bir barkod için dakikada en fazla 30 fiyat güncellemesi yapılabilir.');
  }
  if (failures.length > 0 || !offer) return failures;

  const next: Offer = {
    ...offer,
    ...(item.quantity === undefined ? {} : { quantity: item.quantity, stockChangedAt: now }),
    ...(isPriced
      ? { salePrice: item.salePrice ?? offer.salePrice, listPrice: item.listPrice ?? offer.listPrice, priceChangedAt: now, recentPriceUpdates: [...recent, now] }
      : {}),
  };
  shelf.putOffer(sellerId, barcode, next);
  const effect = { at: now, key: `${sellerId}/${barcode}`, requestId: batch.requestId };
  if (item.quantity !== undefined) log.recordEffect({ ...effect, what: 'stock', old: offer.quantity, new: next.quantity });
  if (isPriced) log.recordEffect({ ...effect, what: 'price', old: pricesOf(offer), new: pricesOf(next) });
  return [];
}

const pricesOf = ({ salePrice, listPrice }: Offer) => ({ salePrice, listPrice });

function failuresOf(item: PriceStockItem, listing: Listing | undefined, offer: Offer | undefined): string[] {
  if (!item.barcode) return ['Barkod alanı zorunludur.'];
  if (!listing || !offer) return ['Barkod bulunamadı.'];
  const failures: string[] = [];
  if (listing.status !== 'approved') failures.push('Ürün onaylı olmadığı için stok ve fiyat güncellenemez.');
  if (listing.archivedAt !== null) failures.push('Arşivdeki ürünün stok ve fiyatı güncellenemez.');
  if (listing.lockedAt !== null) failures.push('Ürün kilitli olduğu için güncellenemez.');
  if (item.quantity === undefined && item.salePrice === undefined && item.listPrice === undefined) {
    failures.push('Stok veya fiyat alanlarından en az biri gönderilmelidir.');
  }
  return [...failures, ...quantityFailures(item.quantity), ...priceFailures(item.salePrice ?? offer.salePrice, item.listPrice ?? offer.listPrice)];
}

export function quantityFailures(quantity: number | undefined): string[] {
  if (quantity === undefined) return [];
  if (!Number.isInteger(quantity) || quantity < 0) return ['Stok adedi sıfır veya pozitif bir tam sayı olmalıdır.'];
  return quantity > LARGEST_STOCK ? [`Stok adedi ${LARGEST_STOCK} değerinden büyük olamaz.`] : [];
}

export function priceFailures(salePrice: number, listPrice: number): string[] {
  if (!isPrice(salePrice) || !isPrice(listPrice)) return ['Fiyat sıfırdan büyük ve en fazla iki ondalıklı olmalıdır.'];
  return listPrice < salePrice ? ['Liste fiyatı satış fiyatından küçük olamaz.'] : [];
}
