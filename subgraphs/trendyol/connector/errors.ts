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

/** The refusal in the body of a success, which Trendyol's front does now and then; null when there is none. Its `errorCode` is the status meant. */
export function errorInSuccess(response: MarketplaceResponse, isWrite: boolean): ConnectorError | null {
  const body = bodyOf(response);
  if (body === null) return null;
  const { errors, exception, error, message } = body;
  const first = Array.isArray(errors) ? firstOf(errors) : null;
  const isRefusal = first !== null || firstText(exception) !== null || (firstText(error) !== null && firstText(message) !== null);
  return isRefusal ? errorFromResponse({ ...response, status: statusMeant(first?.['errorCode'], [first?.['key'], exception, error, message]) }, isWrite) : null;
}

function statusMeant(errorCode: unknown, words: readonly unknown[]): number {
  const status = Number(errorCode);
  if (Number.isInteger(status) && status >= 400 && status <= 599) return status;
  const said = words.filter((word) => typeof word === 'string').join(' ');
  if (/too.?many.?requests/i.test(said)) return 429;
  if (/authenticat|authoriz|forbidden/i.test(said)) return 401;
  return /internal|unavailable|time.?out/i.test(said) ? 500 : 400;
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
  const body = bodyOf(response);
  if (body === null) return { message: 'no readable explanation', code: null };
  const { errors, message, error, exception } = body;
  const { key, message: detail } = (Array.isArray(errors) ? firstOf(errors) : null) ?? {};
  return { message: firstText(detail, message, key, error, exception) ?? 'no explanation', code: firstText(key, exception, error) };
}

function bodyOf({ body }: MarketplaceResponse): Record<string, unknown> | null {
  try {
    return recordIn(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}

function firstOf(errors: readonly unknown[]): Record<string, unknown> | null {
  return recordIn(errors[0]);
}

function recordIn(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

function firstText(...candidates: unknown[]): string | null {
  return candidates.find((c): c is string => typeof c === 'string' && c !== '') ?? null;
}
