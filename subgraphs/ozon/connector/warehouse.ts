import { z } from 'zod';
import { createRecentlyUsed } from '../../../platform/recently-used.js';
import { ConnectorError, type ErrorClass } from '../../sync/connector/contract.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext } from './client.js';
import { unreadableAnswer } from './errors.js';
import type { MethodName } from './methods.js';

/** Ozon once allowed the list once a minute; warehouses change rarely. */
const CACHE_TTL_MS = 3_600_000;
/** Number of Ozon's own logistics among the providers. */
const OZON_LOGISTICS = '24';
const OUT_OF_USE = ['disabled', 'blocked', 'disabled_due_to_limit', 'error', 'archived'];

/** What Ozon shows at once, at most. */
const WAREHOUSES_PER_CALL = 200;
const METHODS_PER_CALL = 100;
/** No shop has as many: a list without end ends here. */
const MOST_PAGES = 50;

const warehouseSchema = z.looseObject({ warehouse_id: number, name: z.string().default(''), status: optionalText, is_rfbs: z.boolean().nullish(), pause_at: optionalText });
const deliveryMethodSchema = z.looseObject({ id: text, name: z.string().default(''), warehouse_id: text, provider_id: optionalText, status: optionalText });
const placeSchema = z.looseObject({ cursor: optionalText, has_next: z.boolean().nullish() });
const warehousesSchema = placeSchema.extend({ warehouses: z.array(warehouseSchema).nullish() });
const methodsSchema = placeSchema.extend({ delivery_methods: z.array(deliveryMethodSchema).nullish() });

export interface OzonWarehouse {
  readonly id: number;
  readonly name: string;
  readonly status: string | null;
  readonly isRfbs: boolean | null;
  /** Neither switched off, in a word that is known to say so, nor on pause: buyers can be sold what lies in it. */
  readonly isInUse: boolean;
}

export interface OzonDeliveryMethod {
  readonly id: string;
  readonly name: string;
  readonly warehouseId: string;
  readonly providerId: string | null;
  readonly status: string | null;
}

/** The warehouse whose stock a store keeps, or why none can be told. */
export type KeptWarehouse = { readonly warehouseId: number; readonly whyNone: null } | { readonly warehouseId: null; readonly whyNone: string };

/**
 * The one that the store's credentials name, else the only one in use, else the only one in use from which Ozon's logistics deliver (FBS). Where
 * that cannot be told, or was another before a warehouse was switched off, none is guessed: stock in two warehouses is sold twice.
 * One that is named is not looked at: whether it is there, Ozon says.
 */
export async function keptWarehouse(context: OzonContext): Promise<KeptWarehouse> {
  const { warehouseId } = context.store.credentials;
  if (warehouseId !== undefined) return { warehouseId: Number(warehouseId), whyNone: null };
  const all = await listWarehouses(context);
  const methods = all.length > 1 && all.some(({ isRfbs }) => isRfbs === null) ? await methodsOrNone(context) : [];
  const inUse = all.filter((one) => one.isInUse);
  const chosen = onlyOneOf(inUse.length > 0 ? inUse : all, methods);
  const ofAll = onlyOneOf(all, methods);
  if (chosen && (ofAll === null || ofAll === chosen)) return { warehouseId: chosen.id, whyNone: null };
  return { warehouseId: null, whyNone: all.length > 0 ? `the shop has several warehouses on Ozon (${namesOf(all)}): name the one to keep stock in as warehouseId in the store's credentials` : 'the shop has no warehouse on Ozon to keep stock in' };
}

/** `22000000000001 Склад 1, 22000000000002 Склад rFBS (disabled)`; in the same order as long as there are the same. */
export function namesOf(warehouses: readonly OzonWarehouse[]): string {
  return [...warehouses].sort((a, b) => a.id - b.id).map(({ id, name, status, isInUse }) => `${id} ${name}${isInUse ? '' : ` (${wordFor(status)})`}`).join(', ');
}

/** Why it is out of use. */
export function wordFor(status: string | null): string {
  return status !== null && OUT_OF_USE.includes(status) ? status : 'on pause';
}

function onlyOneOf(warehouses: readonly OzonWarehouse[], methods: readonly OzonDeliveryMethod[]): OzonWarehouse | null {
  const [only, ...others] = warehouses.length === 1 ? warehouses : warehouses.filter((one) => isRfbsOf(one, methods) === false);
  return only && others.length === 0 ? only : null;
}

/** Whether the seller delivers from it; null where neither the warehouse nor its delivery methods tell. */
export function isRfbsOf({ id, isRfbs }: OzonWarehouse, methods: readonly OzonDeliveryMethod[]): boolean | null {
  const providers = methods.filter(({ warehouseId }) => warehouseId === String(id)).flatMap(({ providerId }) => providerId ?? []);
  return isRfbs ?? (providers.length === 0 ? null : !providers.includes(OZON_LOGISTICS));
}

