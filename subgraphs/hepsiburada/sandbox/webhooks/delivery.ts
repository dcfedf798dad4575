import { Agent, request } from 'undici';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import type { WebhookDelivery, WebhookTarget } from '../market.js';

const FIRST_RETRY_MS = 30_000;
/** After that a delivery is given up (sandbox choice; nothing is published). */
const TRIES = 8;

/** Calls the sellers' webhooks, again and again until they answer 200, 201 or 204. */
export function installWebhookDelivery({ kit, market }: HepsiburadaSandbox): void {
  const agent = new Agent({ connections: 16, pipelining: 1 });
  const closing = new AbortController();

  kit.clock.onAsync('webhook', async ({ id }: { id: number }) => {
    const delivery = market.deliveries.get(id);
    const target = delivery && market.webhookTargets.get(delivery.merchantId);
    if (!delivery || !target) { market.deliveries.remove(id); return; }
    const status = await call(target, delivery, { dispatcher: agent, signal: AbortSignal.any([closing.signal, AbortSignal.timeout(kit.settings.get().webhookTimeoutMs)]) });
    if (closing.signal.aborted) return;
    note(delivery, status);
  });
  kit.onStop(async () => {
    closing.abort();
    await agent.destroy();
  });

  function note(delivery: WebhookDelivery, status: number | null): void {
    kit.state.transaction(() => {
      const isTaken = status === 200 || status === 201 || status === 204;
      market.note(isTaken ? 'webhook-delivered' : 'webhook-failed', `${delivery.method} ${delivery.path}`, delivery.failures, status);
      const failures = delivery.failures + 1;
      if (isTaken || failures >= TRIES) { market.deliveries.remove(delivery.id); return; }
      market.deliveries.put(delivery.id, { ...delivery, failures });
      kit.clock.after(FIRST_RETRY_MS * 2 ** delivery.failures, 'webhook', { id: delivery.id });
    });
  }
}

/** The status answered; null when no answer came. */
async function call({ url, username, password }: WebhookTarget, { method, path, body }: WebhookDelivery, o: { dispatcher: Agent; signal: AbortSignal }): Promise<number | null> {
  try {
    const headers = { 'content-type': 'application/json; charset=utf-8', authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
    const answer = await request(`${url.replace(/\/+$/, '')}${path}`, { ...o, method, headers, body: JSON.stringify(body) });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    // Refused, cut, too slow: all count as one failure of the receiver.
    return null;
  }
}
