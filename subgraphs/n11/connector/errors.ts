import { ConnectorError, type ErrorClass, type MarketplaceResponse, type Outcome } from '../../sync/connector/contract.js';

/** N11 sends no `Retry-After`; the windows it publishes are minutes. */
const RATE_LIMIT_RETRY_MS = 60_000;

/** Java exceptions that `/ms` wraps in a 500 although the request is at fault. */
const requestFaults = /ConstraintViolationException|IllegalArgumentException|HttpMessageNotReadableException|MethodArgument|HttpMessageConversionException|BindException/;

/** A refusal told in a SOAP result (HTTP 200) that is about the business, not about access or limits. */
export class SoapRefusal extends ConnectorError {}

/**
 * Turns every answer that is not a success into a ConnectorError. Each path family speaks its own way: `/ms` wraps bad
 * requests and missing headers in 500, `/rest` tells a wrong secret with 400, `/cdn` in plain text.
 */
export function errorFromResponse(response: MarketplaceResponse, isWrite: boolean): ConnectorError {
  const told = describe(response);
  const [errorClass, outcome] = classify(response.status, told, isWrite);
  return new ConnectorError({
    errorClass,
    outcome,
    message: `N11 answered ${response.status}: ${told.message}`,
    remoteCode: told.code,
    retryAfterMs: errorClass === 'RATE_LIMITED' ? retryAfterMs(response) : null,
  });
}

/** A SOAP `result` with `status` failure, which comes with HTTP 200. */
export function errorFromSoapResult(operation: string, result: { readonly errorCode: string | null; readonly errorMessage: string | null }): ConnectorError {
  const code = result.errorCode ?? '';
  const message = `N11 refused ${operation}: ${result.errorMessage ?? (code || 'no reason given')}`;
  const details = { outcome: 'REFUSED' as const, message, remoteCode: result.errorCode };
  if (/authentication/i.test(code)) return new ConnectorError({ ...details, errorClass: 'AUTHENTICATION' });
  if (/limit/i.test(code)) return new ConnectorError({ ...details, errorClass: 'RATE_LIMITED', retryAfterMs: RATE_LIMIT_RETRY_MS });
  return new SoapRefusal({ ...details, errorClass: 'VALIDATION' });
}

/** A success status with a body that is not what was promised: HTML, a cut-off JSON, other fields. */
export function unreadableAnswer(what: string, isWrite: boolean, cause?: unknown): ConnectorError {
  return new ConnectorError({ errorClass: 'SERVER', outcome: isWrite ? 'UNKNOWN' : 'REFUSED', message: `N11's answer to ${what} cannot be read`, cause });
}

interface Told {
  readonly code: string | null;
  readonly message: string;
}

function classify(status: number, { code, message }: Told, isWrite: boolean): [ErrorClass, Outcome] {
  if (status === 401 || status === 403 || /authenticationFailed/i.test(code ?? '')) return ['AUTHENTICATION', 'REFUSED'];
  if (status === 429 || /limit\.reached/i.test(code ?? '')) return ['RATE_LIMITED', 'REFUSED'];
  // 503 comes from the router in front: the request went no further.
  if (status === 503) return ['SERVER', 'REFUSED'];
  if (status >= 500 && /MissingRequestHeaderException/.test(message)) return ['AUTHENTICATION', 'REFUSED'];
  if (status >= 500 && requestFaults.test(message)) return ['VALIDATION', 'REFUSED'];
  if (status >= 500) return ['SERVER', isWrite ? 'UNKNOWN' : 'REFUSED'];
  return ['VALIDATION', 'REFUSED'];
}

/** `/ms` has `name` and `message`, `/rest` and `/cdn` have `errorCode` and `errorMessage`; the rest is HTML or plain text. */
function describe(response: MarketplaceResponse): Told {
  try {
    const body: unknown = JSON.parse(response.body.toString('utf8'));
    const { name, message, errorCode, errorMessage } = (body ?? {}) as Record<string, unknown>;
    return { code: firstText(errorCode, name), message: firstText(errorMessage, message, errorCode, name) ?? 'no explanation' };
  } catch {
    return { code: null, message: 'no readable explanation' };
  }
}

/** A 429 without a time is left to the store's policy, which knows how many there were in a row. */
function retryAfterMs({ status, headers }: MarketplaceResponse): number | null {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(seconds)) return seconds * 1_000;
  return status === 429 ? null : RATE_LIMIT_RETRY_MS;
}

function firstText(...candidates: unknown[]): string | null {
  return candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '') ?? null;
}
