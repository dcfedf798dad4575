import { randomUUID } from 'node:crypto';
import { payloadDigest } from '../../../../platform/idempotency/payload-digest.js';
import { endpointIdOf } from '../domain/message-ids.js';
import { newSigningSecret } from '../domain/sign-message.js';
import { MOST_ENDPOINTS, NO_HISTORY, type WebhookEndpoint } from '../domain/webhook-endpoint.js';
import type { ChosenKind } from '../domain/webhook-kind.js';
import { endpointFault, type Caller, type EndpointAnswer } from './change-endpoint.js';
import { sealContext, type DeliveriesDeps } from './deliveries-deps.js';
import { faultOfSettings } from './set-endpoint.js';

export interface CreateEndpointInput {
  readonly url: string;
  readonly kinds: readonly ChosenKind[];
  readonly description?: string | null;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

/** Registers an endpoint. Its secret is in this answer and in none after it, also not in that of a repeat. */
export async function createEndpoint(deps: DeliveriesDeps, { sellerId, keyId }: Caller, input: CreateEndpointInput): Promise<EndpointAnswer> {
  const { endpoints, secretBox, clock } = deps;
  const { url, kinds, description = null, idempotencyKey = null, dryRun } = input;
  const fault = faultOfSettings(input, deps);
  if (fault) return { endpoint: null, userErrors: [fault] };
  const _id = endpointIdOf(sellerId, idempotencyKey ?? randomUUID());
  const digest = payloadDigest({ create: { url, kinds, description } });
  const before = await endpoints.own(sellerId, _id);
  if (before) return repeated(before, digest);
  if ((await endpoints.ofSeller(sellerId)).length >= MOST_ENDPOINTS) return { endpoint: null, userErrors: [endpointFault('TOO_MANY_WEBHOOK_ENDPOINTS', 'url', `there are ${MOST_ENDPOINTS} endpoints already`)] };
  const now = clock.now();
  const secret = newSigningSecret();
  const endpoint: WebhookEndpoint = {
    _id, sellerId, url, description: description === '' ? null : description, kinds: [...new Set(kinds)], secrets: [{ sealed: secretBox.seal(secret, sealContext(_id)), createdAt: now, expiresAt: null }],
    state: { kind: 'ACTIVE' }, health: NO_HISTORY, createdAt: now, version: 1, changes: [{ at: now, by: keyId, idempotencyKey, digest }],
  };
  if (dryRun) return { endpoint, secret: null, userErrors: [] };
  if (!(await endpoints.insert(endpoint))) return createEndpoint(deps, { sellerId, keyId }, input);
  return { endpoint, secret, userErrors: [] };
}

function repeated(endpoint: WebhookEndpoint, digest: string): EndpointAnswer {
  const isSame = endpoint.changes.some((change) => change.digest === digest);
  return isSame ? { endpoint, secret: null, userErrors: [] } : { endpoint: null, userErrors: [endpointFault('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey', 'this idempotencyKey came with another endpoint before')] };
}
