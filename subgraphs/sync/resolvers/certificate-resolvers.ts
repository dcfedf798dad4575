import type { StoreId } from '../../../platform/ids.js';
import type { PageRequest } from '../../../platform/mongo/keyset-page.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { type Certificate, coverageOf, totalOf } from '../domain/certificate.js';
import { readConsistency } from '../operations/read-consistency.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import type { SyncLoaders } from './loaders.js';

type Context = SubgraphContext<SyncLoaders>;

export function certificateResolvers(deps: Pick<SyncDeps, 'certificates' | 'orderCertificates' | 'catalog' | 'clock'>): ResolverMap<SyncLoaders> {
  const agedSeconds = ({ startedAt }: Certificate) => Math.max(0, Math.round((deps.clock.now().getTime() - startedAt.getTime()) / 1000));
  return {
    Store: {
      certificates({ id }: { id: StoreId }, page: PageRequest, context: Context) {
        requireScope(context, 'sync:read');
        return connectionOf(page, (request) => deps.certificates.page(id, request));
      },
      consistency({ id }: { id: StoreId }, _args: unknown, context: Context) {
        requireScope(context, 'sync:read');
        return readConsistency(deps, id);
      },
    },
    ConsistencyField: { PRICE: 'price', QUANTITY: 'quantity', ORDERS: 'orders' },
    Certificate: {
      id: ({ _id }: Certificate) => _id,
      ageSeconds: agedSeconds,
      coverage: (certificate: Certificate) => coverageOf(certificate),
      fields: (certificate: Certificate) => (['price', 'quantity'] as const).map((field) => ({ field, ...totalOf(certificate, field) })),
      found: (certificate: Certificate) => totalOf(certificate, 'price').different + totalOf(certificate, 'quantity').different + certificate.unknownHere + certificate.unknownThere,
      left: ({ left, unknownHere, unknownThere }: Certificate) => left + unknownHere + unknownThere,
      listings: ({ onSale }: Certificate) => onSale,
      unreadable: ({ unreadable }: Certificate) => unreadable ?? 0,
      unreadableKeys: ({ unreadableKeys }: Certificate) => unreadableKeys ?? [],
      documentsRead: ({ bodies }: Certificate) => bodies,
    },
  };
}
