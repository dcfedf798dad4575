import type { SellerId, StoreId } from '../../../platform/ids.js';
import { money, type Money } from '../../../platform/money.js';
import { askMarketplace } from '../../sync/connector/ask-marketplace.js';
import type { Page } from '../../sync/connector/contract.js';
import { requireCapability } from '../../sync/connector/require-capability.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { HepsiburadaContext } from '../connector/client.js';
import { readCarriers, type Carrier } from '../connector/carriers.js';
import { readInventoryUpload, type InventoryUpload, type InventoryUploadResult } from '../connector/inventory.js';
import { readManyListings } from '../connector/listings.js';
import { listProducts, readLabel, readStates, type CatalogueProduct, type PackageLabel } from '../connector/products.js';
import { productStateOf, type ProductStateName } from '../connector/product-states.js';
import { targetOf } from './change-carrier.js';

type Stores = Pick<StoreAccess, 'openOwned'>;
interface OfStore {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
}

export interface Buybox {
  readonly rank: number | null;
  readonly price: Money | null;
  readonly hasRivals: boolean;
}

/** How far the catalogue has come with a listing's product. */
export interface ListedProduct {
  /** In Hepsiburada's word, which may be none of the nine. */
  readonly state: string;
  readonly isSellersMove: boolean;
}

/** Asks the catalogue now; products it does not know are left out. */
export function readListedProducts(stores: Stores, { merchantSkus, ...store }: OfStore & { merchantSkus: readonly string[] }): Promise<ReadonlyMap<string, ListedProduct>> {
  return askMarketplace(stores, store, async ({ context }) => {
    const words = await readStates(context as HepsiburadaContext, merchantSkus);
    return new Map([...words].map(([sku, word]) => [sku, listedProduct(word)]));
  });
}

function listedProduct(word: string): ListedProduct {
  return { state: word, isSellersMove: productStateOf(word)?.kind === 'SELLER' };
}

/** Whether a listing is locked, and Hepsiburada's words for it. */
export interface Lock {
  readonly locked: boolean;
  readonly lockReasons: readonly string[];
}

/** Asks Hepsiburada now, fifty SKUs a call; listings it does not have are left out. */
export function readLocks(stores: Stores, { merchantSkus, ...store }: OfStore & { merchantSkus: readonly string[] }): Promise<ReadonlyMap<string, Lock>> {
  return askMarketplace(stores, store, async ({ context }) => {
    const rows = await readManyListings(context as HepsiburadaContext, merchantSkus);
    return new Map(rows.map(({ merchantSku, isLocked, lockReasons }) => [merchantSku, { locked: isLocked === true, lockReasons: lockReasons ?? [] }]));
  });
}

/** Products in one of the nine states, as the catalogue has them now. */
export function readProducts(stores: Stores, store: OfStore, o: { state: ProductStateName; after: string | null }): Promise<Page<CatalogueProduct>> {
  return askMarketplace(stores, store, ({ context }) => listProducts(context as HepsiburadaContext, o.state, o.after));
}

export function readPackageLabel(stores: Stores, store: OfStore, o: { packageNumber: string; format: string }): Promise<PackageLabel> {
  return askMarketplace(stores, store, ({ context }) => readLabel(context as HepsiburadaContext, o.packageNumber, o.format));
}

/** How an upload of `hepsiburadaInventorySet` is doing; null when Hepsiburada does not know it. */
export function readUploadOf(stores: Stores, store: OfStore, upload: InventoryUpload): Promise<InventoryUploadResult | null> {
  return askMarketplace(stores, store, ({ context }) => readInventoryUpload(context as HepsiburadaContext, upload));
}

/** The carriers to choose from for a line or a package; null where neither or both are named. */
export function readCarriersFor(stores: Stores, store: OfStore, wanted: { lineId?: string | null; packageNumber?: string | null }): Promise<readonly Carrier[] | null> {
  const target = targetOf(wanted);
  return target === null ? Promise.resolve(null) : askMarketplace(stores, store, ({ context }) => readCarriers(context as HepsiburadaContext, target));
}

/** Asks Hepsiburada now, ten SKUs a call; what it says nothing about is left out. */
export function readBuyboxes(stores: Stores, { merchantSkus, ...store }: OfStore & { merchantSkus: readonly string[] }): Promise<ReadonlyMap<string, Buybox>> {
  return askMarketplace(stores, store, async ({ connector, context }) => {
    const rows = await requireCapability(connector, 'buybox').read(context, merchantSkus);
    return new Map(rows.map(({ remoteKey, rank, priceMinor, hasRivals }) => [remoteKey, { rank, price: priceMinor === null ? null : money(priceMinor, context.store.currency), hasRivals }]));
  });
}
