import type { EventLog } from '../../../../platform/events/event-log.js';
import { stateExplanationOf } from '../../../../platform/explanations/explanation-of.js';
import type { PageRequest } from '../../../../platform/mongo/keyset-page.js';
import { connectionOf } from '../../../../platform/subgraph/connection.js';
import { requireScope } from '../../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../../platform/subgraph/subgraph.js';
import type { AlertKind, AlertRule } from '../domain/alert-rule.js';
import type { Alert, AlertId } from '../domain/alert.js';
import type { AlertsDeps } from '../operations/alerts-deps.js';
import { listRules } from '../operations/list-rules.js';
import { pauseRule, resetRule, resumeRule, setRule, type RuleInput, type SetRuleInput } from '../operations/set-rule.js';
import type { AlertFilter } from '../store/alert-store.js';
import { alertChangedEvents, type AlertChangedArguments, type AlertChangedEvent } from './alert-changed.js';

type Input<T> = { readonly input: T };
type Context = SubgraphContext;

export function alertResolvers(deps: AlertsDeps, events: Pick<EventLog, 'subscribe'>): ResolverMap<unknown> {
  const alertOf = async (id: AlertId, { principal }: Context): Promise<Alert | null> => (await deps.alerts.own(principal.sellerId, [id]))[0] ?? null;
  return {
    Query: {
      alerts(_parent, { filter, ...page }: PageRequest & { filter?: AlertFilter | null }, context) {
        requireScope(context, 'sync:read');
        return connectionOf(page, (request) => deps.alerts.page(context.principal.sellerId, filter ?? {}, request));
      },
      alert(_parent, { id }: { id: AlertId }, context) {
        requireScope(context, 'sync:read');
        return alertOf(id, context);
      },
      alertRules(_parent, { kinds, ...page }: PageRequest & { kinds?: readonly AlertKind[] | null }, context) {
        requireScope(context, 'sync:read');
        return connectionOf(page, (request) => listRules(deps, { sellerId: context.principal.sellerId, kinds: kinds ?? null, page: request }));
      },
    },
    Mutation: {
      alertRuleSet(_parent, { input }: Input<SetRuleInput>, context) {
        requireScope(context, 'sync:write');
        return setRule(deps, context.principal, input);
      },
      alertRulePause(_parent, { input }: Input<RuleInput>, context) {
        requireScope(context, 'sync:write');
        return pauseRule(deps, context.principal, input);
      },
      alertRuleResume(_parent, { input }: Input<RuleInput>, context) {
        requireScope(context, 'sync:write');
        return resumeRule(deps, context.principal, input);
      },
      alertRuleReset(_parent, { input }: Input<RuleInput>, context) {
        requireScope(context, 'sync:write');
        return resetRule(deps, context.principal, input);
      },
    },
    Subscription: {
      alertChanged: {
        subscribe: (_parent: unknown, args: AlertChangedArguments, context: Context) => alertChangedEvents(args, context, events),
        resolve: (event: AlertChangedEvent) => event,
      },
    },
    AlertChanged: {
      alert: ({ alertId }: AlertChangedEvent, _args: unknown, context: Context) => alertId && alertOf(alertId, context),
    },
    Alert: {
      id: ({ _id }: Alert & { readonly _id: AlertId }) => _id,
      store: ({ storeId }: Alert) => storeId && { id: storeId },
      explanation: stateExplanationOf('ALERT', ({ kind }: Alert) => kind),
    },
    AlertRule: {
      store: ({ storeId }: AlertRule) => storeId && { id: storeId },
      explanation: stateExplanationOf('ALERT', ({ kind }: AlertRule) => kind),
    },
  };
}
