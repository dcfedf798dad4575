import type { OperationId, ProductId, Sku, StoreId, VariantId } from '../../../platform/ids.js';
import { money } from '../../../platform/money.js';
import { moneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { PriceExplanation } from '../domain/explain-price.js';
import type { QuantityExplanation } from '../domain/explain-quantity.js';
import { USUAL_LANGUAGE } from '../domain/product-text.js';
import type { Product } from '../domain/product.js';
import { availableOf, type Reservation, type Stock, type StockCause, type Variant } from '../domain/variant.js';
import type { CatalogLoaders } from './loaders.js';
import { priceField } from './price-field.js';

type Context = SubgraphContext<CatalogLoaders>;

export const goodsResolvers: ResolverMap<CatalogLoaders> = {
  Product: {
    __resolveReference({ id }: { id: ProductId }, context: Context) {
      requireScope(context, 'catalog:read');
      return context.loaders.products.load(id);
    },
    id: ({ _id }: Product) => _id,
    language: ({ language }: Product) => language ?? USUAL_LANGUAGE,
    translations: ({ translations = {} }: Product) => Object.entries(translations).map(([language, text]) => ({ language, ...text })),
    variants: ({ _id }: Product, _args, { loaders }) => loaders.variantsOfProduct.load(_id),
  },
  Variant: {
    __resolveReference(reference: { id: VariantId } | { sku: Sku }, context: Context) {
      requireScope(context, 'catalog:read');
      return 'id' in reference ? context.loaders.variants.load(reference.id) : context.loaders.variantsBySku.load(reference.sku);
    },
    id: ({ _id }: Variant) => _id,
    price: ({ price: { saleMinor, currency } }: Variant) => moneyField(money(saleMinor, currency)),
    listPrice: ({ price: { listMinor, currency } }: Variant) => moneyField(money(listMinor, currency)),
    product: ({ productId }: Variant, _args, { loaders }) => loaders.products.load(productId),
    listings: async ({ _id }: Variant, { storeIds }: { storeIds?: readonly StoreId[] | null }, { loaders }) =>
      (await loaders.listingsOfVariant.load(_id)).filter(({ storeId }) => storeIds?.includes(storeId) ?? true),
  },
  Stock: {
    available: (stock: Stock) => availableOf(stock),
  },
  Reservation: {
    order: ({ orderId }: Reservation) => ({ id: orderId }),
  },
  StockCause: {
    operation: (cause: StockCause) => (cause.kind === 'OPERATION' ? { id: cause.operationId } : null),
    order: (cause: StockCause) => (cause.kind === 'ORDER' ? { id: cause.orderId } : null),
    conflict: (cause: StockCause, _args, { loaders }) => (cause.kind === 'CONFLICT' ? loaders.conflicts.load(cause.conflictId) : null),
  },
  QuantityExplanation: {
    store: ({ storeId }: QuantityExplanation) => ({ id: storeId }),
  },
  PriceExplanation: {
    store: ({ storeId }: PriceExplanation) => ({ id: storeId }),
    base: ({ base }: PriceExplanation) => priceField(base),
    baseSetBy: ({ baseSetBy }: PriceExplanation) => operationField(baseSetBy),
    own: ({ own }: PriceExplanation) => own && priceField(own),
    ownSetBy: ({ ownSetBy }: PriceExplanation) => operationField(ownSetBy),
    price: ({ price }: PriceExplanation) => priceField(price),
  },
};

function operationField(id: OperationId | null): { id: OperationId } | null {
  return id && { id };
}
