import { randomUUID } from 'node:crypto';
import type { EbaySandbox } from '../ebay-sandbox.js';
import { isoNow, type Json } from '../market.js';

export interface Event {
  readonly topicId: string;
  /** Whose event; null for one of the application's. */
  readonly username: string | null;
  readonly data: Json;
}

export interface Delivery {
  readonly clientId: string;
  readonly destinationId: string;
  readonly topicId: string;
  readonly notificationId: string;
  readonly eventDate: string;
  readonly data: Json;
  readonly attempt: number;
}

/** Queues an event for every enabled subscription to its topic. */
export function announce({ kit, market }: EbaySandbox, { topicId, username, data }: Event): void {
  for (const { key, value } of [...market.subscriptions.range()]) {
    const [clientId = ''] = key as readonly string[];
    if (value.topicId !== topicId || value.status !== 'ENABLED' || value.username !== username) continue;
    const number = market.next('notification');
    const { loseEveryNthNotification } = kit.settings.get();
    if (loseEveryNthNotification > 0 && number % loseEveryNthNotification === 0) continue;
    const delivery: Delivery = { clientId, destinationId: value.destinationId, topicId, notificationId: randomUUID(), eventDate: isoNow(market), data, attempt: 1 };
    kit.clock.after(0, 'notify', delivery);
  }
}

/** What `/test` of a subscription sends: a notice of nobody, which tells only that the way is open. */
export function announceTest({ kit, market }: EbaySandbox, { clientId, topicId, destinationId }: Pick<Delivery, 'clientId' | 'topicId' | 'destinationId'>): void {
  const delivery: Delivery = { clientId, destinationId, topicId, notificationId: randomUUID(), eventDate: isoNow(market), data: testData[topicId] ?? {}, attempt: 1 };
  kit.clock.after(0, 'notify', delivery);
}

const testData: Readonly<Record<string, Json>> = { MARKETPLACE_ACCOUNT_DELETION: { username: 'sandbox_test_user', userId: 'sandboxTestUser', eiasToken: 'c2FuZGJveA==' } };
