import type { DomainEvent } from '../../../platform/events/event.js';
import { createOutboxRelay } from '../../../platform/events/outbox.js';
import { newId } from '../../../platform/ids.js';
import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import type { Principal } from '../../../platform/principal.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { startLaneSuite } from '../../sync/testing/lane-suite.js';
import { createAutomation, type Automation } from '../index.js';
import { startWebhookReceiver } from './webhook-receiver.js';

export type AlertOffice = Awaited<ReturnType<typeof openAlertOffice>>;

interface Asked {
  readonly data: Record<string, never> | null | undefined;
  readonly errors: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[] | undefined;
}

/** Alerts and webhooks over a store with goods on a paper marketplace, and a program of the seller's that listens. Nothing runs by itself but the hearing of events. */
export async function openAlertOffice({ goods = 3 }: { readonly goods?: number } = {}) {
  const late: { automation?: Automation } = {};
  const suite = await startLaneSuite({ goods, worker: false, onPublished: (events: readonly DomainEvent[]) => late.automation?.hear(events) });
  const receiver = await startWebhookReceiver();
  const { house, storeId } = suite;
  const { db, logger, http, stores, catalog, sync, events, principal, secretBox, metrics } = house;
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const told: { poke?: () => void } = {};
  const quotaUse: { percent: number } = { percent: 0 };
  const quotas = async () => [{ group: 'day', limit: 100, used: quotaUse.percent, windowMs: 86_400_000, resetsAt: null }];
  const open = (): Automation => createAutomation({ db, http, clock, logger, deliveries: { secretBox, isLocalAllowed: true, transport: { timeoutMs: 60_000 } }, alerts: { stores, catalog, sync: { ...sync, readQuotas: quotas }, events, announce: () => told.poke?.() } });
  const automation = open();
  const { alerts, deliveries } = automation;
  if (!alerts || !deliveries) throw new Error('automation was opened without alerts');
  await ensureIndexes(db, automation.indexes);
  const relay = createOutboxRelay({ collections: automation.outboxed, log: events, logger, metrics });
  told.poke = () => relay.poke();
  late.automation = automation;
  const subgraph = createSubgraph(automation.subgraph).local();

  return {
    ...suite, automation, alerts, deliveries, receiver, clock, quotaUse, principal, subgraph,
    stranger: { ...principal, sellerId: newId('seller') } satisfies Principal,
    /** Another process on the same database. */
    openAnother: open,
    putForward: (ms: number) => void (aheadMs += ms),
    async ask(query: string, variables: Record<string, unknown> = {}, as: Principal = principal, language: 'en' | 'tr' | 'ru' = 'en'): Promise<Asked> {
      const { data, errors } = await subgraph.execute({ query, variables: { storeId, ...variables }, principal: as, correlationId: 'c-1', language });
      return { data, errors } as Asked;
    },
    /** Tells of every alert that was raised or resolved, and sends what is due. */
    async tellAll() {
      await alerts.tell();
      await deliveries.sendDue();
    },
    /** Without rules, alerts, endpoints and deliveries again, at the present time; for suites in which nothing is announced. */
    async reset() {
      await alerts.tell();
      quotaUse.percent = 0;
      for (const name of ['alerts', 'alert_rules', 'alert_turns', 'webhook_endpoints', 'webhook_deliveries']) await db.collection(name).deleteMany({});
      receiver.forget();
      aheadMs = 0;
    },
    async close() {
      await relay.stop();
      await alerts.heard();
      await automation.close();
      await suite.stop();
      await receiver.close();
    },
  };
}
