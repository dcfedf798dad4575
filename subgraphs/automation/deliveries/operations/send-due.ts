import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { nextTryAt } from '../domain/retry-plan.js';
import { signMessage } from '../domain/sign-message.js';
import type { DeliveryAttempt, WebhookDelivery } from '../domain/webhook-delivery.js';
import { afterFailure, secretsInForce, type EndpointId, type WebhookEndpoint } from '../domain/webhook-endpoint.js';
import type { Conclusion } from '../store/delivery-store.js';
import type { PostOutcome } from '../transport/post-message.js';
import { sealContext, type DeliveriesDeps } from './deliveries-deps.js';

type SendDeps = Omit<DeliveriesDeps, 'mayCall' | 'isLocalAllowed' | 'poke'>;

const AT_ONCE = 8;
/** A slow endpoint must not hold up the others. */
const AT_ONCE_PER_ENDPOINT = 2;
/** Longer than an attempt can take: who has not ended by then is taken for dead. */
const LEASE_MS = 60_000;
const KEPT_MS = 30 * 24 * 3_600_000;
const LONGEST_STOP_MS = 5_000;
const USER_AGENT = 'marketplace-hub-webhooks/1';

/** Sends what is due. Any number of processes may: each message is in the hands of one, and of another once that one is lost. */
export interface Sender {
  /** Begins, or goes on; returns at once. A slow endpoint keeps only its own messages waiting. */
  poke(): void;
  /** Resolves when nothing more is due and what was on its way has ended. */
  sendDue(): Promise<void>;
  /** Begins nothing more and waits for what is on its way, at most 5 s. */
  stop(): Promise<void>;
}

export function createSender(deps: SendDeps): Sender {
  const hands = new Set<Promise<void>>();
  const onTheirWay = new Map<EndpointId, number>();
  let isStopped = false;

  function poke(): void {
    if (hands.size >= AT_ONCE || isStopped) return;
    const hand = sendOneByOne()
      .catch((error: unknown) => deps.logger.warn({ err: error }, 'webhooks wait for the next look'))
      .finally(() => hands.delete(hand));
    hands.add(hand);
  }

  async function sendOneByOne(): Promise<void> {
    while (!isStopped) {
      const now = deps.clock.now();
      const leaseId = randomUUID();
      const busy = [...onTheirWay].flatMap(([id, count]) => (count >= AT_ONCE_PER_ENDPOINT ? [id] : []));
      const delivery = await deps.deliveries.claim({ leaseId, now, until: new Date(now.getTime() + LEASE_MS), busy });
      if (!delivery) return;
      // Where there is one there may be more.
      poke();
      await counted(onTheirWay, delivery.endpointId, () => sendOne(deps, delivery, leaseId));
    }
  }

  async function allEnded(): Promise<void> {
    while (hands.size > 0) await Promise.all(hands);
  }

  return {
    poke,
    async sendDue() {
      poke();
      await allEnded();
    },
    async stop() {
      isStopped = true;
      await Promise.race([allEnded(), pause(LONGEST_STOP_MS, undefined, { ref: false })]);
    },
  };
}

async function counted(counts: Map<EndpointId, number>, id: EndpointId, work: () => Promise<void>): Promise<void> {
  counts.set(id, (counts.get(id) ?? 0) + 1);
  try {
    await work();
  } finally {
    const left = (counts.get(id) ?? 1) - 1;
    if (left === 0) counts.delete(id);
    else counts.set(id, left);
  }
}

async function sendOne(deps: SendDeps, delivery: WebhookDelivery, leaseId: string): Promise<void> {
  const { endpoints, deliveries, clock } = deps;
  const endpoint = await endpoints.byId(delivery.endpointId);
  const now = clock.now();
  if (endpoint?.state.kind !== 'ACTIVE') {
    await deliveries.conclude(delivery._id, leaseId, givenUp({ at: now, tookMs: 0, status: null, trouble: 'ENDPOINT_DISABLED' }));
    return;
  }
  const { holdUntil } = endpoint.health;
  if (holdUntil !== null && holdUntil > now && now < delivery.giveUpAt) {
    await deliveries.postpone(delivery._id, leaseId, holdUntil < delivery.giveUpAt ? holdUntil : delivery.giveUpAt);
    return;
  }
  await attempt(deps, { delivery, endpoint, leaseId, now });
}

async function attempt(deps: SendDeps, { delivery, endpoint, leaseId, now }: { readonly delivery: WebhookDelivery; readonly endpoint: WebhookEndpoint; readonly leaseId: string; readonly now: Date }): Promise<void> {
  const { endpoints, deliveries, secretBox, poster, logger, random } = deps;
  const { body, messageId: id } = delivery;
  const secrets = secretsInForce(endpoint, now).map(({ sealed }) => secretBox.open(sealed, sealContext(endpoint._id)));
  const startedAt = performance.now();
  const outcome = await poster.post({ url: endpoint.url, body, headers: { 'content-type': 'application/json', 'user-agent': USER_AGENT, ...signMessage({ id, at: now, body, secrets }) } });
  const { status, trouble } = outcome;
  const made: DeliveryAttempt = { at: now, tookMs: Math.round(performance.now() - startedAt), status, trouble };
  if (trouble === null) {
    await deliveries.conclude(delivery._id, leaseId, { attempt: made, state: 'DELIVERED', nextAttemptAt: null, deliveredAt: deps.clock.now(), expiresAt: keptUntil(now) });
    await endpoints.succeeded(endpoint._id, now);
    return;
  }
  logger.warn({ endpointId: endpoint._id, deliveryId: delivery._id, status, trouble }, 'a webhook did not arrive');
  const retryAt = outcome.retryAfterMs === null ? null : new Date(now.getTime() + outcome.retryAfterMs);
  const again = nextTryAt({ now: deps.clock.now(), tries: delivery.tries, giveUpAt: delivery.giveUpAt, retryAt, random: random() });
  // The endpoint first: should this process die in between, the message is sent again rather than forgotten.
  await noteFailure(deps, endpoint, outcome, { now, retryAt });
  await deliveries.conclude(delivery._id, leaseId, again === null ? givenUp(made) : { attempt: made, state: 'PENDING', nextAttemptAt: again, deliveredAt: null, expiresAt: null });
}

async function noteFailure(deps: SendDeps, known: WebhookEndpoint, { status }: PostOutcome, { now, retryAt }: { readonly now: Date; readonly retryAt: Date | null }): Promise<void> {
  const next = afterFailure(known, { at: now, status, retryAt });
  if (!(await deps.endpoints.failed(known, next))) {
    const present = await deps.endpoints.byId(known._id);
    if (present) await noteFailure(deps, present, { status, trouble: 'STATUS', retryAfterMs: null }, { now, retryAt });
    return;
  }
  if (next.state === known.state || next.state.kind !== 'DISABLED') return;
  deps.logger.warn({ endpointId: known._id, reason: next.state.reason }, 'a webhook endpoint was switched off');
  await deps.endpointsChanged();
}

function givenUp(attempt: DeliveryAttempt): Conclusion {
  return { attempt, state: 'FAILED', nextAttemptAt: null, deliveredAt: null, expiresAt: keptUntil(attempt.at) };
}

function keptUntil(at: Date): Date {
  return new Date(at.getTime() + KEPT_MS);
}
