import { explanationOf } from '../../../platform/explanations/explanation-of.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap, FieldResolver } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { Scope } from '../../../platform/principal.js';
import type { CancelReason, CancelReasonTold } from '../connector/contract.js';
import type { PlannedRequest } from '../domain/dry-run.js';
import { adjustStock } from '../operations/adjust-stock.js';
import type { Begun } from '../operations/begin-operation.js';
import { reasonTold } from '../operations/reason-told.js';
import { requestOrderAction, type OrderActionInput, type OrderActionRequest } from '../operations/request-order-action.js';
import { resolveConflicts, type ResolveConflictsInput } from '../operations/resolve-conflicts.js';
import { publishListings } from '../operations/publish-listings.js';
import { setPrices } from '../operations/set-prices.js';
import { setStock } from '../operations/set-stock.js';
import { splitOrder } from '../operations/split-order.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import { withdrawListings } from '../operations/withdraw-listings.js';
import type { SyncLoaders } from './loaders.js';

type Operation<I> = (deps: SyncDeps, principal: SubgraphContext['principal'], input: I) => Promise<Begun>;

/** The mutations that marketplaces have to be told of. */
export function mutationResolvers(deps: SyncDeps): ResolverMap<SyncLoaders> {
  const mutation = <I>(scope: Scope, operation: Operation<I>): FieldResolver<SyncLoaders> => async (_parent, { input }: { input: I }, context) => {
    requireScope(context, scope);
    return toPayload(await operation(deps, context.principal, input));
  };
  const orderAction = (kind: OrderActionRequest['kind']): Operation<OrderActionInput> => (all, principal, input) => requestOrderAction(all, { principal, kind, input });

  return {
    Mutation: {
      priceSet: mutation('catalog:write', setPrices),
      stockSet: mutation('catalog:write', setStock),
      stockAdjust: mutation('catalog:write', adjustStock),
      listingPublish: mutation('catalog:write', publishListings),
      listingWithdraw: mutation('catalog:write', withdrawListings),
      async conflictResolve(_parent, { input }: { input: ResolveConflictsInput }, context) {
        requireScope(context, 'catalog:write');
        const { operation, userErrors } = await resolveConflicts(deps, context.principal, input);
        return { operation, userErrors, conflicts: [...new Set(input.conflictIds)].map((id) => ({ id })) };
      },
      orderAccept: mutation('orders:write', orderAction('ORDER_ACCEPT')),
      orderShip: mutation('orders:write', orderAction('ORDER_SHIP')),
      async orderCancelLines(_parent, { input }: { input: CancelLinesInput }, context) {
        requireScope(context, 'orders:write');
        return cancelPayload(deps, context.principal, input);
      },
      orderSplit: mutation('orders:write', splitOrder),
    },
    CancelReasonTold: { explanation: explanationOf(({ isExact }: CancelReasonTold) => (isExact ? null : 'CANCEL_REASON_NEAREST')) },
    PlannedRequest: { store: ({ storeId }: PlannedRequest) => ({ id: storeId }) },
  };
}

interface CancelLinesInput extends OrderActionInput {
  readonly reason: CancelReason;
}

async function cancelPayload(deps: SyncDeps, principal: SubgraphContext['principal'], input: CancelLinesInput) {
  const begun = await requestOrderAction(deps, { principal, kind: 'ORDER_CANCEL_LINES', input });
  return { ...toPayload(begun), reasonTold: await reasonTold(deps, principal, input) };
}

function toPayload({ variantIds, orderIds, ...rest }: Begun) {
  return { ...rest, variants: variantIds.map((id) => ({ id })), order: orderIds[0] === undefined ? null : { id: orderIds[0] } };
}
