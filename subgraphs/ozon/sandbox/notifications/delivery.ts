import { Agent, request } from 'undici';
import { z } from 'zod';
import { iso, type Kernel } from '../kernel.js';
import type { PushType, Registry, Subscription } from './registry.js';

interface Delivery {
  readonly id: number;
  readonly subscriptionId: number;
  readonly type: PushType | 'TYPE_PING';
  readonly body: string;
  readonly firstTriedAt: number | null;
  readonly failures: number;
}

export interface PushDelivery {
  /** Queues a message for every subscriber of its type. */
  announce(clientId: string, type: PushType, fields: object): void;
  waiting(): Pick<Delivery, 'id' | 'subscriptionId' | 'type' | 'failures'>[];
  close(): Promise<void>;
}

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;
const FAILURES_UNTIL_LOST = 12;
const DAY_MS = 86_400_000;
const okShape = z.looseObject({ result: z.literal(true) });
const pingShape = z.looseObject({ version: z.string(), name: z.string(), time: z.string() });

/**
 * One POST per event, no signature. An answer counts only within the timeout, with 200 and the body that is asked for.
 * Retries come ever later, up to ten minutes apart, then the message is lost; a receiver that fails for a day is switched off.
 */
export function createPushDelivery(kernel: Kernel, registry: Registry): PushDelivery {
  const { state, clock, log, settings } = kernel;
  const deliveries = state.store<Delivery>('push-deliveries');
  const failingSince = state.store<number>('push-failing-since');
  const agent = new Agent({ connections: 32, pipelining: 1 });
  const closing = new AbortController();

  const queue = (subscriptionId: number, type: Delivery['type'], body: string, delayMs: number) => {
    const id = state.next('push-delivery');
    deliveries.put(id, { id, subscriptionId, type, body, firstTriedAt: null, failures: 0 });
    clock.after(delayMs, 'push-deliver', { id });
    return id;
  };

  const succeed = (delivery: Delivery, subscription: Subscription) =>
    state.transaction(() => {
      deliveries.remove(delivery.id);
      failingSince.remove(subscription.id);
      registry.put({ ...subscription, availability: 'GREEN' });
      log.recordEffect({ at: clock.now(), what: 'push-delivered', key: String(subscription.id), old: null, new: delivery.type, requestId: null });
    });

  const fail = (delivery: Delivery, subscription: Subscription) =>
    state.transaction(() => {
      const failures = delivery.failures + 1;
      const since = failingSince.get(subscription.id) ?? clock.now();
      failingSince.put(subscription.id, since);
      log.recordEffect({ at: clock.now(), what: 'push-failed', key: String(subscription.id), old: delivery.failures, new: failures, requestId: null });
      const isOff = clock.now() - since >= DAY_MS;
      registry.put({ ...subscription, isEnabled: subscription.isEnabled && !isOff, availability: isOff ? 'RED' : 'YELLOW' });
      if (failures >= FAILURES_UNTIL_LOST || isOff) {
        deliveries.remove(delivery.id);
        return;
      }
      deliveries.put(delivery.id, { ...delivery, failures });
      clock.after(Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS), 'push-deliver', { id: delivery.id });
    });

  clock.onAsync('push-deliver', async ({ id }: { id: number }) => {
    const delivery = deliveries.get(id);
    const subscription = delivery && registry.byId(delivery.subscriptionId);
    if (!delivery || !subscription?.isEnabled) {
      deliveries.remove(id);
      return;
    }
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(settings().pushTimeoutMs)]);
    const isTaken = await post(subscription.url, delivery, agent, signal);
    if (closing.signal.aborted) return;
    const now = registry.byId(subscription.id);
    if (!now) deliveries.remove(id);
    else if (isTaken) succeed(delivery, now);
    else fail(delivery, now);
  });

  registry.onRegistered(({ id, isEnabled }) => {
    if (isEnabled) queue(id, 'TYPE_PING', JSON.stringify({ message_type: 'TYPE_PING', time: iso(clock.now()) }), 0);
  });

  return {
    announce: (clientId, type, fields) => {
      const { pushDelayMs, pushDuplicateEveryNth } = settings();
      const body = JSON.stringify({ message_type: type, ...fields, seller_id: Number(clientId) });
      for (const { id } of registry.subscribers(clientId, type)) {
        const queued = queue(id, type, body, pushDelayMs);
        if (pushDuplicateEveryNth > 0 && queued % pushDuplicateEveryNth === 0) queue(id, type, body, pushDelayMs);
      }
    },
    waiting: () => [...deliveries.range()].map(({ value: { id, subscriptionId, type, failures } }) => ({ id, subscriptionId, type, failures })),
    close: async () => {
      closing.abort();
      await agent.destroy();
    },
  };
}

async function post(url: string, { type, body }: Delivery, dispatcher: Agent, signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, dispatcher, signal });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) return false;
    return (type === 'TYPE_PING' ? pingShape : okShape).safeParse(JSON.parse(text)).success;
  } catch {
    // Refused, cut, too slow, not JSON: all count as one failure of the receiver.
    return false;
  }
}
