import { Agent, request } from 'undici';
import { toJson } from '../access/endpoint.js';
import type { Kernel } from '../kernel.js';
import { singlePackagePage } from '../packages/package-view.js';
import type { ShipmentPackage } from '../packages/package.js';
import { webhookSpelling } from '../packages/transitions.js';
import type { Webhook, WebhookRegistry } from './registry.js';

interface Delivery {
  readonly id: number;
  readonly sellerId: number;
  readonly webhookId: string;
  readonly shipmentPackageId: number;
  readonly event: string;
  /** As it was when the event happened. */
  readonly body: string;
  failures: number;
}

export interface WebhookDelivery {
  /** Queues the package for every subscriber of its status. */
  announce(shipmentPackage: ShipmentPackage): void;
  /** Not yet taken by a receiver, for the control API. */
  waiting(): { id: number; webhookId: string; shipmentPackageId: number; event: string; failures: number }[];
  close(): Promise<void>;
}

const RETRY_MS = 5 * 60_000;
const FAILURES_UNTIL_PASSIVE = 13;

export function createWebhookDelivery(kernel: Kernel, registry: WebhookRegistry): WebhookDelivery {
  const { state, clock, log, settings } = kernel;
  const deliveries = state.store<Delivery>('webhook-deliveries');
  const agent = new Agent({ connections: 32, pipelining: 1 });
  const closing = new AbortController();

  const queue = (delivery: Omit<Delivery, 'id' | 'failures'>) => {
    const { webhookDelayMs, webhookDisorderDelayMs, webhookDisorderEveryNth, webhookDuplicateEveryNth } = settings();
    const id = state.next('webhook-delivery');
    deliveries.put(id, { ...delivery, id, failures: 0 });
    const isHeldBack = webhookDisorderEveryNth > 0 && id % webhookDisorderEveryNth === 0;
    clock.after(webhookDelayMs + (isHeldBack ? webhookDisorderDelayMs : 0), 'webhook-deliver', { id });
    if (webhookDuplicateEveryNth > 0 && id % webhookDuplicateEveryNth === 0) {
      const twin = state.next('webhook-delivery');
      deliveries.put(twin, { ...delivery, id: twin, failures: 0 });
      clock.after(webhookDelayMs, 'webhook-deliver', { id: twin });
    }
  };

  const succeed = (delivery: Delivery, webhook: Webhook) =>
    state.transaction(() => {
      deliveries.remove(delivery.id);
      log.recordEffect({ at: clock.now(), what: 'webhook-delivered', key: webhook.id, old: null, new: { shipmentPackageId: delivery.shipmentPackageId, event: delivery.event }, requestId: null });
    });

  const fail = (delivery: Delivery, webhook: Webhook) =>
    state.transaction(() => {
      const failures = delivery.failures + 1;
      log.recordEffect({ at: clock.now(), what: 'webhook-failed', key: webhook.id, old: delivery.failures, new: failures, requestId: null });
      if (failures < FAILURES_UNTIL_PASSIVE) {
        deliveries.put(delivery.id, { ...delivery, failures });
        clock.after(RETRY_MS, 'webhook-deliver', { id: delivery.id });
        return;
      }
      registry.put({ ...webhook, status: 'PASSIVE', lastModifiedDate: clock.now() });
      for (const { key, value } of [...deliveries.range()]) if (value.webhookId === webhook.id) deliveries.remove(key);
    });

  clock.onAsync('webhook-deliver', async ({ id }: { id: number }) => {
    const delivery = deliveries.get(id);
    const webhook = delivery && registry.byId(delivery.sellerId, delivery.webhookId);
    if (!delivery || webhook?.status !== 'ACTIVE') {
      deliveries.remove(id);
      return;
    }
    const isTaken = await post(webhook, delivery.body, agent, AbortSignal.any([closing.signal, AbortSignal.timeout(settings().webhookTimeoutMs)]));
    if (closing.signal.aborted) return;
    if (isTaken) succeed(delivery, webhook);
    else fail(delivery, webhook);
  });

  return {
    announce: (shipmentPackage) => {
      const sellerId = shipmentPackage.supplierId;
      const event = webhookSpelling(shipmentPackage.status);
      const subscribers = registry.subscribers(sellerId, event);
      if (subscribers.length === 0) return;
      const body = toJson(singlePackagePage(shipmentPackage, settings().orderDateOffsetMs));
      for (const { id } of subscribers) queue({ sellerId, webhookId: id, shipmentPackageId: shipmentPackage.shipmentPackageId, event, body });
    },
    waiting: () => [...deliveries.range()].map(({ value: { id, webhookId, shipmentPackageId, event, failures } }) => ({ id, webhookId, shipmentPackageId, event, failures })),
    close: async () => {
      closing.abort();
      await agent.destroy();
    },
  };
}

async function post(webhook: Webhook, body: string, dispatcher: Agent, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await request(webhook.url, { method: 'POST', headers: headersOf(webhook), body, dispatcher, signal });
    await response.body.dump();
    return response.statusCode >= 200 && response.statusCode < 300;
  } catch {
    // Refused, cut, too slow: all count as one failure of the receiver.
    return false;
  }
}

function headersOf({ authenticationType, username, password, apiKey }: Webhook): Record<string, string> {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Trendyol-Webhook-Sandbox' };
  if (authenticationType === 'API_KEY') return { ...headers, 'x-api-key': apiKey ?? '' };
  return { ...headers, authorization: `Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}` };
}
