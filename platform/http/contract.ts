import type { PayloadId } from '../ids.js';
import type { QuotaClass } from '../quota/quota-class.js';

/** One call to a marketplace. */
export interface MarketplaceRequest {
  /** The hub's name for the call, such as `offers.push`; a metric label and a filter of the payload archive. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  /** Appended to the store's base URL; includes the query. */
  readonly path: string;
  /** Stands for the store's base URL where a marketplace has several hosts, or hands out an address of its own: `https://api.amazon.com`. */
  readonly baseUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Key into the connector's quota groups. */
  readonly quotaGroup: string;
  /** What the call uses up of its quota; 1 by default. */
  readonly cost?: number;
  /** Decides whose turn it is while the quota is short; LIVE by default. */
  readonly worth?: QuotaClass;
  /** 15,000 by default. */
  readonly timeoutMs?: number;
  /** Reading: may be repeated on trouble. A call that is not safe is sent at most once. */
  readonly safe: boolean;
  /** Asked at the last moment before a call that is not safe is written: false, and nothing leaves. A caller may have been frozen since it asked. */
  readonly mayLeave?: () => boolean;
  /** The bodies carry buyers' data: marked in the archive and kept shorter. */
  readonly personal?: boolean;
  /** The answer is a flat object with a credential in it, such as an access token: the archive keeps the names of its fields, but none of its texts. */
  readonly secretAnswer?: boolean;
}

/** Any HTTP status is a response; only the absence of one throws. Header names are in lower case. */
export interface MarketplaceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly payloadId: PayloadId;
}

/** Calls one store's marketplace; throws TransportError. */
export interface MarketplaceHttp {
  send(request: MarketplaceRequest, signal?: AbortSignal): Promise<MarketplaceResponse>;
}

/** The same client for calls that are worth this, unless they say otherwise. */
export function worthOfCalls(http: MarketplaceHttp, worth: QuotaClass): MarketplaceHttp {
  return { send: (request, signal) => http.send({ worth, ...request }, signal) };
}

/** The same client for a caller that may lose its right to change anything while a call waits for its turn. */
export function whileHeld(http: MarketplaceHttp, mayLeave: () => boolean): MarketplaceHttp {
  return { send: (request, signal) => http.send({ ...request, mayLeave }, signal) };
}

/**
 * No answer came. `reached` says whether the marketplace may have acted: NO for a refused connection, an open circuit or
 * a spent quota; MAYBE for a timeout or a connection that broke after the request was written.
 */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly kind: 'TIMEOUT' | 'NETWORK' | 'BREAKER_OPEN' | 'QUOTA_SPENT';
  readonly reached: 'NO' | 'MAYBE';
  readonly retryAfterMs: number | null;
  /** Of QUOTA_SPENT: the group's name. */
  readonly quotaGroup: string | null;

  constructor(o: { kind: TransportError['kind']; reached: TransportError['reached']; message: string; retryAfterMs?: number | null; quotaGroup?: string | null; cause?: unknown }) {
    super(o.message, o.cause === undefined ? undefined : { cause: o.cause });
    this.kind = o.kind;
    this.reached = o.reached;
    this.retryAfterMs = o.retryAfterMs ?? null;
    this.quotaGroup = o.quotaGroup ?? null;
  }
}
