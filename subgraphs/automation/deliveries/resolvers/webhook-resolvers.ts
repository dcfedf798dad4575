import type { PageRequest } from '../../../../platform/mongo/keyset-page.js';
import { connectionOf } from '../../../../platform/subgraph/connection.js';
import { requireScope } from '../../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../../platform/subgraph/resolver-map.js';
import type { WebhookDelivery } from '../domain/webhook-delivery.js';
import { secretsInForce, type WebhookEndpoint } from '../domain/webhook-endpoint.js';
import type { EndpointInput } from '../operations/change-endpoint.js';
import { createEndpoint, type CreateEndpointInput } from '../operations/create-endpoint.js';
import type { DeliveriesDeps } from '../operations/deliveries-deps.js';
import { removeEndpoint } from '../operations/remove-endpoint.js';
import { rotateSecret, type RotateSecretInput } from '../operations/rotate-secret.js';
import { pingEndpoint, redeliver, type RedeliverInput } from '../operations/send-again.js';
import { setEndpoint, type SetEndpointInput } from '../operations/set-endpoint.js';
import type { DeliveryFilter } from '../store/delivery-store.js';

type Input<T> = { readonly input: T };

export function webhookResolvers(deps: DeliveriesDeps): ResolverMap<unknown> {
  return {
    Query: {
      webhookEndpoints(_parent, page: PageRequest, context) {
        requireScope(context, 'sync:read');
        return connectionOf(page, (request) => deps.endpoints.pageOf(context.principal.sellerId, request));
      },
      webhookDeliveries(_parent, { filter, ...page }: PageRequest & { filter?: DeliveryFilter | null }, context) {
        requireScope(context, 'sync:read');
        return connectionOf(page, (request) => deps.deliveries.page(context.principal.sellerId, filter ?? {}, request));
      },
    },
    Mutation: {
      webhookEndpointCreate(_parent, { input }: Input<CreateEndpointInput>, context) {
        requireScope(context, 'sync:write');
        return createEndpoint(deps, context.principal, input);
      },
      webhookEndpointSet(_parent, { input }: Input<SetEndpointInput>, context) {
        requireScope(context, 'sync:write');
        return setEndpoint(deps, context.principal, input);
      },
      webhookEndpointRotateSecret(_parent, { input }: Input<RotateSecretInput>, context) {
        requireScope(context, 'sync:write');
        return rotateSecret(deps, context.principal, input);
      },
      webhookEndpointRemove(_parent, { input }: Input<EndpointInput>, context) {
        requireScope(context, 'sync:write');
        return removeEndpoint(deps, context.principal, input);
      },
      webhookPing(_parent, { input }: Input<EndpointInput>, context) {
        requireScope(context, 'sync:write');
        return pingEndpoint(deps, context.principal, input);
      },
      webhookRedeliver(_parent, { input }: Input<RedeliverInput>, context) {
        requireScope(context, 'sync:write');
        return redeliver(deps, context.principal, input);
      },
    },
    WebhookEventKind: { ALERT_RAISED: 'alert.raised', ALERT_RESOLVED: 'alert.resolved', REPORT_READY: 'report.ready', PING: 'webhook.ping' },
    WebhookChoice: { ALERT_RAISED: 'alert.raised', ALERT_RESOLVED: 'alert.resolved', REPORT_READY: 'report.ready' },
    WebhookEndpoint: {
      id: ({ _id }: WebhookEndpoint) => _id,
      isActive: ({ state }: WebhookEndpoint) => state.kind === 'ACTIVE',
      disabledReason: ({ state }: WebhookEndpoint) => (state.kind === 'DISABLED' ? state.reason : null),
      disabledAt: ({ state }: WebhookEndpoint) => (state.kind === 'DISABLED' ? state.at : null),
      lastSuccessAt: ({ health }: WebhookEndpoint) => health.lastSuccessAt,
      failingSince: ({ health }: WebhookEndpoint) => health.failingSince,
      secretsInForce: (endpoint: WebhookEndpoint) => secretsInForce(endpoint, deps.clock.now()).length,
    },
    WebhookDelivery: {
      id: ({ _id }: WebhookDelivery) => _id,
    },
  };
}
