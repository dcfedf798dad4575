import { refusePage } from '../../../platform/subgraph/connection.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { ForeseenOrder } from '../../orders/operations/foresee-replay.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import { replayPayloads, type Replay, type ReplayInput } from '../replay/replay-payloads.js';
import type { SyncLoaders } from './loaders.js';

export function replayResolvers(deps: SyncDeps): ResolverMap<SyncLoaders> {
  return {
    Mutation: {
      payloadReplay(_parent, { input }: { input: ReplayInput }, context: SubgraphContext<SyncLoaders>) {
        requireScope(context, 'payloads:read');
        requireScope(context, input.dryRun ? 'orders:read' : 'orders:write');
        return replayPayloads(deps, context.principal, input).catch(refusePage);
      },
    },
    PayloadReplay: { store: ({ storeId }: Replay) => ({ id: storeId }) },
    ReplayedOrder: { order: ({ orderId }: ForeseenOrder) => (orderId === null ? null : { id: orderId }) },
  };
}
