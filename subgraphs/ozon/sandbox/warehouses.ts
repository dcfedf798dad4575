import { z } from 'zod';
import { endpoint, int64, type Endpoint } from './access/endpoint.js';
import { invalid } from './access/errors.js';
import type { Kernel } from './kernel.js';

export interface Warehouse {
  readonly id: number;
  readonly name: string;
  readonly isRfbs: boolean;
  /** Ozon's word, `created` while it is in use. */
  readonly status: string;
  /** When its seller put it on pause; rFBS only. */
  readonly pausedAt: number | null;
}

export interface DeliveryMethod {
  readonly id: number;
  readonly name: string;
  readonly warehouseId: number;
  readonly providerId: number;
  readonly provider: string;
  /** `ozon` for FBS; for rFBS who carries. */
  readonly integration: 'ozon' | 'non_integrated' | '3pl_tracking';
}

export interface Warehouses {
  /** The first two are the FBS and the rFBS warehouse that every shop has. */
  of(clientId: string): readonly Warehouse[];
  methods(clientId: string): readonly DeliveryMethod[];
  add(clientId: string, one: Pick<Warehouse, 'name' | 'isRfbs'> & { readonly deliveryMethods: number }): Warehouse;
  change(clientId: string, one: Warehouse): void;
  readonly endpoints: readonly Endpoint[];
}

interface Stored extends Warehouse {
  readonly deliveryMethods: number;
}

const BASE_ID = 22_000_000_000_000;
const MINUTE_MS = 60_000;
const METHOD_OFFSET = 1_000;

/** Every shop has one FBS and one rFBS warehouse, their ids made of its Client-Id; further ones are added. */
export function createWarehouses({ state, clock }: Pick<Kernel, 'state' | 'clock'>): Warehouses {
  const stored = state.store<Stored>('warehouses');
  const rowsOf = (clientId: string): Stored[] => {
    const base = BASE_ID + Number(clientId) * 10;
    const born = [
      { id: base + 1, name: 'Склад 1', isRfbs: false, status: 'created', pausedAt: null, deliveryMethods: 1 },
      { id: base + 2, name: 'Склад rFBS', isRfbs: true, status: 'created', pausedAt: null, deliveryMethods: 1 },
    ];
    const kept = [...stored.range({ start: [clientId, 0], end: [clientId, Number.MAX_SAFE_INTEGER] })].map(({ value }) => value);
    return [...born.map((one) => kept.find(({ id }) => id === one.id) ?? one), ...kept.filter(({ id }) => !born.some((one) => one.id === id))];
  };
  const methods = (clientId: string): DeliveryMethod[] =>
    rowsOf(clientId).flatMap(({ id, isRfbs, deliveryMethods }) => Array.from({ length: deliveryMethods }, (_, index): DeliveryMethod => ({ id: id + METHOD_OFFSET + index * METHOD_OFFSET, warehouseId: id, ...(isRfbs ? SELLERS_DELIVERY : OZONS_DELIVERY) })));
  const put = (clientId: string, one: Stored): void => stored.put([clientId, one.id], one);

  return {
    of: rowsOf,
    methods,
    add: (clientId, { name, isRfbs, deliveryMethods }) => {
      const added: Stored = { id: state.next('warehouse', BASE_ID + 900_000_000_001), name, isRfbs, status: 'created', pausedAt: null, deliveryMethods };
      put(clientId, added);
      return added;
    },
    change: (clientId, one) => put(clientId, { deliveryMethods: rowsOf(clientId).find(({ id }) => id === one.id)?.deliveryMethods ?? 1, ...one }),
    endpoints: [
      endpoint({
        path: '/v2/warehouse/list',
        own: { limit: 10, windowMs: MINUTE_MS },
        body: z.looseObject({ limit: z.int().min(1).max(200), cursor: z.string().default(''), warehouse_ids: z.array(int64).max(200).optional() }),
        handle: ({ clientId, body }) => {
          const { rows, ...place } = pageOf(rowsOf(clientId).filter(({ id }) => body.warehouse_ids?.includes(id) ?? true), body);
          return { warehouses: rows.map((one) => view(one, clock.now())), ...place };
        },
      }),
      endpoint({
        path: '/v2/delivery-method/list',
        body: z.looseObject({ limit: z.int().min(1).max(100), cursor: z.string().default(''), sort_dir: z.enum(['ASC', 'DESC']).optional(), filter: z.looseObject({ warehouse_ids: z.array(int64).optional() }).default({}) }),
        handle: ({ clientId, body }) => {
          const rfbs = new Set(rowsOf(clientId).filter(({ isRfbs }) => isRfbs).map(({ id }) => id));
          const { rows, ...place } = pageOf(methods(clientId).filter(({ warehouseId }) => rfbs.has(warehouseId) && (body.filter.warehouse_ids?.includes(warehouseId) ?? true)), body);
          return { delivery_methods: rows.map(({ id, name, warehouseId, providerId, integration }) => ({ id, name, warehouse_id: warehouseId, provider_id: providerId, cutoff: '18:00', sla_cut_in: 1_440, status: 'ACTIVE', template_id: 0, is_express: false, tpl_integration_type: integration })), ...place };
        },
      }),
    ],
  };
}

const OZONS_DELIVERY = { name: 'Ozon Логистика', providerId: 24, provider: 'Доставка Ozon', integration: 'ozon' } as const;
const SELLERS_DELIVERY = { name: 'Доставка продавца', providerId: 66, provider: 'Своя доставка', integration: 'non_integrated' } as const;

function pageOf<T>(all: readonly T[], { limit, cursor }: { readonly limit: number; readonly cursor: string }): { readonly rows: readonly T[]; readonly cursor: string; readonly has_next: boolean } {
  const from = Number(cursor || 0);
  if (!Number.isSafeInteger(from) || from < 0) throw invalid('invalid cursor');
  const until = from + limit;
  const hasNext = until < all.length;
  return { rows: all.slice(from, until), cursor: hasNext ? String(until) : '', has_next: hasNext };
}

function view({ id, name, isRfbs, status, pausedAt }: Warehouse, now: number): object {
  return {
    warehouse_id: id, name, status, is_rfbs: isRfbs, pause_at: pausedAt === null ? null : new Date(pausedAt).toISOString(), warehouse_type: '', address_info: { address: 'Москва', latitude: 55.75, longitude: 37.62, utc: 'UTC+03:00' }, carriage_label_type: 'BIG', created_at: new Date(now).toISOString(),
    cut_in_time: 1_080, first_mile: { type: 'DROP_OFF' }, has_entrusted_acceptance: false, has_postings_limit: false, is_auto_assembly: false, is_express: false, is_kgt: false,
  };
}
