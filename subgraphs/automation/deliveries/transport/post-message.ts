import { isIP } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
import { retryAfterMs } from '../../../../platform/http/resilience.js';
import type { AttemptTrouble } from '../domain/webhook-delivery.js';
import { AddressRefusedError, guardedLookup, type AddressRule, type Resolve } from './public-address.js';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the endpoint answered; `trouble` null: 2xx. */
export interface PostOutcome {
  readonly status: number | null;
  readonly trouble: AttemptTrouble | null;
  /** The pause that the endpoint asks for; a day at most. */
  readonly retryAfterMs: number | null;
}

export interface Poster {
  /** Sends once, follows no redirect, keeps nothing of the answer but its status. Never rejects. */
  post(message: Post): Promise<PostOutcome>;
  close(): Promise<void>;
}

export interface PosterOptions {
  readonly mayCall: AddressRule;
  /** For a whole attempt, from the name to the status; 15,000 by default. */
  readonly timeoutMs?: number;
  /** The system's DNS by default. */
  readonly resolve?: Resolve;
}

const USUAL_TIMEOUT_MS = 15_000;
const LONGEST_PAUSE_MS = 24 * 3_600_000;
const READ_OF_ANSWER_BYTES = 16_384;

/** Calls addresses that sellers name, and none that they must not reach. */
export function createPoster({ mayCall, timeoutMs = USUAL_TIMEOUT_MS, resolve }: PosterOptions): Poster {
  const connect = buildConnector({ lookup: guardedLookup(mayCall, resolve), timeout: timeoutMs });
  const agent = new Agent({
    // Every connection passes here: a literal address is not looked up, so it is checked by itself.
    connect(options, connected) {
      const literal = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(literal) !== 0 && !mayCall(literal)) connected(new AddressRefusedError('the address may not be called'), null);
      else connect(options, connected);
    },
    connections: 2,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxHeaderSize: READ_OF_ANSWER_BYTES,
  });
  return {
    async post({ url, headers, body }) {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher: agent });
        // The status has been given: trouble with the rest of the answer changes nothing.
        await answer.body.dump({ limit: READ_OF_ANSWER_BYTES, signal }).catch(() => undefined);
        return outcomeOf(answer);
      } catch (error) {
        return { status: null, trouble: troubleOf(error, signal), retryAfterMs: null };
      }
    },
    close: () => agent.destroy(),
  };
}

function outcomeOf({ statusCode, headers }: { readonly statusCode: number; readonly headers: Readonly<Record<string, string | string[] | undefined>> }): PostOutcome {
  if (statusCode >= 200 && statusCode < 300) return { status: statusCode, trouble: null, retryAfterMs: null };
  const asked = headers['retry-after'];
  const pauseMs = typeof asked === 'string' ? retryAfterMs({ 'retry-after': asked }, new Date()) : null;
  return { status: statusCode, trouble: 'STATUS', retryAfterMs: pauseMs === null ? null : Math.min(pauseMs, LONGEST_PAUSE_MS) };
}

function troubleOf(error: unknown, signal: AbortSignal): AttemptTrouble {
  if (hasCode(error, 'ADDRESS_REFUSED')) return 'ADDRESS_REFUSED';
  const isLate = signal.aborted || ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'].some((code) => hasCode(error, code));
  return isLate ? 'TIMEOUT' : 'NETWORK';
}

/** Also where several addresses were tried and each brought an error of its own. */
function hasCode(error: unknown, code: string): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code === code) return true;
  return [error.cause, ...(error instanceof AggregateError ? (error.errors as unknown[]) : [])].some((inner) => inner !== undefined && hasCode(inner, code));
}
