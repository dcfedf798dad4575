import { z } from 'zod';
import { ConnectorError, type ErrorClass, type MarketplaceResponse, type Outcome } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';

/** eBay promises no Retry-After; the hub's shortest window is a minute. */
const RATE_LIMIT_RETRY_MS = 60_000;
/** "Concurrent access to the inventory item": eBay did nothing and asks for another try. */
const CONCURRENT_ACCESS = '25025';
const INVALID_TOKEN = '1001';
const TOO_MANY = '2001';
/** "Resource not found": nothing answers at this address. As a 404 or 403 that explains nothing, the page of what stands before eBay, it tells nothing of what was asked for, nor of who asks. */
const UNKNOWN_ADDRESS = '2002';
const UNKNOWN_OBJECT: ReadonlySet<string> = new Set(['25702', '25705', '25710', '25713']);

/** Of the token endpoint, in OAuth's words. */
const PASSING: ReadonlySet<string | undefined> = new Set(['server_error', 'temporarily_unavailable']);

/** What eBay has against a digital signature, or against there being none. */
const SIGNATURE_TROUBLE = /^215\d{3}$/;

/** Another call was at work on the same item; the same call may be made again. */
export class ConcurrentAccessError extends ConnectorError {}
/** eBay knows no such item, offer, group, order or destination. */
export class NotFoundError extends ConnectorError {}

/** What eBay has of one item, offer or group is not as promised: it concerns that one alone. */
export class UnreadableRecordError extends ConnectorError {}
/** Such a record is looked at again this often: eBay may have mended it. */
export const UNREADABLE_RETRY_MS = 15 * 60_000;

export const wireErrorSchema = z.looseObject({
  errorId: text,
  category: z.string().nullish(),
  message: z.string().nullish(),
  longMessage: z.string().nullish(),
  parameters: z.array(z.looseObject({ name: z.string().nullish(), value: z.string().nullish() })).nullish(),
});
export type WireError = z.output<typeof wireErrorSchema>;

const envelopes = z.union([
  z.looseObject({ errors: z.array(wireErrorSchema).min(1) }).transform(({ errors }) => errors),
  // Post-Order, and the token endpoint.
  z.looseObject({ errorMessage: z.looseObject({ error: z.array(wireErrorSchema).min(1) }) }).transform(({ errorMessage }) => errorMessage.error),
  z.looseObject({ error: z.string(), error_description: z.string().nullish() }).transform(({ error, error_description }): WireError[] => [{ errorId: error, message: error_description ?? error }]),
]);

/** The errors a body carries, whatever its status; none when it carries none. */
export function errorsIn(body: unknown): readonly WireError[] {
  const parsed = envelopes.safeParse(body);
  return parsed.success ? parsed.data : [];
}

/** Turns every answer that is not a success into a ConnectorError; `isWrite` because a broken answer to a write leaves its outcome open. */
export function errorFromResponse(response: Pick<MarketplaceResponse, 'status' | 'headers'>, body: unknown, isWrite: boolean): ConnectorError {
  const [first] = errorsIn(body);
  const code = first?.errorId ?? null;
  const isElsewhere = (response.status === 404 || response.status === 403) && (code === null || code === UNKNOWN_ADDRESS);
  const [errorClass, outcome] = isElsewhere ? (['SERVER', 'REFUSED'] as const) : classify(response.status, code, isWrite);
  const details = { errorClass, outcome, message: `eBay answered ${response.status}: ${first === undefined ? 'no readable explanation' : describe(first)}`, remoteCode: code, issueCode: SIGNATURE_TROUBLE.test(code ?? '') ? ('SIGNATURE_REFUSED' as const) : null, retryAfterMs: errorClass === 'RATE_LIMITED' ? retryAfterOf(response) : null };
  if (code === CONCURRENT_ACCESS) return new ConcurrentAccessError(details);
  return (response.status === 404 && !isElsewhere) || (code !== null && UNKNOWN_OBJECT.has(code)) ? new NotFoundError(details) : new ConnectorError(details);
}

