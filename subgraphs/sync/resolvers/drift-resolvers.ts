import type { PageRequest } from '../../../platform/mongo/keyset-page.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { PayloadDrift } from '../drift/index.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import type { SyncLoaders } from './loaders.js';

export function driftResolvers({ drifts, archive }: Pick<SyncDeps, 'drifts' | 'archive'>): ResolverMap<SyncLoaders> {
  return {
    Query: {
      payloadDrifts(_parent, { marketplace, ...page }: PageRequest & { marketplace?: string | null }, context: SubgraphContext<SyncLoaders>) {
        requireScope(context, 'payloads:read');
        const { sellerId } = context.principal;
        return connectionOf(page, (request) => drifts.page({ sellerId, ...(marketplace == null ? {} : { marketplace }), page: request }));
      },
    },
    PayloadDrift: {
      id: ({ _id }: PayloadDrift) => _id,
      store: ({ storeId }: PayloadDrift) => ({ id: storeId }),
      payload: ({ sellerId, payloadId }: PayloadDrift) => archive.getPayload({ sellerId, id: payloadId }),
    },
  };
}
