import { z } from 'zod';
import { fromTransportError } from '../../sync/connector/from-transport-error.js';
import type { ConnectorContext, MarketplaceResponse, StoreAccount } from '../../sync/connector/contract.js';
import { errorFromResponse, errorInside, unreadableAnswer } from './errors.js';
import { METHODS, type MethodName } from './methods.js';

const LANGUAGES = ['TR', 'RU', 'EN'] as const;

/** What a store needs to be called; found in the Ozon cabinet under settings, Seller API. */
export const credentialsSchema = z.object({
  apiKey: z.string().min(1).describe('Api-Key, with the roles for products, prices, stocks, postings, returns and notifications'),
  warehouseId: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .describe('Warehouse whose stock is kept; when absent the only one in use, else the only one in use that Ozon delivers from, and it must be named where there is no such one'),
  packageMm: z
    .string()
    .regex(/^[1-9]\d{0,4}x[1-9]\d{0,4}x[1-9]\d{0,4}$/)
    .optional()
    .describe('Length x width x height of a packed item in millimetres, for goods whose own size is not mapped: 300x200x30'),
  packageGrams: z
    .string()
    .regex(/^[1-9]\d{0,6}$/)
    .optional()
    .describe('Weight of a packed item in grams, for goods whose own weight is not mapped'),
  catalogueLanguage: z.enum(LANGUAGES).default('TR').describe('Language of category and attribute names: TR, RU or EN'),
});
export type OzonCredentials = z.output<typeof credentialsSchema>;
export type OzonContext = ConnectorContext<OzonCredentials>;

/** How a write without an answer of its own says that it was done; any other body leaves that open. */
export const doneSchema = z.looseObject({ result: z.literal(true) });

interface CallOptions {
  /** The bodies carry buyers' data. */
  readonly personal?: boolean;
}

/** Sends one call and returns the JSON of its answer, checked against `shape`; throws ConnectorError. */
export async function call<T>(context: OzonContext, method: MethodName, body: unknown, shape: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
  const isWrite = !METHODS[method].safe;
  const json = readJson(await send(context, method, body, options), method, isWrite);
  const inside = errorInside(json, isWrite);
  if (inside) throw inside;
  const parsed = shape.safeParse(json);
  if (!parsed.success) throw unreadableAnswer(method, isWrite, parsed.error);
  return parsed.data;
}

async function send(context: OzonContext, method: MethodName, body: unknown, { personal }: CallOptions): Promise<MarketplaceResponse> {
  const { path, safe } = METHODS[method];
  const response = await context.http
    .send({ operation: method, method: 'POST', path, headers: headersFor(context.store), body: JSON.stringify(body), quotaGroup: method, safe, ...(personal === undefined ? {} : { personal }) })
    .catch((error: unknown) => {
      throw fromTransportError(error);
    });
  if (response.status < 200 || response.status > 299) throw errorFromResponse(response, !safe);
  return response;
}

function headersFor({ remoteSellerId, credentials }: StoreAccount<OzonCredentials>): Record<string, string> {
  return { 'client-id': remoteSellerId, 'api-key': credentials.apiKey, 'content-type': 'application/json', accept: 'application/json' };
}

function readJson(response: MarketplaceResponse, method: MethodName, isWrite: boolean): unknown {
  if (METHODS[method].isSilent === true && response.body.length === 0) return {};
  try {
    return JSON.parse(response.body.toString('utf8'));
  } catch (error) {
    throw unreadableAnswer(method, isWrite, error);
  }
}