/** Whether a fresh access token may change the answer; whatever its status says. */
export function isTokenRefused({ status, json }: { readonly status: number; readonly json: unknown }): boolean {
  return status === 401 || errorsIn(json)[0]?.errorId === INVALID_TOKEN;
}

/** A success status whose body says that it failed: by our fault, or (category APPLICATION) by eBay's. */
export function errorInSuccess(body: unknown, isWrite: boolean): ConnectorError | null {
  const [first] = errorsIn(body);
  return first === undefined ? null : errorFromResponse({ status: first.category === 'APPLICATION' ? 500 : 400, headers: {} }, body, isWrite);
}

/** Why no access token was given; the call it is for was not made. What the token endpoint says of itself passes, all else it says concerns the credentials. */
export function errorFromTokenAnswer(response: Pick<MarketplaceResponse, 'status' | 'headers'>, body: unknown): ConnectorError {
  const [first] = errorsIn(body);
  const { status } = response;
  if (status === 429 || first?.errorId === TOO_MANY) return errorFromResponse(response, body, false);
  const isPassing = status >= 500 || PASSING.has(first?.errorId) || (first === undefined && status !== 401);
  const message = `eBay answered ${status} to the request for an access token: ${first === undefined ? 'no readable explanation' : describe(first)}`;
  return new ConnectorError({ errorClass: isPassing ? 'SERVER' : 'AUTHENTICATION', outcome: isPassing ? 'NOT_SENT' : 'REFUSED', message, remoteCode: first?.errorId ?? null });
}

/** The same trouble met while only looking, before a call that then was not made. */
export function beforeSending(error: unknown): unknown {
  if (!(error instanceof ConnectorError) || error.outcome !== 'UNKNOWN') return error;
  const { errorClass, message, remoteCode, retryAfterMs } = error;
  return new ConnectorError({ errorClass, outcome: 'NOT_SENT', message, remoteCode, retryAfterMs, cause: error });
}

/** A success status with a body that is not what was promised: HTML, a cut-off JSON, other fields. */
export function unreadableAnswer(what: string, isWrite: boolean, cause?: unknown): ConnectorError {
  return new ConnectorError({ errorClass: 'SERVER', outcome: isWrite ? 'UNKNOWN' : 'REFUSED', message: `eBay's answer to ${what} cannot be read`, cause });
}

/** The record, checked against `shape`; throws UnreadableRecordError. */
export function readRecord<T>(what: string, record: unknown, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(record);
  if (parsed.success) return parsed.data;
  throw new UnreadableRecordError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: `eBay's record of ${what} cannot be read`, cause: parsed.error });
}

/** What eBay says is wrong, with the details it hides in `parameters`. */
export function describe({ errorId, message, longMessage, parameters }: WireError): string {
  const said = longMessage ?? message ?? `error ${errorId}`;
  const details = (parameters ?? []).flatMap(({ value }) => (value !== null && value !== undefined && value !== '' && !said.includes(value) ? [value] : []));
  return details.length === 0 ? said : `${said} (${details.join('; ')})`;
}

function classify(status: number, code: string | null, isWrite: boolean): [ErrorClass, Outcome] {
  if (status === 401 || code === INVALID_TOKEN) return ['AUTHENTICATION', 'REFUSED'];
  if (status === 429 || code === TOO_MANY) return ['RATE_LIMITED', 'REFUSED'];
  // 1100: the seller's consent lacks a scope. Any other 403 is about this call alone: a signature, a topic.
  if (status === 403) return [code === '1100' ? 'AUTHENTICATION' : 'VALIDATION', 'REFUSED'];
  if (code === CONCURRENT_ACCESS || status === 503) return ['SERVER', 'REFUSED'];
  if (status >= 500) return ['SERVER', isWrite ? 'UNKNOWN' : 'REFUSED'];
  return ['VALIDATION', 'REFUSED'];
}

/** A 429 without a time is left to the store's policy, which knows how many there were in a row. */
function retryAfterOf({ status, headers }: Pick<MarketplaceResponse, 'status' | 'headers'>): number | null {
  const seconds = Number(headers['retry-after']);
  if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
  return status === 429 ? null : RATE_LIMIT_RETRY_MS;
}
