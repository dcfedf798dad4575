import type { EventLog } from '../../../platform/events/event-log.js';
import type { ConflictId, Sku, StoreId } from '../../../platform/ids.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap, TypeResolvers } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { Conflict, ConflictDecider, ConflictField, ConflictRules, ConflictState } from '../domain/conflict.js';
import { CONFLICT_FIELDS } from '../domain/conflict.js';
import type { Listing } from '../domain/listing.js';
import { CONFLICT_CHANGED } from '../events.js';
import type { CatalogDeps } from '../operations/catalog-deps.js';
import { setConflictRule, type SetConflictRuleAnswer, type SetConflictRuleInput } from '../operations/set-conflict-rule.js';
import { type CatalogEvent, catalogEvents } from './catalog-events.js';
import type { CatalogLoaders } from './loaders.js';
import { priceField } from './price-field.js';

type Context = SubgraphContext<CatalogLoaders>;

interface ConflictFilterInput {
  readonly storeIds?: readonly StoreId[] | null;
  readonly skus?: readonly Sku[] | null;
  readonly fields?: readonly ConflictField[] | null;
  readonly states?: readonly ConflictState[] | null;
}

const MOST_OF_LISTING = 20;

export function conflictQueries(deps: CatalogDeps): TypeResolvers<CatalogLoaders> {
  return {
    async conflicts(_parent, { filter, first, after }: { filter?: ConflictFilterInput | null; first?: number | null; after?: string | null }, context: Context) {
      requireScope(context, 'catalog:read');
      const { sellerId } = context.principal;
      const { skus, ...rest } = filter ?? {};
      const goods = skus && (await deps.variants.bySkus(sellerId, skus));
      return connectionOf({ first: first ?? null, after: after ?? null }, (page) => deps.conflicts.page(sellerId, { ...rest, ...(goods && { variantIds: goods.map(({ _id }) => _id) }) }, page));
    },
    conflict(_parent, { id }: { id: ConflictId }, context: Context) {
      requireScope(context, 'catalog:read');
      return context.loaders.conflicts.load(id);
    },
  };
}

export function conflictMutations(deps: CatalogDeps): TypeResolvers<CatalogLoaders> {
  return {
    conflictRuleSet(_parent, { input }: { input: SetConflictRuleInput }, context: Context) {
      requireScope(context, 'catalog:write');
      return setConflictRule(deps, { sellerId: context.principal.sellerId, input });
    },
  };
}

export function conflictTypes(deps: Pick<CatalogDeps, 'conflicts'>): ResolverMap<CatalogLoaders> {
  return {
    ConflictField: { PRICE: 'price', QUANTITY: 'quantity' },
    Conflict: {
      __resolveReference({ id }: { id: ConflictId }, context: Context) {
        requireScope(context, 'catalog:read');
        return context.loaders.conflicts.load(id);
      },
      id: ({ _id }: Conflict) => _id,
      listing: ({ listingId }: Conflict, _args, { loaders }) => loaders.listings.load(listingId),
      store: ({ storeId }: Conflict) => ({ id: storeId }),
      hub: ({ hub }: Conflict) => ({ ...valueFields(hub.value), madeAt: hub.madeAt }),
      marketplace: ({ remote }: Conflict) => ({ ...valueFields(remote.value), seenAt: remote.seenAt, changedAfter: remote.beforeSeenAt }),
      evidence: ({ evidence }: Conflict) => evidence.by,
      payloadId: ({ evidence }: Conflict) => evidence.payloadId,
      stockAdjustment: ({ adjustment }: Conflict) => adjustment,
    },
    ConflictDecider: {
      operation: (decider: ConflictDecider) => (decider.kind === 'KEY' ? { id: decider.operationId } : null),
    },
    ConflictRuleSetPayload: {
      store: ({ storeId }: SetConflictRuleAnswer) => storeId && { id: storeId },
    },
    Store: {
      async __resolveReference({ id }: { id: StoreId }, context: Context) {
        return (await context.loaders.stores.load(id)) && { id };
      },
      async conflictRules({ id }: { id: StoreId }, _args: unknown, context: Context) {
        requireScope(context, 'catalog:read');
        const rules: ConflictRules = await context.loaders.conflictRules.load(id);
        return CONFLICT_FIELDS.map((field) => ({ field, rule: rules[field] }));
      },
    },
    Listing: { conflicts: ({ _id }: Listing) => deps.conflicts.ofListing(_id, MOST_OF_LISTING) },
  };
}

export function conflictSubscription(events: Pick<EventLog, 'subscribe'>): ResolverMap<CatalogLoaders> {
  return {
    Subscription: {
      conflictChanged: {
        subscribe: (_parent: unknown, args: { storeId?: string | null; after?: string | null }, context: Context) => catalogEvents(CONFLICT_CHANGED, args, context, events),
        resolve: (event: CatalogEvent) => event,
      },
    },
    ConflictChanged: {
      conflict: ({ data }: CatalogEvent, _args, { loaders }) => (data['conflictId'] === undefined ? null : loaders.conflicts.load(data['conflictId'] as ConflictId)),
    },
  };
}

function valueFields(value: Conflict['hub']['value']): { readonly price: unknown; readonly quantity: number | null } {
  return typeof value === 'number' ? { price: null, quantity: value } : { price: priceField(value), quantity: null };
}
