import type { SellerId } from '../../../../platform/ids.js';
import type { ChosenKind } from './webhook-kind.js';

export type EndpointId = `whe_${string}`;

/** BY_SELLER: switched off by a key. FAILING: nothing got through for a day. GONE: it answered 410, which says that it wants nothing more. */
export type DisabledReason = 'BY_SELLER' | 'FAILING' | 'GONE';

export type EndpointState = { readonly kind: 'ACTIVE' } | { readonly kind: 'DISABLED'; readonly reason: DisabledReason; readonly at: Date };

/** What signs messages; several while a rotation's overlap lasts. */
export interface SigningSecret {
  readonly sealed: string;
  readonly createdAt: Date;
  /** Null: until it is rotated. */
  readonly expiresAt: Date | null;
}

/** How sending to an endpoint has gone lately. */
export interface EndpointHealth {
  readonly lastSuccessAt: Date | null;
  /** Since when nothing has got through; null while the last attempt did. */
  readonly failingSince: Date | null;
  /** Attempts in a row that failed. */
  readonly failures: number;
  /** It asked for a pause (`Retry-After`): nothing is sent to it before. */
  readonly holdUntil: Date | null;
}

/** Where a seller's own program hears of things. */
export interface WebhookEndpoint {
  readonly _id: EndpointId;
  readonly sellerId: SellerId;
  readonly url: string;
  readonly description: string | null;
  readonly kinds: readonly ChosenKind[];
  /** Newest first. */
  readonly secrets: readonly SigningSecret[];
  readonly state: EndpointState;
  readonly health: EndpointHealth;
  readonly createdAt: Date;
  /** Grows by one with every change that a key makes. */
  readonly version: number;
  /** The last changes, newest last: what makes a repeated mutation count once. */
  readonly changes: readonly EndpointChange[];
}

export interface EndpointChange {
  readonly at: Date;
  readonly by: string;
  readonly idempotencyKey: string | null;
  readonly digest: string;
}

export const MOST_ENDPOINTS = 10;
export const NO_HISTORY: EndpointHealth = { lastSuccessAt: null, failingSince: null, failures: 0, holdUntil: null };

/** Nothing got through for so long: the endpoint is switched off. A little less than a message is tried for, so that its last attempt decides. */
const GIVEN_UP_AFTER_MS = 23 * 3_600_000;
const FEWEST_FAILURES = 5;

/** What becomes of an endpoint after an attempt that failed. */
export function afterFailure({ state, health }: Pick<WebhookEndpoint, 'state' | 'health'>, failure: { readonly at: Date; readonly status: number | null; readonly retryAt: Date | null }): Pick<WebhookEndpoint, 'state' | 'health'> {
  const { at, status, retryAt } = failure;
  const failingSince = health.failingSince ?? at;
  const failures = health.failures + 1;
  const isGivenUp = failures >= FEWEST_FAILURES && at.getTime() - failingSince.getTime() >= GIVEN_UP_AFTER_MS;
  const reason = status === 410 ? 'GONE' : isGivenUp ? 'FAILING' : null;
  const isOn = state.kind === 'ACTIVE';
  return { state: isOn && reason !== null ? { kind: 'DISABLED', reason, at } : state, health: { ...health, failingSince, failures, holdUntil: retryAt } };
}

/** Signs now, newest first. */
export function secretsInForce({ secrets }: Pick<WebhookEndpoint, 'secrets'>, now: Date): readonly SigningSecret[] {
  return secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
}
