import { moneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { type ListingReference, type OrderReference, remoteId, type StoreReference } from '../../sync/connector/entity-references.js';
import type { InventoryUploadKind, InventoryUploadResult } from '../connector/inventory.js';
import { keptBand, unlockStep, type PriceBand } from '../connector/price-band.js';
import { PRODUCT_STATES, productStateOf, type ProductStateName } from '../connector/product-states.js';
import type { CatalogueProduct } from '../connector/products.js';
import { answerClaim, type AnswerClaim } from '../operations/answer-claim.js';
import { changeCarrier, type ChangeCarrier } from '../operations/change-carrier.js';
import { decideMatch, type DecideMatch } from '../operations/decide-match.js';
import { readCarriersFor, readPackageLabel, readProducts, readUploadOf, type Buybox, type ListedProduct } from '../operations/read-from-hepsiburada.js';
import { reportDelivery, type ReportDelivery } from '../operations/report-delivery.js';
import { setInventory, type InventoryDeps, type SetInventory } from '../operations/set-inventory.js';
import { unlockListings, type UnlockListings } from '../operations/unlock-listings.js';
import type { HepsiburadaLoaders } from './loaders.js';
import { lockOf } from './listing-lock.js';

type UploadRefusal = InventoryUploadResult['refused'][number];
type Context = SubgraphContext<HepsiburadaLoaders>;
type Input<T> = { readonly input: Omit<T, 'sellerId'> };

export function hepsiburadaResolvers({ stores, intents }: InventoryDeps): ResolverMap<HepsiburadaLoaders> {
  return {
    Mutation: {
      hepsiburadaListingsUnlock(_root: unknown, { input }: Input<UnlockListings>, context: Context) {
        requireScope(context, 'catalog:write');
        return unlockListings({ ...input, sellerId: context.principal.sellerId }, stores);
      },
      hepsiburadaMatchDecide(_root: unknown, { input }: Input<DecideMatch>, context: Context) {
        requireScope(context, 'catalog:write');
        return decideMatch({ ...input, sellerId: context.principal.sellerId }, stores);
      },
      hepsiburadaInventorySet(_root: unknown, { input }: Input<SetInventory>, context: Context) {
        requireScope(context, 'catalog:write');
        return setInventory({ stores, intents }, { ...input, sellerId: context.principal.sellerId });
      },
      hepsiburadaCarrierChange(_root: unknown, { input }: Input<ChangeCarrier>, context: Context) {
        requireScope(context, 'orders:write');
        return changeCarrier({ ...input, sellerId: context.principal.sellerId }, stores);
      },
      hepsiburadaDeliveryReport(_root: unknown, { input }: Input<ReportDelivery>, context: Context) {
        requireScope(context, 'orders:write');
        return reportDelivery({ ...input, sellerId: context.principal.sellerId }, stores);
      },
      hepsiburadaClaimAnswer(_root: unknown, { input }: Input<AnswerClaim>, context: Context) {
        requireScope(context, 'orders:write');
        return answerClaim({ ...input, sellerId: context.principal.sellerId }, stores);
      },
    },
    Listing: {
      __resolveReference: (reference: ListingReference) => reference,
      hepsiburada: (listing: ListingReference) => (listing.marketplace === 'HEPSIBURADA' ? listing : null),
    },
    HepsiburadaListing: {
      merchantSku: ({ remoteKey }: ListingReference) => remoteKey,
      hbSku: remoteId('hbSku'),
      productState: async (listing: ListingReference, _args: unknown, context: Context) => (await productOf(listing, context))?.state ?? null,
      productNextStep: async (listing: ListingReference, _args: unknown, context: Context) => productStateOf((await productOf(listing, context))?.state ?? null)?.next[context.language] ?? null,
      isSellersMove: async (listing: ListingReference, _args: unknown, context: Context) => (await productOf(listing, context))?.isSellersMove ?? null,
      locked: async (listing: ListingReference, _args: unknown, { loaders }: Context) => (await lockOf(listing, loaders)).locked,
      lockReasons: async (listing: ListingReference, _args: unknown, { loaders }: Context) => (await lockOf(listing, loaders)).lockReasons,
      unlockStep: async (listing: ListingReference, _args: unknown, { loaders, language }: Context) => ((await lockOf(listing, loaders)).locked ? unlockStep(bandOf(listing), language) : null),
      priceBand: bandOf,
      fulfilledByHepsiburada: (listing: ListingReference) => remoteId('fulfilledByHepsiburada')(listing) === 'true',
      buybox({ remoteKey, store }: ListingReference, _args: unknown, context: Context) {
        requireScope(context, 'catalog:read');
        return context.loaders.buyboxes.load({ storeId: store.id, remoteKey });
      },
    },
    HepsiburadaPriceBand: {
      min: ({ min }: PriceBand) => moneyField(min),
      max: ({ max }: PriceBand) => moneyField(max),
    },
    HepsiburadaBuybox: {
      price: ({ price }: Buybox) => moneyField(price),
    },
    Order: {
      __resolveReference: (reference: OrderReference) => reference,
      hepsiburada: ({ marketplace, remoteDetails }: OrderReference) => (marketplace === 'HEPSIBURADA' ? remoteDetails : null),
    },
    HepsiburadaOrder: {
      isJetDelivery: ({ isJetDelivery }: { isJetDelivery?: unknown }) => isJetDelivery === true,
      isMicroExport: ({ isMicroExport }: { isMicroExport?: unknown }) => isMicroExport === true,
      packages: ({ packages }: { packages?: readonly unknown[] }) => packages ?? [],
      commissions: ({ commissions }: { commissions?: readonly unknown[] }) => commissions ?? [],
    },
    Store: {
      __resolveReference: (reference: StoreReference) => reference,
      hepsiburada: (store: StoreReference) => (store.marketplace === 'HEPSIBURADA' ? store : null),
    },
    HepsiburadaStore: {
      products({ id }: StoreReference, { state, after }: { state: ProductStateName; after?: string | null }, context: Context) {
        requireScope(context, 'catalog:read');
        return readProducts(stores, { sellerId: context.principal.sellerId, storeId: id }, { state, after: after ?? null });
      },
      inventoryUpload({ id: storeId }: StoreReference, { kind, id }: { kind: InventoryUploadKind; id: string }, context: Context) {
        requireScope(context, 'catalog:read');
        return readUploadOf(stores, { sellerId: context.principal.sellerId, storeId }, { kind, id });
      },
      carriers({ id }: StoreReference, wanted: { lineId?: string | null; packageNumber?: string | null }, context: Context) {
        requireScope(context, 'orders:read');
        return readCarriersFor(stores, { sellerId: context.principal.sellerId, storeId: id }, wanted);
      },
      label({ id }: StoreReference, { packageNumber, format }: { packageNumber: string; format: string }, context: Context) {
        requireScope(context, 'orders:read');
        return readPackageLabel(stores, { sellerId: context.principal.sellerId, storeId: id }, { packageNumber, format });
      },
    },
    HepsiburadaUploadRefusal: {
      code: ({ issue }: UploadRefusal) => issue.code,
      remoteCode: ({ issue }: UploadRefusal) => issue.remoteCode,
      message: ({ issue }: UploadRefusal) => issue.message,
    },
    HepsiburadaProduct: {
      nextStep: ({ state }: CatalogueProduct, _args: unknown, { language }: Context) => PRODUCT_STATES[state].next[language],
    },
    HepsiburadaProductPage: {
      nodes: ({ items }: { items: readonly unknown[] }) => items,
    },
  };
}

function productOf({ remoteKey, store }: ListingReference, context: Context): Promise<ListedProduct | null> {
  requireScope(context, 'catalog:read');
  return context.loaders.products.load({ storeId: store.id, remoteKey });
}

function bandOf(listing: ListingReference): PriceBand | null {
  return keptBand((name) => remoteId(name)(listing));
}
