import { z } from 'zod';
import type { ConnectorContext, MarketplaceResponse } from '../../sync/connector/contract.js';
import { fromTransportError } from '../../sync/connector/from-transport-error.js';
import { optionalText } from '../../sync/connector/wire-values.js';
import { CATALOGUE_PAUSE_MS, catalogueRefusal, cataloguePaused, errorFromResponse, unreadableAnswer } from './errors.js';
import { serviceOf, type QuotaGroupName } from './quota-groups.js';
import { requestBody } from './request-body.js';
import { serviceBaseUrl } from './services.js';

/** What a store needs to be called; the seller makes the service key in the merchant panel, for one named integrator. */
export const credentialsSchema = z.object({
  serviceKey: z.string().min(1).describe('Service key (servis anahtarı), made in the merchant panel for the integrator'),
  integrator: z.string().min(1).describe('User name of the integrator the key was made for; sent as User-Agent, to the letter'),
  userName: z.string().min(1).optional().describe('Only for sellers without a service key: their old user name; the merchant id when absent'),
  merchantName: z.string().min(1).optional().describe('The shop name buyers see; tells the own place in the buybox'),
  defaultWeightKg: z.string().regex(/^\d+(,\d+)?$/).default('1').describe('Weight (desi) of products whose mapping gives no kg, with a decimal comma'),
  warrantyMonths: z.coerce.number().int().min(0).max(120).default(0).describe('Warranty of products whose mapping gives no GarantiSuresi'),
});
export type HepsiburadaCredentials = z.output<typeof credentialsSchema>;
export type HepsiburadaContext = ConnectorContext<HepsiburadaCredentials>;

export interface HepsiburadaCall {
  readonly group: QuotaGroupName;
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the service's address. */
  readonly path: string;
  readonly json?: unknown;
  /** Sent as the form field `file`. */
  readonly file?: unknown;
  /** A POST that only reads. */
  readonly reads?: boolean;
  readonly personal?: boolean;
}

export interface Answered<T> {
  readonly data: T;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a call and returns the JSON of a 2xx answer, checked against `shape`; throws ConnectorError. */
export async function call<T>(context: HepsiburadaContext, request: HepsiburadaCall, shape: z.ZodType<T>): Promise<T> {
  return (await callWithHeaders(context, request, shape)).data;
}

export async function callWithHeaders<T>(context: HepsiburadaContext, request: HepsiburadaCall, shape: z.ZodType<T>): Promise<Answered<T>> {
  const response = await exchange(context, request);
  const parsed = shape.safeParse(readJson(response));
  if (!parsed.success) throw unreadableAnswer(request.operation, isWrite(request), parsed.error);
  return { data: parsed.data, headers: response.headers };
}

/** A call whose answer says nothing beyond its status. */
export async function send(context: HepsiburadaContext, request: HepsiburadaCall): Promise<void> {
  await exchange(context, request);
}

const envelopeSchema = z.looseObject({ success: z.boolean(), code: optionalText.catch(null), message: optionalText.catch(null), data: z.unknown().optional(), last: z.boolean().nullish() });
export interface CataloguePage<T> {
  readonly data: T;
  readonly isLast: boolean;
}

/**
 * A catalogue call: opens the envelope, in which a failure comes with HTTP 200 too. After a 403 the catalogue is left
 * alone by every worker, whatever it is that wants to call it.
 */
export async function callCatalogue<T>(context: HepsiburadaContext, request: Omit<HepsiburadaCall, 'group'>, shape: z.ZodType<T>): Promise<CataloguePage<T>> {
  const pausedUntil = Number(await context.cache.get(pauseKey(context)));
  const nowMs = context.now().getTime();
  if (pausedUntil > nowMs) throw cataloguePaused(pausedUntil - nowMs);
  const full = { ...request, group: 'catalogue' } as const;
  const { data: envelope } = await callWithHeaders(context, full, envelopeSchema);
  if (!envelope.success) throw catalogueRefusal(request.operation, envelope);
  const parsed = shape.safeParse(envelope.data);
  if (!parsed.success) throw unreadableAnswer(request.operation, isWrite(full), parsed.error);
  return { data: parsed.data, isLast: envelope.last ?? true };
}

export function query(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

async function exchange(context: HepsiburadaContext, request: HepsiburadaCall): Promise<MarketplaceResponse> {
  const { operation, method, path, group, personal } = request;
  const service = serviceOf[group];
  const { headers, body } = requestBody(request);
  const response = await context.http
    .send({
      operation,
      method,
      path,
      baseUrl: serviceBaseUrl(context.store.baseUrl, service),
      headers: { ...headers, ...accessHeaders(context) },
      quotaGroup: group,
      safe: !isWrite(request),
      ...(body === undefined ? {} : { body }),
      ...(personal === undefined ? {} : { personal }),
    })
    .catch((error: unknown) => {
      throw fromTransportError(error);
    });
  if (response.status === 403 && service === 'mpop') await context.cache.set(pauseKey(context), String(context.now().getTime() + CATALOGUE_PAUSE_MS), CATALOGUE_PAUSE_MS);
  if (response.status < 200 || response.status > 299) throw errorFromResponse(service, response, isWrite(request));
  return response;
}

function accessHeaders({ store }: HepsiburadaContext): Record<string, string> {
  const { serviceKey, integrator, userName = store.remoteSellerId } = store.credentials;
  return { accept: 'application/json', authorization: `Basic ${Buffer.from(`${userName}:${serviceKey}`).toString('base64')}`, 'user-agent': integrator };
}

function isWrite({ method, reads }: HepsiburadaCall): boolean {
  return method !== 'GET' && reads !== true;
}

/** Per address and not per store: the catalogue counts by the caller. */
function pauseKey({ store }: HepsiburadaContext): string {
  return `hepsiburada:catalogue-pause:${store.baseUrl}`;
}

function readJson(response: MarketplaceResponse): unknown {
  try {
    return JSON.parse(response.body.toString('utf8'));
  } catch {
    return undefined;
  }
}
