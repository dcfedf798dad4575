import { explanationOf } from '../../../platform/explanations/explanation-of.js';
import type { StoreId } from '../../../platform/ids.js';
import type { PageRequest } from '../../../platform/mongo/keyset-page.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { InboxEntry, Intake } from '../intake/index.js';
import { retryQuarantined, type RetryQuarantinedDeps, type RetryQuarantinedInput } from '../operations/retry-quarantined.js';
import type { SyncLoaders } from './loaders.js';

type Context = SubgraphContext<SyncLoaders>;

export function quarantineResolvers(deps: RetryQuarantinedDeps & { readonly intake: Pick<Intake, 'quarantined'> }): ResolverMap<SyncLoaders> {
  return {
    Query: {
      quarantine(_parent, { storeId, ...page }: PageRequest & { storeId?: StoreId | null }, context: Context) {
        requireScope(context, 'orders:read');
        const { sellerId } = context.principal;
        return connectionOf(page, (request) => deps.intake.quarantined({ sellerId, ...(storeId == null ? {} : { storeId }), page: request }));
      },
    },
    Mutation: {
      quarantineRetry(_parent, { input }: { input: RetryQuarantinedInput }, context: Context) {
        requireScope(context, 'orders:write');
        return retryQuarantined(deps, context.principal.sellerId, input);
      },
    },
    QuarantinedCall: {
      id: ({ _id }: InboxEntry) => _id,
      store: ({ storeId }: InboxEntry) => ({ id: storeId }),
      quarantinedAt: ({ state }: InboxEntry) => (state.kind === 'QUARANTINED' ? state.at : null),
      code: ({ state }: InboxEntry) => (state.kind === 'QUARANTINED' ? state.code : null),
      explanation: explanationOf(({ state }: InboxEntry) => (state.kind === 'QUARANTINED' ? state.code : null)),
      reason: ({ state }: InboxEntry) => (state.kind === 'QUARANTINED' ? state.message : null),
    },
  };
}
