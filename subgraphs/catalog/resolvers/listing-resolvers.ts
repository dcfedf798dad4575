import type { EventLog } from '../../../platform/events/event-log.js';
import { explanationOf } from '../../../platform/explanations/explanation-of.js';
import type { ListingId, VariantId } from '../../../platform/ids.js';
import { money } from '../../../platform/money.js';
import { moneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap, TypeResolvers } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { USUAL_LANGUAGE } from '../domain/product-text.js';
import type { FieldSync, Listing, ListingIssue } from '../domain/listing.js';
import type { Rival } from '../domain/rival.js';
import { nextAttemptAt, troubleNameOf } from '../domain/trouble-of.js';
import { LISTING_CHANGED, STOCK_CHANGED } from '../events.js';
import { type CatalogEvent, catalogEvents, type EventArguments } from './catalog-events.js';
import type { CatalogLoaders } from './loaders.js';
import { priceField } from './price-field.js';

type Context = SubgraphContext<CatalogLoaders>;

export const listingResolvers: ResolverMap<CatalogLoaders> = {
  ListingField: { CONTENT: 'content', PRICE: 'price', QUANTITY: 'quantity' },
  Listing: {
    __resolveReference({ id }: { id: ListingId }, context: Context) {
      requireScope(context, 'catalog:read');
      return context.loaders.listings.load(id);
    },
    id: ({ _id }: Listing) => _id,
    store: ({ storeId }: Listing) => ({ id: storeId }),
    variant: ({ variantId }: Listing, _args, { loaders }) => loaders.variants.load(variantId),
    contentLanguage: async ({ remoteIds, productId }: Listing, _args, { loaders }) => remoteIds['contentLanguage'] ?? (await loaders.products.load(productId))?.language ?? USUAL_LANGUAGE,
    priceConversion: ({ conversion }: Listing) => (conversion?.kind === 'CONVERTED' ? conversion : null),
    remoteIds: ({ remoteIds }: Listing) => Object.entries(remoteIds).map(([name, value]) => ({ name, value })),
  },
  RivalOffer: { price: ({ priceMinor, currency }: Rival) => (priceMinor === null ? null : moneyField(money(priceMinor, currency))) },
  ListingIssue: { explanation: explanationOf(({ code }: ListingIssue) => code) },
  ListingContent: valueResolvers((value) => value),
  ListingPrice: valueResolvers(priceField),
  ListingQuantity: valueResolvers((value) => value),
};

export function subscriptionResolvers(events: Pick<EventLog, 'subscribe'>): ResolverMap<CatalogLoaders> {
  const subscriptionTo = (type: string) => ({
    subscribe: (_parent: unknown, args: EventArguments, context: Context) => catalogEvents(type, args, context, events),
    resolve: (event: CatalogEvent) => event,
  });

  return {
    Subscription: { stockChanged: subscriptionTo(STOCK_CHANGED), listingChanged: subscriptionTo(LISTING_CHANGED) },
    StockChanged: {
      variant: ({ data }: CatalogEvent, _args, { loaders }) => (data['variantId'] === undefined ? null : loaders.variants.load(data['variantId'] as VariantId)),
    },
    ListingChanged: {
      field: ({ data }: CatalogEvent) => data['field'] ?? null,
      state: ({ data }: CatalogEvent) => data['state'] ?? null,
      listing: ({ data }: CatalogEvent, _args, { loaders }) => (data['listingId'] === undefined ? null : loaders.listings.load(data['listingId'] as ListingId)),
    },
  };
}

/** `show`: the value as its GraphQL type has it. */
function valueResolvers(show: (value: never) => unknown): TypeResolvers<CatalogLoaders> {
  return {
    desired: ({ desired }: FieldSync<never>) => show(desired.value),
    published: ({ published }: FieldSync<never>) => published && show(published.value),
    revision: ({ desired }: FieldSync<never>) => desired.revision,
    publishedRevision: ({ published }: FieldSync<never>) => published?.revision ?? null,
    evidence: ({ published }: FieldSync<never>) => published?.evidence ?? null,
    nextAttemptAt,
    errorClass: ({ issue }: FieldSync<never>) => issue && troubleNameOf(issue.code),
    operation: ({ desired }: FieldSync<never>) => desired.operationId && { id: desired.operationId },
  };
}
