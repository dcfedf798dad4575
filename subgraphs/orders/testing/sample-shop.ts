import type { Db } from 'mongodb';
import { newId, type ListingId, type SellerId, type Sku, type StoreId } from '../../../platform/ids.js';
import type { Listing } from '../../catalog/domain/listing.js';
import type { Variant } from '../../catalog/domain/variant.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';
import type { Store } from '../../stores/domain/store.js';
import { applied } from './applied-field.js';

const at = new Date('2026-11-22T08:00:00Z');

/** A store as the stores subgraph keeps it, its secrets aside. */
export function sampleStore(change: Partial<Store> & { sellerId: SellerId }): Store {
  return {
    _id: newId('store'),
    marketplace: 'TRENDYOL',
    name: 'Örnek mağaza',
    baseUrl: 'http://127.0.0.1:1',
    currency: 'TRY',
    remoteSellerId: newId('store'),
    credentialsSealed: '',
    stockPolicy: { buffer: 0, cap: null, percentage: 100 },
    policyVersion: 1,
    state: { kind: 'ACTIVE' },
    webhook: { kind: 'NONE' },
    createdAt: at,
    ...change,
  };
}

/** A variant with its listings, all published and in step; the remote key is the barcode on every store. */
export async function stockShelf(db: Db, o: { sellerId: SellerId; stores: readonly { _id: StoreId; marketplace: Marketplace }[]; goods: readonly { sku: string; barcode: string; onHand: number }[] }): Promise<void> {
  const variants = o.goods.map(({ sku, barcode, onHand }) => sampleVariant(o.sellerId, sku, barcode, onHand));
  await db.collection<Variant>('variants').insertMany(variants);
  const listings = variants.flatMap((variant) => o.stores.map((store) => sampleListing(variant, store)));
  if (listings.length > 0) await db.collection<Listing>('listings').insertMany(listings);
}

function sampleVariant(sellerId: SellerId, sku: string, barcode: string, onHand: number): Variant {
  return {
    _id: newId('variant'),
    sellerId,
    productId: newId('product'),
    sku: sku as Sku,
    barcode,
    options: [],
    price: { saleMinor: 24990, listMinor: 24990, currency: 'TRY' },
    priceRevision: 1,
    priceSetBy: null,
    stock: { onHand, reserved: 0, reservations: [], recentAdjustments: [], settledSteps: [], changedBy: null, changedAt: at },
    untoldSales: [],
    version: 1,
    propagatedVersion: 1,
    updatedAt: at,
  };
}

function sampleListing(variant: Variant, store: { _id: StoreId; marketplace: Marketplace }): Listing {
  const listingId: ListingId = newId('listing');
  return {
    _id: listingId,
    sellerId: variant.sellerId,
    storeId: store._id,
    marketplace: store.marketplace,
    variantId: variant._id,
    productId: variant.productId,
    sku: variant.sku,
    remoteKey: variant.barcode ?? variant.sku,
    remoteIds: {},
    mapping: null,
    ownPrice: null,
    content: applied({ presence: 'LISTED', contentRevision: 1 }, at),
    price: applied(variant.price, at),
    quantity: applied(variant.stock.onHand, at),
    variantVersion: 1,
    policyVersion: 1,
    version: 1,
    fence: 0,
    attemptIds: [],
    operationStates: [],
    dueAt: null,
    priority: 4,
  };
}
