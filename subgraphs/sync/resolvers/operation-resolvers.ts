import { explanationOf } from '../../../platform/explanations/explanation-of.js';
import type { OperationId } from '../../../platform/ids.js';
import type { PageRequest } from '../../../platform/mongo/keyset-page.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { SyncOperation } from '../domain/operation.js';
import { cancelOperation, type CancelOperationInput } from '../operations/cancel-operation.js';
import { retryListings, type RetriedListings, type RetryListingsInput } from '../operations/retry-listings.js';
import { retryOrder, type RetryOrderInput } from '../operations/retry-order.js';
import { retryOperation, type RetryOperationInput } from '../operations/retry-operation.js';
import { troublesOfOperation, type OperationTrouble } from '../operations/troubles-of-operation.js';
import { runSync, type RunSyncInput } from '../operations/run-sync.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import type { OperationFilter } from '../store/operation-store.js';
import type { SyncLoaders } from './loaders.js';
import { operationChangedEvents, type OperationChangedArguments, type OperationChangedEvent } from './operation-changed.js';

type Context = SubgraphContext<SyncLoaders>;

export function operationResolvers(deps: SyncDeps): ResolverMap<SyncLoaders> {
  return {
    Query: {
      operations(_parent, { filter, ...page }: PageRequest & { filter?: OperationFilter | null }, context: Context) {
        requireScope(context, 'sync:read');
        return connectionOf(page, (request) => deps.operations.list(context.principal.sellerId, filter ?? {}, request));
      },
      operation(_parent, { id }: { id: OperationId }, context: Context) {
        requireScope(context, 'sync:read');
        return context.loaders.operations.load(id);
      },
    },
    Mutation: {
      syncRun(_parent, { input }: { input: RunSyncInput }, context: Context) {
        requireScope(context, 'sync:write');
        return runSync(deps, context.principal, input);
      },
      operationRetry(_parent, { input }: { input: RetryOperationInput }, context: Context) {
        requireScope(context, 'sync:write');
        return retryOperation(deps, context.principal, input);
      },
      listingRetry(_parent, { input }: { input: RetryListingsInput }, context: Context) {
        requireScope(context, 'sync:write');
        return listingRetryPayload(retryListings(deps, context.principal, input));
      },
      orderRetry(_parent, { input }: { input: RetryOrderInput }, context: Context) {
        requireScope(context, 'sync:write');
        return retryOrder(deps, context.principal, input);
      },
      operationCancel(_parent, { input }: { input: CancelOperationInput }, context: Context) {
        requireScope(context, 'sync:write');
        return cancelOperation(deps, context.principal, input);
      },
    },
    Subscription: {
      operationChanged: {
        subscribe: (_parent, args: OperationChangedArguments, context: Context) => operationChangedEvents(args, context, deps.events),
        resolve: (event: OperationChangedEvent) => event,
      },
    },
    OperationChanged: {
      operation: ({ operationId }: OperationChangedEvent, _args, { loaders }) => (operationId === null ? null : loaders.operations.load(operationId)),
    },
    OperationTrouble: {
      explanation: explanationOf(({ code }: OperationTrouble) => code),
    },
    SyncOperation: {
      __resolveReference({ id }: { id: OperationId }, context: Context) {
        requireScope(context, 'sync:read');
        return context.loaders.operations.load(id);
      },
      id: ({ _id }: SyncOperation) => _id,
      stores: ({ storeIds }: SyncOperation) => storeIds.map((id) => ({ id })),
      durationMs: ({ createdAt, finishedAt }: SyncOperation) => (finishedAt ?? deps.clock.now()).getTime() - createdAt.getTime(),
      troubles: (operation: SyncOperation) => troublesOfOperation(deps, operation),
      userErrors: async ({ _id }: SyncOperation) => (await deps.operations.outcomeOf(_id))?.userErrors ?? [],
    },
  };
}

async function listingRetryPayload(retrying: Promise<RetriedListings>) {
  const { listings, ...rest } = await retrying;
  return { ...rest, listings: listings.map(({ _id }) => ({ id: _id })) };
}
