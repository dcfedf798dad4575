import { ConnectorError, type ErrorClass, type MarketplaceResponse, type Outcome } from '../../sync/connector/contract.js';

/** The window all methods share; groups of a minute are held back by the hub's own count. */
const RATE_LIMIT_RETRY_MS = 1_000;
/** `Circle is open` lasts "some minutes". */
const OPEN_CIRCLE_RETRY_MS = 180_000;
/** No limit of Ozon's is longer than minutes: a mistaken header must not silence a store. */
const LONGEST_RETRY_MS = 600_000;

/** gRPC codes in bodies; their HTTP statuses are not published. */
const BY_CODE: Readonly<Record<number, ErrorClass>> = { 7: 'AUTHENTICATION', 8: 'RATE_LIMITED', 16: 'AUTHENTICATION', 2: 'SERVER', 4: 'SERVER', 13: 'SERVER', 14: 'SERVER' };

interface Explanation {
  readonly code: number | null;
  readonly message: string;
  /** Whether the body names it one: `{ error: { message } }`. */
  readonly isNamedError: boolean;
}

/** Turns every answer that is not a success into a ConnectorError; a broken answer to a write leaves its outcome open. */
export function errorFromResponse(response: MarketplaceResponse, isWrite: boolean): ConnectorError {
  const explanation = explanationIn(parsed(response.body)) ?? { code: null, message: 'no readable explanation', isNamedError: false };
  const [errorClass, outcome] = isTurnedAway(response) ? TURNED_AWAY : classify(response.status, explanation, isWrite);
  return toError(explanation, { errorClass, outcome, retryAfterMs: errorClass === 'RATE_LIMITED' ? retryAfter(response, explanation) : null, said: `Ozon answered ${response.status}` });
}

/** A 200 whose body is an error all the same; null for a body that is none. */
export function errorInside(body: unknown, isWrite: boolean): ConnectorError | null {
  const explanation = explanationIn(body);
  const isOpen = isOpenCircle(explanation?.message ?? '');
  if (explanation === null || (explanation.code === null && !explanation.isNamedError && !isOpen)) return null;
  const errorClass = isOpen ? 'RATE_LIMITED' : classOf(explanation);
  const outcome: Outcome = errorClass === 'SERVER' && isWrite ? 'UNKNOWN' : 'REFUSED';
  const pauseMs = isOpen ? OPEN_CIRCLE_RETRY_MS : RATE_LIMIT_RETRY_MS;
  return toError(explanation, { errorClass, outcome, retryAfterMs: errorClass === 'RATE_LIMITED' ? pauseMs : null, said: 'Ozon answered 200 with an error' });
}

/** An error without a number says neither what was wrong nor what was done. */
function classOf({ code }: Explanation): ErrorClass {
  return code === null ? 'SERVER' : (BY_CODE[code] ?? 'VALIDATION');
}

/** The key is good, and not for this. */
export function isRoleMissing(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && error.errorClass === 'AUTHENTICATION' && /role/i.test(error.message);
}

/** A success status with a body that is not what was promised: HTML, a cut-off JSON, other fields. */
export function unreadableAnswer(what: string, isWrite: boolean, cause?: unknown): ConnectorError {
  return new ConnectorError({ errorClass: 'SERVER', outcome: isWrite ? 'UNKNOWN' : 'REFUSED', message: `Ozon's answer to ${what} cannot be read`, cause });
}

const TURNED_AWAY: readonly [ErrorClass, Outcome] = ['SERVER', 'REFUSED'];

/** A 403 with a page in HTML comes from what stands before the API, and says nothing of the key: a store must not be paused for it. */
function isTurnedAway({ status, body }: MarketplaceResponse): boolean {
  return status === 403 && /^\s*</.test(body.subarray(0, 200).toString('utf8'));
}

function classify(status: number, { code, message }: Explanation, isWrite: boolean): [ErrorClass, Outcome] {
  if (status === 429 || code === 8 || isOpenCircle(message)) return ['RATE_LIMITED', 'REFUSED'];
  if (status === 401 || status === 403 || /^api-key/i.test(message) || /invalid api-key/i.test(message)) return ['AUTHENTICATION', 'REFUSED'];
  // 503 comes from the front door: the request went no further.
  if (status === 503) return ['SERVER', 'REFUSED'];
  if (status >= 500) return ['SERVER', isWrite ? 'UNKNOWN' : 'REFUSED'];
  return ['VALIDATION', 'REFUSED'];
}

function toError({ code, message }: Explanation, o: { errorClass: ErrorClass; outcome: Outcome; retryAfterMs: number | null; said: string }): ConnectorError {
  const { errorClass, outcome, retryAfterMs, said } = o;
  return new ConnectorError({ errorClass, outcome, retryAfterMs, message: `${said}: ${message}`, remoteCode: /^[A-Z][A-Z_]+$/.test(message) ? message : code === null ? null : String(code) });
}

function retryAfter({ headers }: MarketplaceResponse, { message }: Explanation): number {
  if (isOpenCircle(message)) return OPEN_CIRCLE_RETRY_MS;
  const seconds = Number(headers['retry-after'] ?? '');
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1_000, LONGEST_RETRY_MS) : RATE_LIMIT_RETRY_MS;
}

function isOpenCircle(message: string): boolean {
  return /circle is open/i.test(message);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

/** `{ code, message, details }`, by itself or as `error`; without a message it is not one. */
function explanationIn(body: unknown): Explanation | null {
  if (typeof body !== 'object' || body === null) return null;
  const { error } = body as Record<string, unknown>;
  const isNamedError = typeof error === 'object' && error !== null;
  const { code, message } = (isNamedError ? error : body) as Record<string, unknown>;
  if (typeof message !== 'string' || message === '') return null;
  const number = typeof code === 'string' && /^\d+$/.test(code) ? Number(code) : code;
  return { code: typeof number === 'number' && number !== 0 ? number : null, message, isNamedError };
}
