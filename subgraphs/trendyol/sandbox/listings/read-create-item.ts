import { addressesOf } from '../reference/endpoints.js';
import type { Brands } from '../reference/brands.js';
import { cargoProviderByCode } from '../reference/cargo-providers.js';
import { leafCategory } from '../reference/categories.js';
import type { Listing, Offer } from './listing.js';
import { priceFailures, quantityFailures } from './price-stock.js';
import { readAttributes } from './read-attributes.js';

export interface Draft {
  readonly listing: Listing;
  readonly offer: Offer;
}

export interface ReadContext {
  readonly sellerId: number;
  readonly brands: Pick<Brands, 'byId'>;
  readonly now: number;
}

const VAT_RATES = [0, 1, 10, 20];
const LONGEST = { barcode: 40, title: 100, productMainId: 40, stockCode: 100, description: 30_000, lotNumber: 100 };
const MOST_IMAGES = 8;

/** Inner blanks are removed on import: the imported barcode is the key. */
export function importedBarcode(raw: unknown): string {
  return typeof raw === 'string' ? raw.replace(/\s+/g, '') : '';
}

/** Judges one item of a create call; answers the listing it would become and all that is wrong with it. */
export function readCreateItem(item: Record<string, unknown>, { sellerId, brands, now }: ReadContext): Draft & { failures: string[] } {
  const { attributes, failures: attributeFailures } = readAttributes(Number(item['categoryId']), item['attributes']);
  const listing: Listing = {
    sellerId,
    barcode: importedBarcode(item['barcode']),
    productMainId: text(item['productMainId']),
    brandId: Number(item['brandId']),
    categoryId: Number(item['categoryId']),
    title: text(item['title']),
    description: text(item['description']),
    stockCode: text(item['stockCode']),
    dimensionalWeight: Number(item['dimensionalWeight'] ?? NaN),
    vatRate: Number(item['vatRate'] ?? NaN),
    images: readImages(item['images']),
    attributes,
    origin: optionalText(item['origin']),
    lotNumber: optionalText(item['lotNumber']),
    deliveryDuration: readDeliveryDuration(item['deliveryOption'] ?? item['deliveryOptions']),
    shipmentAddressId: optionalNumber(item['shipmentAddressId']),
    returningAddressId: optionalNumber(item['returningAddressId']),
    cargoProviders: Array.isArray(item['cargoProviders']) ? item['cargoProviders'].map(text) : [],
    locationBasedDelivery: null,
    status: 'pendingApproval',
    rejectReasons: [],
    createdAt: now,
    modifiedAt: now,
    approvedAt: null,
    contentId: null,
    variantId: null,
    archivedAt: null,
    lockReason: null,
    lockedAt: null,
    isBlacklisted: false,
  };
  const offer: Offer = {
    quantity: Number(item['quantity'] ?? NaN),
    salePrice: Number(item['salePrice'] ?? NaN),
    listPrice: Number(item['listPrice'] ?? NaN),
    priceChangedAt: now,
    stockChangedAt: now,
    recentPriceUpdates: [],
  };
  const failures = [...listingFailures(listing, brands), ...attributeFailures, ...quantityFailures(offer.quantity), ...priceFailures(offer.salePrice, offer.listPrice)];
  return { listing, offer, failures };
}

/** Rules that hold for new listings and for corrected ones. */
export function listingFailures(listing: Listing, brands: Pick<Brands, 'byId'>): string[] {
  const { barcode, title, productMainId, stockCode, description, lotNumber, images } = listing;
  const failures: string[] = [];
  const check = (isFine: boolean, reason: string) => {
    if (!isFine) failures.push(reason);
  };
  check(barcode !== '', 'Barkod alanı zorunludur.');
  check(/^[\p{L}\p{N}._-]*$/u.test(barcode), 'Barkod yalnızca harf, rakam, nokta, tire ve alt çizgi içerebilir.');
  check(barcode.length <= LONGEST.barcode, `Barkod ${LONGEST.barcode} karakterden uzun olamaz.`);
  check(title !== '' && title.length <= LONGEST.title, `Ürün adı zorunludur ve ${LONGEST.title} karakterden uzun olamaz.`);
  check(productMainId !== '' && productMainId.length <= LONGEST.productMainId, `Model kodu zorunludur ve ${LONGEST.productMainId} karakterden uzun olamaz.`);
  check(stockCode !== '' && stockCode.length <= LONGEST.stockCode, `Stok kodu zorunludur ve ${LONGEST.stockCode} karakterden uzun olamaz.`);
  check(description !== '' && description.length <= LONGEST.description, `Açıklama zorunludur ve ${LONGEST.description} karakterden uzun olamaz.`);
  check((lotNumber ?? '').length <= LONGEST.lotNumber, `Lot numarası ${LONGEST.lotNumber} karakterden uzun olamaz.`);
  check(Number.isInteger(listing.brandId) && brands.byId(listing.brandId) !== undefined, 'Marka bulunamadı.');
  check(leafCategory(listing.categoryId) !== undefined, 'Kategori bulunamadı veya en alt seviye kategori değil.');
  check(listing.dimensionalWeight >= 0, 'Desi alanı zorunludur.');
  check(VAT_RATES.includes(listing.vatRate), 'KDV oranı 0, 1, 10 veya 20 olmalıdır.');
  check(images.length >= 1 && images.length <= MOST_IMAGES, `Görsel sayısı 1 ile ${MOST_IMAGES} arasında olmalıdır.`);
  check(images.every(({ url }) => url.startsWith('https://')), 'Görsel adresi https ile başlamalıdır.');
  check(listing.origin === null || /^[A-Z]{2}$/.test(listing.origin), 'Menşei iki harfli ülke kodu olmalıdır.');
  check(listing.deliveryDuration === null || Number.isInteger(listing.deliveryDuration), 'Sevkiyat süresi tam sayı olmalıdır.');
  return [...failures, ...logisticsFailures(listing)];
}

function logisticsFailures({ sellerId, shipmentAddressId, returningAddressId, cargoProviders }: Listing): string[] {
  const { defaultShipmentAddress, defaultReturningAddress } = addressesOf(sellerId);
  const failures: string[] = [];
  if (shipmentAddressId !== null && shipmentAddressId !== defaultShipmentAddress.id) failures.push('Sevkiyat adresi bulunamadı.');
  if (returningAddressId !== null && returningAddressId !== defaultReturningAddress.id) failures.push('İade adresi bulunamadı.');
  if (cargoProviders.some((code) => !cargoProviderByCode(code))) failures.push('Kargo firması bulunamadı.');
  return failures;
}

export function readImages(raw: unknown): { url: string }[] {
  if (!Array.isArray(raw)) return [];
  return raw.map((image: unknown) => ({ url: text((image as { url?: unknown } | null)?.url) }));
}

export function readDeliveryDuration(raw: unknown): number | null {
  return optionalNumber((raw as { deliveryDuration?: unknown } | null | undefined)?.deliveryDuration);
}

export const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
export const optionalText = (value: unknown): string | null => text(value) || null;
export const optionalNumber = (value: unknown): number | null => (typeof value === 'number' ? value : null);
