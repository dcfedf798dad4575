import type { PayloadId } from '../../../platform/ids.js';
import type { PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { PayloadFilter } from '../../../platform/payloads/archive.js';
import type { Payload, PayloadBody } from '../../../platform/payloads/payload.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import type { SyncLoaders } from './loaders.js';

type Context = SubgraphContext<SyncLoaders>;

interface PayloadsArguments extends PageRequest {
  readonly filter?: { readonly [K in keyof PayloadFilter]?: PayloadFilter[K] | null } | null;
}

export function payloadResolvers({ archive }: Pick<SyncDeps, 'archive'>): ResolverMap<SyncLoaders> {
  return {
    Query: {
      payloads(_parent, { filter, ...page }: PayloadsArguments, context: Context) {
        requireScope(context, 'payloads:read');
        const { sellerId } = context.principal;
        return connectionOf(page, (request) => archive.findPayloads({ sellerId, filter: withoutNulls(filter ?? {}), page: request }));
      },
      payload(_parent, { id, revealPersonal }: { id: PayloadId; revealPersonal: boolean | null }, context: Context) {
        requireScope(context, 'payloads:read');
        if (revealPersonal) requireScope(context, 'orders:personal');
        return archive.getPayload({ sellerId: context.principal.sellerId, id, revealPersonal: revealPersonal === true });
      },
    },
    Payload: { store: ({ storeId }: Payload) => ({ id: storeId }) },
    PayloadBody: { text: ({ content }: PayloadBody) => content?.toString('utf8') ?? null },
  };
}

function withoutNulls(filter: NonNullable<PayloadsArguments['filter']>): PayloadFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));
}
