import type { ExplainedCode } from '../../../../platform/explanations/explain.js';
import type { Principal } from '../../../../platform/principal.js';
import { type UserError, userError } from '../../../../platform/subgraph/user-error.js';
import { payloadDigest } from '../../../../platform/idempotency/payload-digest.js';
import type { EndpointId, WebhookEndpoint } from '../domain/webhook-endpoint.js';
import type { DeliveriesDeps } from './deliveries-deps.js';

/** Which endpoint is meant, as mutations say it. */
export interface EndpointInput {
  readonly id: EndpointId;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

export interface EndpointAnswer {
  readonly endpoint: WebhookEndpoint | null;
  /** Of a new secret, the only time it is shown. */
  readonly secret?: string | null;
  readonly userErrors: readonly UserError[];
}

export interface EndpointWish {
  /** The mutation and what it asks: what must be the same under the same key. */
  readonly asked: unknown;
  readonly decide: (present: WebhookEndpoint, now: Date) => Partial<WebhookEndpoint> | UserError;
}

export type Caller = Pick<Principal, 'sellerId' | 'keyId'>;

/** Changes one endpoint of the caller's, once under its key. `isDone` false: a repeat, a dry run or a fault. */
export async function changeEndpoint(deps: Pick<DeliveriesDeps, 'endpoints' | 'clock'>, caller: Caller, input: EndpointInput, wish: EndpointWish): Promise<EndpointAnswer & { readonly isDone: boolean }> {
  const { endpoints, clock } = deps;
  const { id, idempotencyKey = null, dryRun } = input;
  const present = await endpoints.own(caller.sellerId, id);
  if (!present) return refused(endpointFault('UNKNOWN_WEBHOOK_ENDPOINT', 'id', `there is no webhook endpoint '${id}'`));
  const now = clock.now();
  const digest = payloadDigest({ asked: wish.asked, id });
  const done = idempotencyKey === null ? undefined : present.changes.find((change) => change.idempotencyKey === idempotencyKey);
  if (done && done.digest !== digest) return refused(endpointFault('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey', 'this idempotencyKey came with another change of the endpoint before'));
  if (done) return { endpoint: present, userErrors: [], isDone: false };
  const set = wish.decide(present, now);
  if ('code' in set) return refused(set);
  if (dryRun) return { endpoint: { ...present, ...set }, userErrors: [], isDone: false };
  const changed = await endpoints.change(present, set, { at: now, by: caller.keyId, idempotencyKey, digest });
  return changed ? { endpoint: changed, userErrors: [], isDone: true } : changeEndpoint(deps, caller, input, wish);
}

export function endpointFault(code: ExplainedCode, part: string, message: string): UserError {
  return userError({ code, field: ['input', part], message });
}

function refused(error: UserError) {
  return { endpoint: null, userErrors: [error], isDone: false };
}
