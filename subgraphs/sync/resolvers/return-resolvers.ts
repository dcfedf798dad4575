import { stateExplanationOf } from '../../../platform/explanations/explanation-of.js';
import type { StoreId } from '../../../platform/ids.js';
import type { PageRequest } from '../../../platform/mongo/keyset-page.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { moneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { RemoteClaim } from '../connector/contract.js';
import { listReturns, type Return } from '../operations/list-returns.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import type { SyncLoaders } from './loaders.js';

/** What buyers want to give back, on every store whose marketplace says so. */
export function returnResolvers(deps: Pick<SyncDeps, 'access' | 'orders' | 'secretBox' | 'intake'>): ResolverMap<SyncLoaders> {
  return {
    Store: {
      returns({ id: storeId }: { id: StoreId }, { since, ...request }: PageRequest & { since: Date }, context: SubgraphContext<SyncLoaders>) {
        requireScope(context, 'orders:read');
        const { sellerId } = context.principal;
        return connectionOf(request, (page) => listReturns(deps, { sellerId, storeId, since, page }));
      },
      async returnsWaiting({ id: storeId }: { id: StoreId }, _args: unknown, context: SubgraphContext<SyncLoaders>) {
        requireScope(context, 'orders:read');
        if (!(await context.loaders.stores.load(storeId))) return null;
        return (await deps.intake.pollMarks([storeId]))[0]?.returnsWaiting ?? null;
      },
    },
    Return: {
      id: ({ remoteClaimId }: Return) => remoteClaimId,
      stateExplanation: stateExplanationOf('RETURN_STATE', ({ state }: Return) => state),
      remoteStatus: ({ status }: Return) => status,
      refund: ({ refund }: Return) => moneyField(refund),
      note({ note }: Return, _args: unknown, context: SubgraphContext<SyncLoaders>) {
        requireScope(context, 'orders:personal');
        return note;
      },
      unreadable: ({ unreadable }: Return) => unreadable ?? null,
      order: ({ orderId }: Return) => (orderId === null ? null : { id: orderId }),
    },
    ReturnLine: {
      remoteStatus: ({ status }: RemoteClaim['lines'][number]) => status,
    },
  };
}
