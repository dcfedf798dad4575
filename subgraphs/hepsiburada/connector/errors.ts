import { ConnectorError, type ErrorClass, type MarketplaceResponse, type Outcome } from '../../sync/connector/contract.js';
import type { QuotaGroupName } from './quota-groups.js';
import type { ServiceName } from './services.js';

/** Nothing published says how long to wait outside OMS. */
const RETRY_MS = 30_000;
/** No limit of Hepsiburada's outside the catalogue is longer than minutes: a moment where a number of seconds should stand must not silence a store. */
const LONGEST_RETRY_MS = 600_000;
/** What the catalogue is left alone for once it has refused a call: its refusals turn into a block within seconds. */
export const CATALOGUE_PAUSE_MS = 60_000;
/** Named on its refusals: what counts elsewhere, prices and stock above all, does not wait for them. */
const CATALOGUE: QuotaGroupName = 'catalogue';

/** The answer of a catalogue call that failed for a reason of the business, which comes with HTTP 200. */
export class CatalogueRefusal extends ConnectorError {}

/** Turns every answer that is not a success into a ConnectorError. Bodies may be an object, a JSON text, plain text or nothing. */
export function errorFromResponse(service: ServiceName, response: MarketplaceResponse, isWrite: boolean): ConnectorError {
  const { code, message } = describe(response);
  const [errorClass, outcome] = classify(service, response.status, isWrite);
  return new ConnectorError({
    errorClass,
    outcome,
    message: `Hepsiburada (${service}) answered ${response.status}: ${message}`,
    remoteCode: code,
    retryAfterMs: errorClass === 'RATE_LIMITED' ? retryAfterMs(service, response) : null,
    quotaGroup: errorClass === 'RATE_LIMITED' && service === 'mpop' ? CATALOGUE : null,
  });
}

/** `success: false` of the catalogue. */
export function catalogueRefusal(operation: string, o: { readonly code: string | null; readonly message: string | null }): CatalogueRefusal {
  return new CatalogueRefusal({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: `Hepsiburada refused ${operation}: ${o.message ?? o.code ?? 'no reason given'}`, remoteCode: o.code });
}

/** A success status with a body that is not what was promised: HTML, a cut-off JSON, other fields. */
export function unreadableAnswer(what: string, isWrite: boolean, cause?: unknown): ConnectorError {
  return new ConnectorError({ errorClass: 'SERVER', outcome: isWrite ? 'UNKNOWN' : 'REFUSED', message: `Hepsiburada's answer to ${what} cannot be read`, cause });
}

/** A call that was not made, since the catalogue refused one a moment ago. */
export function cataloguePaused(retryAfterMs: number): ConnectorError {
  return new ConnectorError({ errorClass: 'RATE_LIMITED', outcome: 'NOT_SENT', message: 'Hepsiburada refused a catalogue call (403); the catalogue is left alone, since going on would get this address blocked', retryAfterMs, quotaGroup: CATALOGUE });
}

function classify(service: ServiceName, status: number, isWrite: boolean): [ErrorClass, Outcome] {
  if (status === 429) return ['RATE_LIMITED', 'REFUSED'];
  // The catalogue says 403 to whoever is over its limit; wrong credentials are told by the listing service, which every store is checked with.
  if (status === 403 && service === 'mpop') return ['RATE_LIMITED', 'REFUSED'];
  if (status === 401 || status === 403) return ['AUTHENTICATION', 'REFUSED'];
  // The bot manager at the edge: the request went no further.
  if (status === 520) return ['RATE_LIMITED', 'REFUSED'];
  if (status === 503) return ['SERVER', 'REFUSED'];
  if (status >= 500) return ['SERVER', isWrite ? 'UNKNOWN' : 'REFUSED'];
  return ['VALIDATION', 'REFUSED'];
}

function describe(response: MarketplaceResponse): { readonly code: string | null; readonly message: string } {
  const text = response.body.toString('utf8').trim();
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'string') return { code: null, message: body };
    const { code, message, defaultMessage, title, errors } = (body ?? {}) as Record<string, unknown>;
    return { code: firstText(code), message: firstText(message, defaultMessage, title, Array.isArray(errors) ? errors[0] : null) ?? 'no explanation' };
  } catch {
    // Short plain texts are the listing service's way; longer ones are pages of a proxy.
    return { code: null, message: text !== '' && text.length <= 200 && !text.startsWith('<') ? text : 'no readable explanation' };
  }
}

/** OMS says in `X-RateLimit-Reset` how many seconds until its window ends. */
function retryAfterMs(service: ServiceName, { headers }: MarketplaceResponse): number {
  if (service === 'mpop') return CATALOGUE_PAUSE_MS;
  const seconds = Number(headers['x-ratelimit-reset'] ?? headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(Math.max(1, seconds) * 1_000, LONGEST_RETRY_MS) : RETRY_MS;
}

function firstText(...candidates: unknown[]): string | null {
  const found = candidates.find((candidate) => (typeof candidate === 'string' && candidate !== '') || typeof candidate === 'number');
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null;
}
