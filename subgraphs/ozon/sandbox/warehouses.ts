import { z } from 'zod';
import { endpoint, int64, type Endpoint } from './access/endpoint.js';
import type { Kernel } from './kernel.js';

export interface Warehouse {
  readonly id: number;
  readonly name: string;
  readonly isRfbs: boolean;
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
  of(clientId: string): readonly Warehouse[];
  methods(clientId: string): readonly DeliveryMethod[];
  readonly endpoints: readonly Endpoint[];
}

const BASE_ID = 22_000_000_000_000;
const MINUTE_MS = 60_000;

/** Every shop has one FBS and one rFBS warehouse, their ids made of its Client-Id. */
export function createWarehouses({ clock }: Pick<Kernel, 'clock'>): Warehouses {
  const of = (clientId: string): Warehouse[] => {
    const base = BASE_ID + Number(clientId) * 10;
    return [
      { id: base + 1, name: 'Склад 1', isRfbs: false },
      { id: base + 2, name: 'Склад rFBS', isRfbs: true },
    ];
  };
  const methods = (clientId: string): DeliveryMethod[] => {
    const [fbs, rfbs] = of(clientId).map(({ id }) => id);
    return [
      { id: (fbs ?? 0) + 1_000, name: 'Ozon Логистика', warehouseId: fbs ?? 0, providerId: 24, provider: 'Доставка Ozon', integration: 'ozon' },
      { id: (rfbs ?? 0) + 1_000, name: 'Доставка продавца', warehouseId: rfbs ?? 0, providerId: 66, provider: 'Своя доставка', integration: 'non_integrated' },
    ];
  };
  const list = z.looseObject({ limit: z.int().min(1).max(200).default(200), cursor: z.string().default(''), warehouse_ids: z.array(int64).optional() });
  return {
    of,
    methods,
    endpoints: [
      endpoint({
        path: '/v2/warehouse/list',
        own: { limit: 10, windowMs: MINUTE_MS },
        body: list,
        handle: ({ clientId, body }) => ({ warehouses: of(clientId).filter(({ id }) => body.warehouse_ids?.includes(id) ?? true).map((one) => view(one, clock.now())), cursor: '', has_next: false }),
      }),
      endpoint({
        path: '/v2/delivery-method/list',
        body: list,
        handle: ({ clientId }) => ({
          delivery_methods: methods(clientId).map(({ id, name, warehouseId, providerId }) => ({ id, name, warehouse_id: warehouseId, provider_id: providerId, cutoff: '18:00', sla_cut_in: 1_440, status: 'ACTIVE', template_id: 0 })),
          cursor: '',
          has_next: false,
        }),
      }),
    ],
  };
}

/** Who delivers from a warehouse shows in its delivery methods only. */
function view({ id, name }: Warehouse, now: number): object {
  return { warehouse_id: id, name, status: 'created', address_info: { address: 'Москва', latitude: 55.75, longitude: 37.62, utc: '+03:00' }, carriage_label_type: 'BIG', created_at: new Date(now).toISOString(), cut_in_time: 1_080, first_mile: { type: 'DROP_OFF' }, has_entrusted_acceptance: false, has_postings_limit: false, is_auto_assembly: false };
}
