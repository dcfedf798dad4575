import { ConnectorError, type ErrorClass, type MarketplaceResponse, type Outcome } from '../../sync/connector/contract.js';

/** Trendyol says nothing of when to come back; its shortest window is 10 s. */
const RATE_LIMIT_RETRY_MS = 10_000;
const REPEATED_BODY = /15 dakika/i;

/** The refusal of a body identical to one of the last 15 minutes; told apart because sending another body helps. */
export class RepeatedBodyError extends ConnectorError {}

/** Turns every answer that is not a success into a ConnectorError; `isWrite` because a broken answer to a write leaves its outcome open. */
export function errorFromResponse(response: MarketplaceResponse, isWrite: boolean): ConnectorError {
  const { message, code } = describe(response);
  const [errorClass, outcome] = classify(response.status, isWrite);
  const details = { errorClass, outcome, message: `Trendyol answered ${response.status}: ${message}`, remoteCode: code, retryAfterMs: errorClass === 'RATE_LIMITED' ? RATE_LIMIT_RETRY_MS : null };
  return REPEATED_BODY.test(message) ? new RepeatedBodyError(details) : new ConnectorError(details);
}

/** A success status with a body that is not what was promised: HTML, a cut-off JSON, other fields. */
export function unreadableAnswer(what: string, isWrite: boolean, cause?: unknown): ConnectorError {
  return new ConnectorError({ errorClass: 'SERVER', outcome: isWrite ? 'UNKNOWN' : 'REFUSED', message: `Trendyol's answer to ${what} cannot be read`, cause });
}

function classify(status: number, isWrite: boolean): [ErrorClass, Outcome] {
  if (status === 401 || status === 403) return ['AUTHENTICATION', 'REFUSED'];
  if (status === 429) return ['RATE_LIMITED', 'REFUSED'];
  // 503 comes from the front door (stage's address list, overload): the request went no further.
  if (status === 503) return ['SERVER', 'REFUSED'];
  if (status >= 500) return ['SERVER', isWrite ? 'UNKNOWN' : 'REFUSED'];
  return ['VALIDATION', 'REFUSED'];
}

/** Three shapes are in use: `errors[]` on products, `error` and `message` on orders, `exception` on 401. */
function describe(response: MarketplaceResponse): { message: string; code: string | null } {
  let body: unknown;
  try {
    body = JSON.parse(response.body.toString('utf8'));
  } catch {
    return { message: 'no readable explanation', code: null };
  }
  if (typeof body !== 'object' || body === null) return { message: 'no readable explanation', code: null };
  const { errors, message, error, exception } = body as Record<string, unknown>;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const { key, message: detail } = typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : {};
  return { message: firstText(detail, message, key, error, exception) ?? 'no explanation', code: firstText(key, exception, error) };
}

function firstText(...candidates: unknown[]): string | null {
  return candidates.find((c): c is string => typeof c === 'string' && c !== '') ?? null;
}
