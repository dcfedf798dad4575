import type { StoreId } from '../../../platform/ids.js';
import { money } from '../../../platform/money.js';
import type { PageRequest } from '../../../platform/mongo/keyset-page.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { moneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { type CurrencySum, foundIn, type OrderCertificate, orderCoverageOf } from '../domain/order-certificate.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import type { SyncLoaders } from './loaders.js';

export function orderCertificateResolvers({ orderCertificates, clock }: Pick<SyncDeps, 'orderCertificates' | 'clock'>): ResolverMap<SyncLoaders> {
  return {
    Store: {
      orderCertificates({ id }: { id: StoreId }, page: PageRequest, context: SubgraphContext<SyncLoaders>) {
        requireScope(context, 'sync:read');
        return connectionOf(page, (request) => orderCertificates.page(id, request));
      },
    },
    OrderCertificate: {
      id: ({ _id }: OrderCertificate) => _id,
      ageSeconds: ({ startedAt }: OrderCertificate) => Math.max(0, Math.round((clock.now().getTime() - startedAt.getTime()) / 1000)),
      orders: ({ listed }: OrderCertificate) => listed,
      coverage: (certificate: OrderCertificate) => orderCoverageOf(certificate),
      found: (certificate: OrderCertificate) => foundIn(certificate),
      left: (certificate: OrderCertificate) => foundIn(certificate) - certificate.repaired,
      missing: ({ found }: OrderCertificate) => found.MISSING,
      older: ({ found }: OrderCertificate) => found.OLDER,
      different: ({ found }: OrderCertificate) => found.DIFFERENT,
      unknownThere: ({ found }: OrderCertificate) => found.UNKNOWN_THERE,
    },
    OrderSum: {
      there: ({ thereMinor, currency }: CurrencySum) => moneyField(money(thereMinor, currency)),
      here: ({ hereMinor, currency }: CurrencySum) => moneyField(money(hereMinor, currency)),
    },
  };
}