/** A key may have no role for them, which says nothing against the store. */
async function methodsOrNone(context: OzonContext): Promise<readonly OzonDeliveryMethod[]> {
  try {
    return await listDeliveryMethods(context);
  } catch (error) {
    if (error instanceof ConnectorError && ['VALIDATION', 'AUTHENTICATION'].includes(error.errorClass)) return [];
    throw error;
  }
}

export async function listWarehouses(context: OzonContext): Promise<readonly OzonWarehouse[]> {
  const rows = await cached(context, 'warehouse-rows', () => allPages('warehouses.list', async (cursor) => {
    const page = await call(context, 'warehouses.list', { limit: WAREHOUSES_PER_CALL, cursor }, warehousesSchema);
    return { ...page, rows: page.warehouses ?? [] };
  }), z.array(warehouseSchema));
  return rows.map(({ warehouse_id, name, status, is_rfbs, pause_at }) => ({ id: warehouse_id, name, status, isRfbs: is_rfbs ?? null, isInUse: !OUT_OF_USE.includes(status ?? '') && !isMoment(pause_at) }));
}

/** Services that write no null write a moment before all times. */
function isMoment(text: string | null): boolean {
  return Date.parse(text ?? '') > 0;
}

export async function listDeliveryMethods(context: OzonContext): Promise<readonly OzonDeliveryMethod[]> {
  const rows = await cached(context, 'delivery-method-rows', () => allPages('warehouses.deliveryMethods', async (cursor) => {
    const page = await call(context, 'warehouses.deliveryMethods', { limit: METHODS_PER_CALL, cursor, sort_dir: 'ASC' }, methodsSchema);
    return { ...page, rows: page.delivery_methods ?? [] };
  }), z.array(deliveryMethodSchema));
  return rows.map(({ id, name, warehouse_id, provider_id, status }) => ({ id, name, warehouseId: warehouse_id, providerId: provider_id, status }));
}

interface RowsOfPage<T> extends z.infer<typeof placeSchema> {
  readonly rows: readonly T[];
}

/** Every row. A list that goes in circles, or on without end, cannot be told from one that was read in part: it is not read at all. */
async function allPages<T>(method: MethodName, readPage: (cursor: string) => Promise<RowsOfPage<T>>): Promise<T[]> {
  const found: T[] = [];
  const seen = new Set<string>();
  let next: string | null = '';
  while (next !== null) {
    if (seen.has(next) || seen.size >= MOST_PAGES) throw unreadableAnswer(method, false);
    seen.add(next);
    const { rows, has_next, cursor }: RowsOfPage<T> = await readPage(next);
    found.push(...rows);
    next = has_next === true ? (cursor ?? '') : null;
  }
  return found;
}

/** Trouble that says nothing about the shop. */
const PASSING: readonly ErrorClass[] = ['RATE_LIMITED', 'SERVER', 'NETWORK', 'TIMEOUT'];

/** What the cache forgot is asked again. A question that fails cannot be asked again at once: what was true before must do, or the shop's stock would wait that long. */
const lastAnswers = createRecentlyUsed<string>(1_000);

/** Questions under way, by the context they are asked in: calls side by side ask once, since Ozon may not allow two. */
const underWay = new WeakMap<OzonContext, Map<string, Promise<unknown>>>();

function cached<T>(context: OzonContext, what: string, ask: () => Promise<T>, shape: z.ZodType<T>): Promise<T> {
  const questions = underWay.get(context) ?? new Map<string, Promise<unknown>>();
  underWay.set(context, questions);
  const asked = questions.get(what) as Promise<T> | undefined;
  if (asked) return asked;
  const asking = askOrRemember(context, what, ask, shape).finally(() => questions.delete(what));
  questions.set(what, asking);
  return asking;
}

async function askOrRemember<T>(context: OzonContext, what: string, ask: () => Promise<T>, shape: z.ZodType<T>): Promise<T> {
  const key = `ozon:${what}:${context.store.storeId}`;
  const known = await context.cache.get(key);
  if (known !== null) return shape.parse(JSON.parse(known));
  try {
    const answer = await ask();
    await context.cache.set(key, lastAnswers.set(key, JSON.stringify(answer)), CACHE_TTL_MS);
    return answer;
  } catch (error) {
    const last = lastAnswers.get(key);
    if (last === undefined || !(error instanceof ConnectorError) || !PASSING.includes(error.errorClass)) throw error;
    return shape.parse(JSON.parse(last));
  }
}
