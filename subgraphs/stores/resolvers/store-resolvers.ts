import { explanationOf } from '../../../platform/explanations/explanation-of.js';
import type { EventLog } from '../../../platform/events/event-log.js';
import type { StoreId } from '../../../platform/ids.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { Store, StorePause, StoreWarning } from '../domain/store.js';
import { connectStore, type ConnectStore } from '../operations/connect-store.js';
import { listStores } from '../operations/find-stores.js';
import { pauseStore } from '../operations/pause-store.js';
import { resumeStore } from '../operations/resume-store.js';
import { setStockPolicy } from '../operations/set-stock-policy.js';
import { showWebhookSetup } from '../operations/show-webhook-setup.js';
import type { StoresDeps } from '../operations/stores-deps.js';
import type { StoreLoaders } from './loaders.js';
import { storeChangedEvents, type StoreChangedArguments, type StoreChangedEvent } from './store-changed.js';
import { policyOf, type StockPolicyInput } from './stock-policy-input.js';

type Context = SubgraphContext<StoreLoaders>;
type Input<T> = { readonly input: T };
type StoreInput<T = unknown> = Input<{ readonly id: StoreId; readonly dryRun?: boolean | null } & T>;
type ConnectInput = Input<Omit<ConnectStore, 'sellerId' | 'stockPolicy'> & { readonly stockPolicy?: StockPolicyInput | null }>;

export function storeResolvers(deps: StoresDeps & { readonly events: EventLog }): ResolverMap<StoreLoaders> {
  return {
    Query: {
      stores(_parent, { first, after }: { first?: number | null; after?: string | null }, context: Context) {
        requireScope(context, 'stores:read');
        return connectionOf({ first: first ?? null, after: after ?? null }, (page) => listStores(deps, { sellerId: context.principal.sellerId, page }));
      },
      store(_parent, { id }: { id: StoreId }, context: Context) {
        requireScope(context, 'stores:read');
        return context.loaders.stores.load(id);
      },
    },
    Mutation: {
      storeConnect(_parent, { input: { stockPolicy, ...input } }: ConnectInput, context: Context) {
        requireScope(context, 'stores:write');
        return connectStore(deps, { ...input, ...(stockPolicy && { stockPolicy: policyOf(stockPolicy) }), sellerId: context.principal.sellerId });
      },
      storePause(_parent, { input: { id, reason, dryRun } }: StoreInput<{ readonly reason?: string | null }>, context: Context) {
        requireScope(context, 'stores:write');
        return pauseStore(deps, { sellerId: context.principal.sellerId, storeId: id, code: 'PAUSED_BY_SELLER', message: reason ?? 'Paused by the seller.', dryRun: dryRun ?? false });
      },
      storeResume(_parent, { input: { id, dryRun } }: StoreInput, context: Context) {
        requireScope(context, 'stores:write');
        return resumeStore(deps, { sellerId: context.principal.sellerId, storeId: id, dryRun: dryRun ?? false });
      },
      storePolicySet(_parent, { input: { id, stockPolicy, dryRun } }: StoreInput<{ readonly stockPolicy: StockPolicyInput }>, context: Context) {
        requireScope(context, 'stores:write');
        return setStockPolicy(deps, { sellerId: context.principal.sellerId, storeId: id, stockPolicy: policyOf(stockPolicy), dryRun: dryRun ?? false });
      },
    },
    Subscription: {
      storeChanged: {
        subscribe: (_parent, args: StoreChangedArguments, context: Context) => storeChangedEvents(args, context, deps.events),
        resolve: (event: StoreChangedEvent) => event,
      },
    },
    StoreChanged: {
      store: ({ storeId }: StoreChangedEvent, _args, { loaders }) => (storeId === null ? null : loaders.stores.load(storeId)),
    },
    Store: {
      __resolveReference({ id }: { id: StoreId }, context: Context) {
        requireScope(context, 'stores:read');
        return context.loaders.stores.load(id);
      },
      id: ({ _id }: Store) => _id,
      state: ({ state }: Store) => state.kind,
      pause: ({ state }: Store) => (state.kind === 'PAUSED' ? state : null),
      warnings: ({ warnings }: Store) => warnings ?? [],
      webhook: (store: Store) => ({ ...store.webhook, state: store.webhook.kind, store }),
    },
    StoreWebhook: {
      setup({ store }: { store: Store }, _args, context: Context) {
        requireScope(context, 'stores:write');
        return showWebhookSetup(deps, store);
      },
    },
    StoreWarning: {
      explanation: explanationOf(({ code }: StoreWarning) => code),
    },
    StorePause: {
      explanation: explanationOf(({ code }: StorePause) => code),
    },
  };
}
