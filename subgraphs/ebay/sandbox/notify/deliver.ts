import { Agent, request } from 'undici';
import type { EbaySandbox } from '../ebay-sandbox.js';
import { isoNow } from '../market.js';
import type { Delivery } from './announce.js';
import type { SigningKeys } from './signing-key.js';

const ATTEMPTS = 3;
const TAKEN: ReadonlySet<number> = new Set([200, 201, 202, 204]);

/** Delivers what was announced: three attempts, but a closed account until somebody acknowledges it. */
export function installDelivery(sandbox: EbaySandbox, keys: SigningKeys): void {
  const { kit, market } = sandbox;
  const agent = new Agent({ connections: 32, pipelining: 1 });
  const closing = new AbortController();

  kit.clock.onAsync('notify', async (delivery: Delivery) => {
    const destination = market.destinations.get([delivery.clientId, delivery.destinationId]);
    if (destination?.status !== 'ENABLED') return;
    const body = bodyOf(sandbox, delivery);
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(kit.settings.get().notificationTimeoutMs)]);
    const status = await post({ url: destination.deliveryConfig.endpoint, body, signature: keys.signatureOf(body) }, agent, signal);
    if (closing.signal.aborted) return;
    const isTaken = status !== null && TAKEN.has(status);
    kit.log.recordEffect({ at: market.nowMs(), what: isTaken ? 'notification-delivered' : 'notification-failed', key: delivery.topicId, old: delivery.attempt, new: { status, ...delivery.data }, requestId: null });
    const again = delivery.topicId === 'MARKETPLACE_ACCOUNT_DELETION' || delivery.attempt < ATTEMPTS;
    if (!isTaken && again) kit.clock.after(kit.settings.get().notificationRetryMs, 'notify', { ...delivery, attempt: Math.min(ATTEMPTS, delivery.attempt + 1) });
  });

  kit.onStop(async () => {
    closing.abort();
    await agent.destroy();
  });
}

function bodyOf({ market }: EbaySandbox, { topicId, notificationId, eventDate, data, attempt }: Delivery): string {
  return JSON.stringify({ metadata: { topic: topicId, schemaVersion: '1.0', deprecated: false }, notification: { notificationId, eventDate, publishDate: isoNow(market), publishAttemptCount: attempt, data } });
}

async function post(o: { url: string; body: string; signature: string }, dispatcher: Agent, signal: AbortSignal): Promise<number | null> {
  try {
    const answer = await request(o.url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-ebay-signature': o.signature }, body: o.body, dispatcher, signal });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    // Refused, cut, too slow: the receiver has not taken it.
    return null;
  }
}
