import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import type { ConnectorContext, MarketplaceResponse } from '../../sync/connector/contract.js';
import { fromTransportError } from '../../sync/connector/from-transport-error.js';
import type { EbayCredentials } from './credentials.js';
import { ConcurrentAccessError, errorFromResponse, errorInSuccess, isTokenRefused, unreadableAnswer } from './errors.js';
import type { Endpoint } from './quota-groups.js';
import { signatureHeaders } from './signing.js';
import { siteFacts } from './sites.js';
import { accessToken, type Identity } from './tokens.js';

const CONCURRENCY_PAUSE_MS = 150;

export interface EbayContext extends ConnectorContext<EbayCredentials> {
  /** In a rehearsal: takes the writes, which are not sent. */
  readonly insteadOfWriting?: (call: EbayCall) => EbayAnswer;
}

export interface EbayCall {
  readonly endpoint: Endpoint;
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** SELLER by default. */
  readonly identity?: Identity;
  /** A POST that only reads. */
  readonly reads?: boolean;
  readonly personal?: boolean;
  /** How many listings it is about; 1 by default. */
  readonly listings?: number;
  /** Must carry a digital signature for sellers in the EU and the UK; has one whenever the store has a key. */
  readonly signed?: boolean;
}

export interface EbayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when there was no body, or none that is JSON. */
  readonly json: unknown;
}

/** Sends one call and returns the JSON of a 2xx answer, checked against `shape`; throws ConnectorError. */
export async function call<T>(context: EbayContext, request: EbayCall, shape: z.ZodType<T>): Promise<T> {
  const { json } = await send(context, request);
  const parsed = shape.safeParse(json);
  if (!parsed.success) throw unreadableAnswer(request.operation, isWrite(request), parsed.error);
  return parsed.data;
}

/** Sends one call; an answer with errors in it is thrown, whatever its status. */
export async function send(context: EbayContext, request: EbayCall): Promise<EbayAnswer> {
  const answer = await exchange(context, request);
  if (answer.status < 200 || answer.status > 299) throw errorFromResponse(answer, answer.json, isWrite(request));
  const hidden = errorInSuccess(answer.json, isWrite(request));
  if (hidden !== null) throw hidden;
  return answer;
}

/** As `send`, but any answer that is not about the token is handed back: bulk calls answer per item with 200, 207 and 400. */
export async function exchange(context: EbayContext, request: EbayCall): Promise<EbayAnswer> {
  if (context.insteadOfWriting !== undefined && isWrite(request)) return context.insteadOfWriting(request);
  const first = await attempt(context, request);
  if (!isTokenRefused(first)) return first;
  // A refused token was surely not acted upon. It may have been revoked before its time, so one more try with a fresh one.
  const again = await attempt(context, request);
  if (isTokenRefused(again)) throw errorFromResponse(again, again.json, isWrite(request));
  return again;
}

export function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(String(value))}`]));
  return given.length === 0 ? '' : `?${given.join('&')}`;
}

async function attempt(context: EbayContext, request: EbayCall): Promise<EbayAnswer> {
  const { identity = 'SELLER', endpoint, operation, method, path, personal } = request;
  const token = await accessToken(context, identity);
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const headers = { ...headersFor(context, request, token), ...(request.signed === true ? signatureHeaders(context, { method, path, body: body ?? null }) : {}) };
  const response = await context.http
    .send({ operation, method, path, headers, quotaGroup: endpoint, safe: !isWrite(request), ...(body === undefined ? {} : { body }), ...(personal === undefined ? {} : { personal }) })
    .catch((error: unknown) => {
      throw fromTransportError(error);
    });
  const answer = toAnswer(response, request);
  if (isTokenRefused(answer)) await context.tokens.discard(identity, token);
  return answer;
}

function headersFor({ store }: EbayContext, { endpoint, body }: EbayCall, token: string): Record<string, string> {
  const { marketplaceId } = store.credentials;
  const { locale } = siteFacts[marketplaceId];
  return {
    // Post-Order is older than the rest and names the scheme and the sites in its own way.
    authorization: `${endpoint === 'post-order' ? 'IAF' : 'Bearer'} ${token}`,
    'x-ebay-c-marketplace-id': endpoint === 'post-order' ? marketplaceId.replace('_', '-') : marketplaceId,
    accept: 'application/json',
    'accept-language': locale,
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-language': locale }),
  };
}

function toAnswer({ status, headers, body }: MarketplaceResponse, request: EbayCall): EbayAnswer {
  if (body.length === 0) return { status, headers, json: undefined };
  try {
    return { status, headers, json: JSON.parse(body.toString('utf8')) };
  } catch (error) {
    if (status >= 200 && status <= 299) throw unreadableAnswer(request.operation, isWrite(request), error);
    return { status, headers, json: undefined };
  }
}

function isWrite({ method, reads }: EbayCall): boolean {
  return method !== 'GET' && reads !== true;
}

/** Runs `action` again when another call was at work on the same item; after a few times its error stands. */
export async function despiteConcurrency<T>(action: () => Promise<T>): Promise<T> {
  for (let left = 3; ; left -= 1) {
    try {
      return await action();
    } catch (error) {
      if (left === 0 || !(error instanceof ConcurrentAccessError)) throw error;
      await pause(CONCURRENCY_PAUSE_MS);
    }
  }
}
