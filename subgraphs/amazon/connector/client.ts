import { z } from 'zod';
import { fromTransportError } from '../../sync/connector/from-transport-error.js';
import { ConnectorError, type MarketplaceRequest, type MarketplaceResponse } from '../../sync/connector/contract.js';
import type { AmazonContext } from './credentials.js';
import { errorFromResponse, errorInside, mayBeTokenTrouble, unreadableAnswer } from './errors.js';
import type { QuotaName } from './quota-groups.js';
import { accessToken, tokenName, type Grant } from './tokens.js';

export interface AmazonCall {
  readonly quota: QuotaName;
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly personal?: boolean;
  readonly grant?: Grant;
  /** A POST that only reads. */
  readonly isRead?: boolean;
}

/** Sends one call and returns the JSON of a 2xx answer, checked against `shape`; throws ConnectorError. */
export async function call<T>(context: AmazonContext, request: AmazonCall, shape: z.ZodType<T>): Promise<T> {
  const response = await send(context, request);
  const parsed = shape.safeParse(readJson(response, request));
  if (!parsed.success) throw errorInside(response, isWrite(request)) ?? unreadableAnswer(request.operation, isWrite(request), parsed.error);
  return parsed.data;
}

/** Sends a write whose success is a 2xx with nothing in it, or an empty object; whatever else comes is no success. */
export async function tell(context: AmazonContext, request: AmazonCall): Promise<void> {
  const response = await send(context, request);
  if (response.body.toString('utf8').trim() === '') return;
  const refusal = errorInside(response, true);
  if (refusal !== null) throw refusal;
  if (!z.looseObject({}).safeParse(readJson(response, request)).success) throw unreadableAnswer(request.operation, true);
}

/** A token that was refused is replaced once. */
async function send(context: AmazonContext, request: AmazonCall): Promise<MarketplaceResponse> {
  const grant = request.grant ?? 'seller';
  const token = await accessToken(context, grant);
  const first = await sendWith(context, request, token);
  const response = mayBeTokenTrouble(first) ? await sendAgain(context, request, grant, token) : first;
  if (response.status < 200 || response.status > 299) throw errorFromResponse(response, isWrite(request));
  return response;
}

/** As `call`, with null for 404. */
export async function find<T>(context: AmazonContext, request: AmazonCall, shape: z.ZodType<T>): Promise<T | null> {
  try {
    return await call(context, request, shape);
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** The bytes behind a pre-signed address, which wants no token and is another host. */
export async function fetchDocument(context: AmazonContext, { url, operation, personal }: { url: string; operation: string; personal?: boolean }): Promise<Buffer> {
  const response = await sendTo(context, url, { operation, method: 'GET', quotaGroup: 'document', safe: true, ...(personal === undefined ? {} : { personal }) });
  if (response.status !== 200) throw new ConnectorError({ errorClass: 'SERVER', outcome: 'REFUSED', message: `Amazon's document store answered ${response.status} to ${operation}` });
  return response.body;
}

/** Puts bytes behind a pre-signed address, under exactly the content type it was made for. */
export async function uploadDocument(context: AmazonContext, { url, operation, contentType, body, personal }: { url: string; operation: string; contentType: string; body: string; personal?: boolean }): Promise<void> {
  const response = await sendTo(context, url, { operation, method: 'PUT', headers: { 'content-type': contentType }, body, quotaGroup: 'document', safe: true, ...(personal === undefined ? {} : { personal }) });
  if (response.status < 200 || response.status > 299) throw new ConnectorError({ errorClass: 'SERVER', outcome: 'NOT_SENT', message: `Amazon's document store answered ${response.status} to ${operation}` });
}

/** Parameters of a query; a list goes with commas, and what is absent is left out. */
export function query(parameters: Readonly<Record<string, string | number | readonly string[] | null | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === undefined) return [];
    return [[name, typeof value === 'object' ? value.join(',') : String(value)]];
  });
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ConnectorError && error.errorClass === 'VALIDATION' && /^not_?found$/i.test(error.remoteCode ?? '');
}

async function sendAgain(context: AmazonContext, request: AmazonCall, grant: Grant, refused: string): Promise<MarketplaceResponse> {
  await context.tokens.discard(tokenName(grant), refused);
  return sendWith(context, request, await accessToken(context, grant));
}

async function sendWith(context: AmazonContext, request: AmazonCall, token: string): Promise<MarketplaceResponse> {
  const { operation, method, path, body, personal } = request;
  return transport(context, {
    operation,
    method,
    path,
    headers: { ...headersFor(context), 'x-amz-access-token': token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    quotaGroup: request.quota,
    safe: !isWrite(request),
    ...(personal === undefined ? {} : { personal }),
  });
}

function sendTo(context: AmazonContext, url: string, request: Omit<MarketplaceRequest, 'path' | 'baseUrl'>): Promise<MarketplaceResponse> {
  const { origin, pathname, search } = new URL(url);
  return transport(context, { ...request, baseUrl: origin, path: pathname + search });
}

function transport(context: AmazonContext, request: MarketplaceRequest): Promise<MarketplaceResponse> {
  return context.http.send(request).catch((error: unknown) => {
    throw fromTransportError(error);
  });
}

function headersFor(context: AmazonContext): Record<string, string> {
  return {
    'user-agent': `${context.store.credentials.appName}/1.0 (Language=TypeScript; Platform=Node.js)`,
    'x-amz-date': context.now().toISOString().replace(/[-:]|\.\d{3}/g, ''),
    accept: 'application/json',
  };
}

function readJson(response: MarketplaceResponse, request: AmazonCall): unknown {
  try {
    return JSON.parse(response.body.toString('utf8'));
  } catch (error) {
    throw unreadableAnswer(request.operation, isWrite(request), error);
  }
}

function isWrite({ method, isRead }: AmazonCall): boolean {
  return method !== 'GET' && isRead !== true;
}
