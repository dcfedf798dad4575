import { z } from 'zod';
import { fromTransportError } from '../../sync/connector/from-transport-error.js';
import type { ConnectorContext, MarketplaceResponse, StoreAccount } from '../../sync/connector/contract.js';
import { errorFromResponse, errorInSuccess, unreadableAnswer } from './errors.js';
import { TIERS, type Endpoint } from './quota-groups.js';

/** What a store needs to be called; found in the seller panel under account info, integration info. */
export const credentialsSchema = z.object({
  apiKey: z.string().min(1).describe('API key'),
  apiSecret: z.string().min(1).describe('API secret'),
  integrator: z
    .string()
    .regex(/^[A-Za-z0-9]{1,30}$/)
    .default('SelfIntegration')
    .describe('Name in the User-Agent: letters and digits, at most 30; SelfIntegration when the seller owns the software'),
  desi: z
    .string()
    .regex(/^\d{1,5}(\.\d{1,2})?$/)
    .optional()
    .describe('Volumetric weight (desi) of a packed item, for goods whose own is not mapped as the attribute desi'),
  tier: z.enum(TIERS).default('50k').describe('Listing limit of the shop, which scales the quotas'),
});
export type TrendyolCredentials = z.output<typeof credentialsSchema>;
export type TrendyolContext = ConnectorContext<TrendyolCredentials>;

export interface TrendyolCall {
  readonly endpoint: Endpoint;
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as multipart, in place of `body`. */
  readonly form?: FormData;
  readonly personal?: boolean;
}

/** Sends one call and returns the JSON of a 2xx answer, checked against `shape`; throws ConnectorError. */
export async function call<T>(context: TrendyolContext, request: TrendyolCall, shape: z.ZodType<T>): Promise<T> {
  const response = await send(context, request);
  const parsed = shape.safeParse(readJson(response, request));
  if (!parsed.success) throw unreadableAnswer(request.operation, isWrite(request), parsed.error);
  return parsed.data;
}

/** Sends one call whose 2xx answer carries nothing to read; a refusal in it is thrown all the same. */
export async function send(context: TrendyolContext, request: TrendyolCall): Promise<MarketplaceResponse> {
  const { contentType, body } = await encode(request);
  const response = await context.http
    .send({
      operation: request.operation,
      method: request.method,
      path: request.path,
      headers: { ...headersFor(context.store), 'content-type': contentType },
      ...(body === undefined ? {} : { body }),
      quotaGroup: request.endpoint,
      safe: !isWrite(request),
      ...(request.personal === undefined ? {} : { personal: request.personal }),
    })
    .catch((error: unknown) => {
      throw fromTransportError(error);
    });
  if (response.status < 200 || response.status > 299) throw errorFromResponse(response, isWrite(request));
  const hidden = errorInSuccess(response, isWrite(request));
  if (hidden !== null) throw hidden;
  return response;
}

/** Numbers of 16 digits and more would lose their last digits in JSON.parse; these two fields can have them. */
export function parseTrendyolJson(text: string): unknown {
  return JSON.parse(text.replace(/(?<!\\)"(cargoTrackingNumber|cargoSenderNumber)"\s*:\s*(\d+)/g, '"$1":"$2"'));
}

/** `GET /order/…` → `/order/sellers/123/…`; every path of a seller starts so. */
export function sellerPath(context: TrendyolContext, domain: string, rest: string): string {
  return `/${domain}/sellers/${encodeURIComponent(context.store.remoteSellerId)}/${rest}`;
}

export function query(parameters: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)] as [string, string])).toString()}`;
}

async function encode({ body, form }: TrendyolCall): Promise<{ contentType: string; body?: string | Buffer }> {
  if (form === undefined) return { contentType: 'application/json', ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const encoded = new Response(form);
  return { contentType: encoded.headers.get('content-type') ?? 'multipart/form-data', body: Buffer.from(await encoded.arrayBuffer()) };
}

function headersFor(store: StoreAccount<TrendyolCredentials>): Record<string, string> {
  const { apiKey, apiSecret, integrator } = store.credentials;
  return {
    authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`,
    'user-agent': `${store.remoteSellerId} - ${integrator}`,
    accept: 'application/json',
  };
}

function readJson(response: MarketplaceResponse, request: TrendyolCall): unknown {
  try {
    return parseTrendyolJson(response.body.toString('utf8'));
  } catch (error) {
    throw unreadableAnswer(request.operation, isWrite(request), error);
  }
}

// Buy box is a POST that only reads.
function isWrite(request: TrendyolCall): boolean {
  return request.method !== 'GET' && request.endpoint !== 'buybox';
}
