import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SECONDS_OF_A_CALL = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const SECONDS_OF_A_JOURNEY = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 60, 300, 1800];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * The hub's metrics in a registry of their own. Units stand in the names (`_seconds`, `_total`); labels take values from
 * closed sets only (marketplace, operation, outcome), never ids, so the number of series stays bounded.
 */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    /** Calls to marketplaces; outcome is a status class (`2xx`) or the kind of a TransportError. */
    marketplaceRequestDuration: new Histogram({ name: 'hub_marketplace_request_duration_seconds', help: 'Time from sending a marketplace request to the end of its answer', labelNames: ['marketplace', 'operation', 'outcome'], buckets: SECONDS_OF_A_CALL, registers }),
    marketplaceRetries: new Counter({ name: 'hub_marketplace_retries_total', help: 'Repeated safe marketplace requests', labelNames: ['marketplace', 'operation'], registers }),
    marketplaceRateLimited: new Counter({ name: 'hub_marketplace_rate_limited_total', help: 'Answers with status 429', labelNames: ['marketplace', 'group'], registers }),
    quotaRefusals: new Counter({ name: 'hub_quota_refusals_total', help: 'Requests held back because their quota was spent', labelNames: ['marketplace', 'group'], registers }),
    breakersOpen: new Gauge({ name: 'hub_breakers_open', help: 'Circuits open now', labelNames: ['marketplace', 'group'], registers }),
    slowdowns: new Counter({ name: 'hub_call_slowdowns_total', help: 'Times a store was sent fewer calls at once because its marketplace bore no more', labelNames: ['marketplace', 'cause'], registers }),
    storesSlowed: new Gauge({ name: 'hub_stores_slowed', help: 'Stores sent fewer calls at once now than their marketplace allows', labelNames: ['marketplace'], registers }),
    eventsPublished: new Counter({ name: 'hub_events_published_total', help: 'Events moved from the ledger to the event log', labelNames: ['type'], registers }),
    eventPublishLag: new Histogram({ name: 'hub_event_publish_lag_seconds', help: 'Time from a change to its place in the event log', buckets: SECONDS_OF_A_CALL, registers }),
    eventGaps: new Counter({ name: 'hub_event_gaps_total', help: 'Gaps told to subscribers', labelNames: ['reason'], registers }),
    wakeRunDuration: new Histogram({ name: 'hub_wake_run_duration_seconds', help: 'Length of the runs that wakes caused', labelNames: ['queue', 'outcome'], buckets: SECONDS_OF_A_JOURNEY, registers }),
    queueKeys: new Gauge({ name: 'hub_queue_keys', help: 'Stores that wait for a worker, over all workers', labelNames: ['queue'], registers }),
    queueAge: new Gauge({ name: 'hub_queue_age_seconds', help: 'How long the longest waiting store has waited for a worker', labelNames: ['queue'], registers }),
    changeSettled: new Histogram({ name: 'hub_change_settled_seconds', help: 'Time from a desired value to its proof on the marketplace', labelNames: ['marketplace', 'field'], buckets: SECONDS_OF_A_JOURNEY, registers }),
    oversellWindow: new Histogram({ name: 'hub_oversell_window_seconds', help: 'Time from an order reaching the hub to another store accepting the lower quantity, once for each such store', buckets: SECONDS_OF_A_JOURNEY, registers }),
    ordersReceived: new Counter({ name: 'hub_orders_received_total', help: 'Orders recorded for the first time', labelNames: ['marketplace'], registers }),
    notificationsReceived: new Counter({ name: 'hub_notifications_received_total', help: 'Notifications read from queues of marketplaces', labelNames: ['marketplace', 'outcome'], registers }),
    namedOrdersRead: new Counter({ name: 'hub_named_orders_read_total', help: 'Orders that news only named, by what came of reading them; listed: a poll brought them first', labelNames: ['marketplace', 'outcome'], registers }),
    webhooksReceived: new Counter({ name: 'hub_webhooks_received_total', help: 'Webhook calls', labelNames: ['marketplace', 'outcome'], registers }),
    graphqlDuration: new Histogram({ name: 'hub_graphql_request_duration_seconds', help: 'GraphQL requests', labelNames: ['service', 'kind', 'outcome'], buckets: SECONDS_OF_A_CALL, registers }),
    subscribers: new Gauge({ name: 'hub_subscribers', help: 'Open GraphQL subscriptions', labelNames: ['transport'], registers }),
    contentType: registry.contentType,
    /** The page for Prometheus. */
    text: (): Promise<string> => registry.metrics(),
  };
}
