import type { Endpoint } from '../access/endpoint.js';
import { requireItems, type BatchType, type Batches } from '../batches.js';
import type { Kernel } from '../kernel.js';
import type { Listing } from './listing.js';
import { optionalNumber, optionalText, readDeliveryDuration, text } from './read-create-item.js';
import type { Shelf } from './shelf.js';

type Judged = { readonly change: Partial<Listing> } | { readonly failures: string[] };

const DAY_MS = 86_400_000;
const VAT_RATES = [0, 1, 10, 20];
const PRODUCTS = '/product/sellers/:sellerId/products';

/** Batches keyed by barcode that change one approved (or, for deletion, any) listing each. */
export function variantEndpoints(kernel: Kernel, batches: Batches, shelf: Shelf): Endpoint[] {
  const { clock, log } = kernel;

  const record = (listing: Listing, old: unknown, changed: unknown, requestId: number) =>
    log.recordEffect({ at: clock.now(), what: 'listing', key: `${listing.sellerId}/${listing.barcode}`, old, new: changed, requestId });

  const changing = (type: BatchType, judge: (listing: Listing, item: Record<string, unknown>) => Judged) =>
    batches.process(type, (item: Record<string, unknown>, batch) => {
      const listing = shelf.listing(batch.sellerId, text(item['barcode']));
      if (listing?.status !== 'approved') return [listing ? 'Ürün onaylı değil.' : 'Barkod bulunamadı.'];
      const judged = judge(listing, item);
      if ('failures' in judged) return judged.failures;
      shelf.putListing({ ...listing, ...judged.change, modifiedAt: clock.now() });
      record(listing, null, judged.change, batch.requestId);
      return [];
    });

  changing('ApprovedProductVariantUpdate', judgeVariant);
  changing('ProductDeliveryOptionUpdate', (_listing, item) => {
    const deliveryDuration = readDeliveryDuration(item['deliveryOptions'] ?? item['deliveryOption']);
    const isFine = deliveryDuration !== null && Number.isInteger(deliveryDuration) && deliveryDuration >= 0;
    return isFine ? { change: { deliveryDuration } } : { failures: ['Sevkiyat süresi zorunludur.'] };
  });
  changing('ProductArchiveUpdate', ({ archivedAt }, { archived }) => {
    if (typeof archived !== 'boolean') return { failures: ['archived alanı zorunludur.'] };
    return { change: { archivedAt: archived ? (archivedAt ?? clock.now()) : null } };
  });
  changing('ProductUnlockUpdate', ({ lockedAt }) =>
    lockedAt === null ? { failures: ['Ürün kilitli değil.'] } : { change: { lockedAt: null, lockReason: null } },
  );
  batches.process('ProductDeletion', (item: Record<string, unknown>, batch) => {
    const listing = shelf.listing(batch.sellerId, text(item['barcode']));
    if (!listing) return ['Barkod bulunamadı.'];
    const failures = deletionFailures(listing, clock.now());
    if (failures.length > 0) return failures;
    shelf.remove(listing);
    record(listing, listing.status, 'deleted', batch.requestId);
    return [];
  });

  const endpoint = (method: Endpoint['method'], path: string, type: BatchType, readItems: (body: unknown) => unknown[] = requireItems): Endpoint => ({
    method,
    path: PRODUCTS + path,
    quota: 'product-write',
    style: 'product',
    handle: ({ sellerId, requestId, body }) => batches.open({ sellerId, type, requestId, items: readItems(body) }),
  });
  return [
    endpoint('POST', '/variant-bulk-update', 'ApprovedProductVariantUpdate'),
    endpoint('POST', '/delivery-info-bulk-update', 'ProductDeliveryOptionUpdate'),
    endpoint('PUT', '/archive-state', 'ProductArchiveUpdate'),
    endpoint('PUT', '/unlock', 'ProductUnlockUpdate', unlockItems),
    endpoint('DELETE', '', 'ProductDeletion'),
  ];
}

/** Clients disagree on the body, and the batch echoes settle nothing: `items` as well as a bare list of `barcodes`. */
function unlockItems(body: unknown): unknown[] {
  const barcodes = (body as { barcodes?: unknown } | undefined)?.barcodes;
  return requireItems(Array.isArray(barcodes) ? { items: barcodes.map((barcode: unknown) => ({ barcode })) } : body);
}

/** Approved products only after more than a day in the archive, and never those Trendyol has stopped. */
function deletionFailures({ status, archivedAt, isBlacklisted, lockedAt }: Listing, now: number): string[] {
  if (status !== 'approved') return [];
  if (isBlacklisted || lockedAt !== null) return ['Trendyol tarafından durdurulan ürün silinemez.'];
  if (archivedAt === null) return ['Onaylı ürünü silmek için önce arşivleyiniz.'];
  return now - archivedAt > DAY_MS ? [] : ['Onaylı ürün, arşivlendikten en az 1 gün sonra silinebilir.'];
}

function judgeVariant(_listing: Listing, item: Record<string, unknown>): Judged {
  const failures: string[] = [];
  const { vatRate, locationBasedDelivery } = item;
  if (vatRate !== undefined && !VAT_RATES.includes(Number(vatRate))) failures.push('KDV oranı 0, 1, 10 veya 20 olmalıdır.');
  if (![undefined, null, 'ENABLED', 'DISABLED'].includes(locationBasedDelivery as string)) failures.push('locationBasedDelivery ENABLED veya DISABLED olmalıdır.');
  if (text(item['stockCode']).length > 100) failures.push('Stok kodu 100 karakterden uzun olamaz.');
  if (failures.length > 0) return { failures };

  const change: { -readonly [K in keyof Listing]?: Listing[K] } = {};
  if (text(item['stockCode']) !== '') change.stockCode = text(item['stockCode']);
  if (typeof vatRate === 'number') change.vatRate = vatRate;
  if (item['origin'] !== undefined) change.origin = optionalText(item['origin']);
  if (item['lotNumber'] !== undefined) change.lotNumber = optionalText(item['lotNumber']);
  if (typeof item['dimensionalWeight'] === 'number') change.dimensionalWeight = item['dimensionalWeight'];
  if (item['shipmentAddressId'] !== undefined) change.shipmentAddressId = optionalNumber(item['shipmentAddressId']);
  if (item['returningAddressId'] !== undefined) change.returningAddressId = optionalNumber(item['returningAddressId']);
  if (Array.isArray(item['cargoProviders'])) change.cargoProviders = item['cargoProviders'].map(text);
  if (locationBasedDelivery !== undefined) change.locationBasedDelivery = optionalText(locationBasedDelivery);
  return Object.keys(change).length > 0 ? { change } : { failures: ['Güncellenecek alan gönderilmedi.'] };
}
