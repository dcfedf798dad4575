import { setTimeout as pause } from 'node:timers/promises';
import type { FormattedExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { GatewayContext } from '../gateway-context.js';
import { type SubgraphClient, SubgraphFailure, SubscriptionRefusedError } from '../clients/subgraph-client.js';
import type { PreparedSubscription } from './prepared-subscription.js';
import { AFTER_VARIABLE, CURSOR_ALIAS } from './resume-rewrite.js';

export interface UpstreamEvent {
  readonly result: FormattedExecutionResult;
  /** Where the event stands in its log; undefined when the subscription cannot be resumed. */
  readonly cursor: string | undefined;
}

/** The upstream is lost and it is not known which events were missed: the client has to subscribe anew and read the current state. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

export interface UpstreamOptions {
  client: SubgraphClient;
  prepared: PreparedSubscription;
  access: GatewayContext;
  signal: AbortSignal;
  reconnect: ReconnectPolicy;
  logger: Logger | undefined;
}

export interface ReconnectPolicy {
  /** First wait; doubled each time, up to `maxWaitMs`, of which a random part is waited. */
  firstWaitMs: number;
  maxWaitMs: number;
  /** An upstream that stays away longer is given up, and the client told. */
  giveUpMs: number;
}

export const defaultReconnectPolicy: ReconnectPolicy = { firstWaitMs: 100, maxWaitMs: 5_000, giveUpMs: 60_000 };

/** How long an upstream must hold before an earlier outage counts as over. */
const STABLE_MS = 10_000;

/**
 * The events of one subscription across losses of its upstream. A lost upstream is opened again after the last cursor seen, so that no event
 * is missed and none comes twice. Without a cursor (the field has none, or nothing has come yet) it throws InterruptedError; when it was never
 * reached, or stays away, SubgraphFailure; when it is refused, SubscriptionRefusedError.
 */
export async function* followUpstream({ client, prepared, access, signal, reconnect, logger }: UpstreamOptions): AsyncGenerator<UpstreamEvent, void, void> {
  const outage = createOutage(reconnect);
  let position = prepared.after;

  for (;;) {
    try {
      for await (const result of client.subscribe({ ...requestAt(prepared, position), ...access, signal, onOpen: outage.opened })) {
        const cursor = cursorOf(prepared, result);
        outage.over();
        yield { result, cursor };
        position = cursor ?? position;
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof SubscriptionRefusedError) throw error;
      if (!outage.wasOpened()) throw SubgraphFailure.unavailable(client.name, error);
      if (!prepared.planned.resume || position === undefined) throw new InterruptedError(`The subscription to '${client.name}' was interrupted and events may have been missed.`, { cause: error });
      const waitMs = outage.nextWaitMs();
      if (waitMs === undefined) throw SubgraphFailure.unavailable(client.name, error);
      logger?.warn({ err: error, subgraph: client.name, correlationId: access.correlationId, waitMs }, 'a subscription lost its upstream and will be resumed');
      if (!(await waited(waitMs, signal))) return;
    }
  }
}

/** False when there is nobody left to wait for. */
function waited(waitMs: number, signal: AbortSignal): Promise<boolean> {
  return pause(waitMs, true, { signal, ref: false }).catch(() => false);
}

/** Counts attempts since the upstream was last well. */
function createOutage({ firstWaitMs, maxWaitMs, giveUpMs }: ReconnectPolicy) {
  let openedMs: number | undefined;
  let sinceMs: number | undefined;
  let attempts = 0;
  const over = (): void => {
    sinceMs = undefined;
    attempts = 0;
  };
  return {
    opened: () => {
      openedMs = performance.now();
    },
    wasOpened: () => openedMs !== undefined,
    over,
    /** Undefined when it has lasted too long. */
    nextWaitMs(): number | undefined {
      const nowMs = performance.now();
      if (openedMs !== undefined && sinceMs !== undefined && openedMs > sinceMs && nowMs - openedMs > STABLE_MS) over();
      sinceMs ??= nowMs;
      if (nowMs - sinceMs > giveUpMs) return undefined;
      return Math.random() * Math.min(maxWaitMs, firstWaitMs * 2 ** attempts++);
    },
  };
}

function requestAt({ planned, variables }: PreparedSubscription, position: string | undefined) {
  const { operation, operationName, variableUsages = [] } = planned.primary;
  const own = Object.fromEntries(variableUsages.filter((name) => name in variables).map((name) => [name, variables[name]]));
  return { query: operation, operationName, variables: position === undefined ? own : { ...own, [AFTER_VARIABLE]: position } };
}

function cursorOf({ planned }: PreparedSubscription, { data }: FormattedExecutionResult): string | undefined {
  if (!planned.resume) return undefined;
  const event = data?.[planned.rootKey] as Record<string, unknown> | null | undefined;
  const cursor = event?.[CURSOR_ALIAS];
  return typeof cursor === 'string' || typeof cursor === 'number' ? String(cursor) : undefined;
}
