import { explain } from '../../../platform/explanations/explain.js';
import type { PageRequest } from '../../../platform/mongo/keyset-page.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { pageOfList } from '../../sync/domain/list-page.js';
import type { FieldConsistency } from '../../sync/domain/consistency.js';
import type { LatencyQuantiles } from '../../sync/figures/domain/latency-buckets.js';
import { isCalendarDay, type ReportKind } from '../domain/report-period.js';
import { newPlan } from '../domain/report-plan.js';
import type { ErrorTally, PropagationTally, QuotaTally, Report, StorePart } from '../domain/report.js';
import type { ReportDeps } from '../operations/report-deps.js';
import { setReportSettings, type SetReportSettings } from '../operations/set-report-settings.js';
import type { createReportSoFar } from '../operations/show-report-so-far.js';
import type { ReportFilter } from '../store/report-store.js';

type Context = SubgraphContext<null>;

export function reportResolvers(deps: ReportDeps & { readonly reportSoFar: ReturnType<typeof createReportSoFar> }): ResolverMap<null> {
  return {
    Query: {
      operationsReports(_parent, { filter, ...page }: PageRequest & { filter?: ReportFilter | null }, context) {
        requireScope(context, 'sync:read');
        return connectionOf(page, (request) => deps.reports.page(context.principal.sellerId, checked(filter ?? {}), request));
      },
      operationsReport(_parent, { id }: { id: string }, context) {
        requireScope(context, 'sync:read');
        return deps.reports.find(context.principal.sellerId, id);
      },
      operationsReportSoFar(_parent, { period }: { period: ReportKind }, context) {
        requireScope(context, 'sync:read');
        return deps.reportSoFar(context.principal.sellerId, period);
      },
      async reportSettings(_parent, _args, context) {
        requireScope(context, 'sync:read');
        return (await deps.plans.find(context.principal.sellerId)) ?? newPlan(context.principal.sellerId, deps.clock.now());
      },
    },
    Mutation: {
      reportSettingsSet(_parent, { input }: { input: SetReportSettings }, context) {
        requireScope(context, 'sync:write');
        return setReportSettings(deps, context.principal, input);
      },
    },
    OperationsReport: {
      id: ({ _id }: Report) => _id,
      period: ({ kind }: Report) => kind,
      stores: ({ stores }: Report, page: PageRequest) => connectionOf(page, async (request) => pageOfList(stores, ({ storeId }) => storeId, request)),
    },
    StoreReport: {
      store: ({ storeId }: StorePart) => ({ id: storeId }),
      figures: (part: StorePart) => part,
    },
    ReportedField: { PRICE: 'price', QUANTITY: 'quantity', CONTENT: 'content' },
    ReportedError: { explanation: ({ cause }: ErrorTally, _args: unknown, { language }: Context) => explain(cause, language) },
    ReportedPropagation: { toSent: ({ sent }: PropagationTally) => sent, toApplied: ({ applied }: PropagationTally) => applied },
    ReportedTimes: { p50Seconds: inSeconds('p50Ms'), p95Seconds: inSeconds('p95Ms'), p99Seconds: inSeconds('p99Ms') },
    ReportedConsistency: { field: ({ field }: FieldConsistency) => field },
    ReportedQuota: { windowSeconds: ({ windowMs }: QuotaTally) => windowMs / 1_000 },
  };
}

/** To the millisecond: buckets know no more. */
function inSeconds(quantile: 'p50Ms' | 'p95Ms' | 'p99Ms') {
  return ({ [quantile]: ms }: LatencyQuantiles): number | null => (ms === null ? null : Math.round(ms) / 1_000);
}

function checked(filter: ReportFilter): ReportFilter {
  for (const end of ['from', 'to'] as const) {
    const day = filter[end];
    if (day != null && !isCalendarDay(day)) throw badInput(['filter', end], `'${day}' is not a day such as 2026-11-22`);
  }
  return filter;
}
