import { ConnectorError, type ErrorClass, type MarketplaceResponse, type Outcome } from '../../sync/connector/contract.js';

const LONGEST_RATE_WAIT_MS = 200_000;
const USUAL_RATE_WAIT_MS = 2_000;

/** Amazon names a missing role and an ended token alike; only these words tell that another token would help. */
const TOKEN_TROUBLE = /token|expired|revoked|malformed/i;

/** Turns every answer that is not a success into a ConnectorError; `isWrite` because a broken answer to a write leaves its outcome open. */
export function errorFromResponse(response: MarketplaceResponse, isWrite: boolean): ConnectorError {
  const { message, code } = describe(response);
  const [errorClass, outcome] = isPage(response) && response.status < 500 ? (['SERVER', 'REFUSED'] as const) : classify(response.status, isWrite);
  return new ConnectorError({
    errorClass,
    outcome,
    message: `Amazon answered ${response.status}: ${message}${requestIdOf(response)}`,
    remoteCode: code,
    retryAfterMs: errorClass === 'RATE_LIMITED' ? rateWaitMs(response) : null,
  });
}

/** The refusal that a success status carries; null where the body names none. */
export function errorInside(response: MarketplaceResponse, isWrite: boolean): ConnectorError | null {
  const { message, code } = describe(response);
  if (code === null) return null;
  const [errorClass, outcome] = classify(statusOfCode(code), isWrite);
  return new ConnectorError({ errorClass, outcome, message: `Amazon answered ${response.status} with an error: ${message}${requestIdOf(response)}`, remoteCode: code, retryAfterMs: errorClass === 'RATE_LIMITED' ? rateWaitMs(response) : null });
}

/** A success status with a body that is not what was promised: HTML, a cut-off JSON, other fields. */
export function unreadableAnswer(what: string, isWrite: boolean, cause?: unknown): ConnectorError {
  return new ConnectorError({ errorClass: 'SERVER', outcome: isWrite ? 'UNKNOWN' : 'REFUSED', message: `Amazon's answer to ${what} cannot be read`, cause });
}

/** Whether a fresh access token may change the answer. */
export function mayBeTokenTrouble(response: MarketplaceResponse): boolean {
  if (isPage(response)) return false;
  if (response.status === 401) return true;
  return response.status === 403 && TOKEN_TROUBLE.test(describe(response).message);
}

/** Why no access token was given; nothing of what it was wanted for has been sent. */
export function errorFromTokenAnswer(response: MarketplaceResponse): ConnectorError {
  const { error, error_description: description } = fieldsOf(response);
  const code = typeof error === 'string' ? error : null;
  const message = `Login with Amazon answered ${response.status}: ${typeof description === 'string' ? description : (code ?? 'no readable explanation')}`;
  // Login with Amazon always names an error: what has none, such as a firewall's page, says nothing of the credentials.
  const isPassing = response.status >= 500 || code === null || code === 'server_error' || code === 'temporarily_unavailable';
  if (response.status === 429) return new ConnectorError({ errorClass: 'RATE_LIMITED', outcome: 'REFUSED', message, remoteCode: code, retryAfterMs: USUAL_RATE_WAIT_MS });
  return new ConnectorError({ errorClass: isPassing ? 'SERVER' : 'AUTHENTICATION', outcome: isPassing ? 'NOT_SENT' : 'REFUSED', message, remoteCode: code });
}

function classify(status: number, isWrite: boolean): [ErrorClass, Outcome] {
  if (status === 401 || status === 403) return ['AUTHENTICATION', 'REFUSED'];
  if (status === 429) return ['RATE_LIMITED', 'REFUSED'];
  if (status === 503) return ['SERVER', 'REFUSED'];
  if (status >= 500) return ['SERVER', isWrite ? 'UNKNOWN' : 'REFUSED'];
  return ['VALIDATION', 'REFUSED'];
}

/** The status under which Amazon's documents list an error code. */
function statusOfCode(code: string): number {
  if (/quota|throttl/i.test(code)) return 429;
  if (/internal|server/i.test(code)) return 500;
  if (/unavailable/i.test(code)) return 503;
  return /unauthori[sz]ed|accessdenied|forbidden/i.test(code) ? 403 : 400;
}

/** Not Amazon's API but something before it: a firewall, a proxy. */
function isPage({ body }: MarketplaceResponse): boolean {
  return body.toString('utf8', 0, 200).trimStart().startsWith('<');
}

function describe(response: MarketplaceResponse): { message: string; code: string | null } {
  const { errors } = fieldsOf(response);
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (typeof first !== 'object' || first === null) return { message: 'no readable explanation', code: null };
  const { code, message, details } = first as Record<string, unknown>;
  return { message: [message, details].filter((text) => typeof text === 'string' && text !== '').join(' ') || 'no explanation', code: typeof code === 'string' ? code : null };
}

function fieldsOf({ body }: MarketplaceResponse): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The header carries the rate of the operation: its bucket has a call again after 1 ÷ rate. */
function rateWaitMs({ headers }: MarketplaceResponse): number {
  const rate = Number(headers['x-amzn-ratelimit-limit'] ?? Number.NaN);
  return rate > 0 ? Math.min(LONGEST_RATE_WAIT_MS, Math.ceil(1000 / rate)) : USUAL_RATE_WAIT_MS;
}

function requestIdOf({ headers }: MarketplaceResponse): string {
  const id = headers['x-amzn-requestid'];
  return id === undefined ? '' : ` (request ${id})`;
}
