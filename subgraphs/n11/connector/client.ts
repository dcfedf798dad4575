import { z } from 'zod';
import type { ConnectorContext, MarketplaceResponse } from '../../sync/connector/contract.js';
import { fromTransportError } from '../../sync/connector/from-transport-error.js';
import { errorFromResponse, errorFromSoapResult, unreadableAnswer } from './errors.js';
import type { QuotaGroupName } from './quota-groups.js';
import { childOf, readSoapAnswer, soapEnvelope, textOf, type SoapFields, type SoapInput } from './soap.js';

/** What a store needs to be called; keys come from the Seller Office (so.n11.com), My account, API accounts. */
export const credentialsSchema = z.object({
  appKey: z.string().min(1).describe('API key, shown in the Seller Office'),
  appSecret: z.string().min(1).describe('API secret, sent by mail when the key is made'),
  integrator: z.string().min(1).max(100).default('MarketplaceHub').describe('Name sent with every product write; must stay the same'),
  shipmentTemplate: z.string().min(1).optional().describe('Name of the delivery template used when a product names none'),
  preparingDay: z.coerce.number().int().min(1).max(30).default(2).describe('Days to prepare an order; not below what N11 allows the shop'),
});
export type N11Credentials = z.output<typeof credentialsSchema>;
export type N11Context = ConnectorContext<N11Credentials>;

export interface RestCall {
  readonly group: QuotaGroupName;
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** JSON text, already written: N11 wants prices with two decimals, which JSON.stringify cannot do. */
  readonly body?: string;
  /** A POST that only reads. */
  readonly reads?: boolean;
  readonly personal?: boolean;
}

export interface SoapCall {
  readonly service: 'returnService' | 'claimCancelService' | 'sellerInvoiceService' | 'shipmentCompanyService';
  readonly operation: string;
  readonly fields: SoapInput;
  readonly reads: boolean;
}

/** Sends one REST call and returns the JSON of a 2xx answer, checked against `shape`; throws ConnectorError. */
export async function call<T>(context: N11Context, request: RestCall, shape: z.ZodType<T>): Promise<T> {
  const isWrite = request.method !== 'GET' && request.reads !== true;
  const { appKey, appSecret } = context.store.credentials;
  const response = await exchange(context, { ...request, isWrite, headers: { appkey: appKey, appsecret: appSecret, accept: 'application/json', 'content-type': 'application/json' } });
  const parsed = shape.safeParse(readJson(response));
  if (!parsed.success) throw unreadableAnswer(request.operation, isWrite, parsed.error);
  return parsed.data;
}

/** Sends one SOAP operation and returns the children of its response element; a `failure` result is thrown. */
export async function callSoap(context: N11Context, request: SoapCall): Promise<SoapFields> {
  const { appKey, appSecret } = context.store.credentials;
  const isWrite = !request.reads;
  const response = await exchange(context, {
    group: 'soap',
    operation: `soap.${request.operation}`,
    method: 'POST',
    path: `/ws/${request.service}/`,
    headers: { accept: 'text/xml', 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: soapEnvelope(request.operation, { auth: { appKey, appSecret }, ...request.fields }),
    isWrite,
    personal: true,
  });
  const answer = readSoapAnswer(response.body.toString('utf8'), request.operation);
  const result = answer && childOf(answer, 'result');
  const status = result && textOf(result, 'status')?.toLowerCase();
  if (!answer || !result || status === undefined) throw unreadableAnswer(request.operation, isWrite);
  if (status !== 'success') throw errorFromSoapResult(request.operation, { errorCode: textOf(result, 'errorCode') ?? null, errorMessage: textOf(result, 'errorMessage') ?? null });
  return answer;
}

export function query(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

interface Exchange extends Omit<RestCall, 'reads'> {
  readonly headers: Readonly<Record<string, string>>;
  readonly isWrite: boolean;
}

async function exchange(context: N11Context, request: Exchange): Promise<MarketplaceResponse> {
  const { operation, method, path, headers, body, group, isWrite, personal } = request;
  const response = await context.http
    .send({ operation, method, path, headers, quotaGroup: group, safe: !isWrite, ...(body === undefined ? {} : { body }), ...(personal === undefined ? {} : { personal }) })
    .catch((error: unknown) => {
      throw fromTransportError(error);
    });
  if (response.status < 200 || response.status > 299) throw errorFromResponse(response, isWrite);
  return response;
}

function readJson(response: MarketplaceResponse): unknown {
  try {
    return JSON.parse(response.body.toString('utf8'));
  } catch {
    return undefined;
  }
}
