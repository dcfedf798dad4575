import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contextOver, scriptedHttp } from './testing/contexts.js';
import { openSandbox, type OpenSandbox } from './testing/open-sandbox.js';
import { keptWarehouse, listDeliveryMethods, listWarehouses } from './warehouse.js';

const row = (warehouse_id: number, change: object = {}) => ({ warehouse_id, name: `Склад ${warehouse_id}`, status: 'created', ...change });
const method = (warehouse_id: number, provider_id: number) => ({ id: warehouse_id + 1_000, name: 'Доставка', warehouse_id, provider_id, status: 'ACTIVE' });

describe('the warehouse whose stock an Ozon store keeps', () => {
  const ask = (warehouses: readonly object[], delivery_methods: readonly object[] | object = []) => keptWarehouse(contextOver({ http: scriptedHttp({ '/v2/warehouse/list': () => ({ warehouses }), '/v2/delivery-method/list': () => (Array.isArray(delivery_methods) ? { delivery_methods } : delivery_methods) }) }));

  it("is the one that Ozon's logistics deliver from, wherever it stands in the list", async () => {
    expect(await ask([row(2), row(1)], [method(2, 66), method(1, 24)])).toEqual({ warehouseId: 1, whyNone: null });
  });

  it('is the only one in use, whoever delivers from it', async () => {
    expect(await ask([row(1, { status: 'disabled' }), row(2)])).toEqual({ warehouseId: 2, whyNone: null });
  });

  it('is told by the warehouse itself, where Ozon says so there', async () => {
    expect(await ask([row(2, { is_rfbs: true }), row(1, { is_rfbs: false })])).toEqual({ warehouseId: 1, whyNone: null });
  });

  it.each([
    ['no delivery methods tell', []],
    ['the seller delivers from all of them', [method(1, 66), method(2, 66)]],
    ['the delivery methods cannot be asked for', { code: 7, message: 'Api-key is missing a required role' }],
  ])('is guessed of several in no case: %s', async (_why, methods) => {
    expect(await ask([row(1), row(2)], methods)).toEqual({ warehouseId: null, whyNone: expect.stringMatching(/1 Склад 1, 2 Склад 2.*warehouseId/) });
  });

  it.each([[[]], [null]])('is none where there is none, told as %j', async (none) => {
    expect(await ask(none as never)).toEqual({ warehouseId: null, whyNone: expect.stringMatching(/no warehouse/) });
  });

  it.each([
    ['Ozon delivers from several', [row(1, { is_rfbs: false }), row(2, { is_rfbs: false })]],
    ['the one that Ozon delivers from was switched off and the other is rFBS', [row(1, { is_rfbs: false, status: 'disabled' }), row(2, { is_rfbs: true })]],
    ['all of several are out of use', [row(1, { is_rfbs: false, status: 'archived' }), row(2, { is_rfbs: false, status: 'blocked' })]],
  ])('is not guessed where %s', async (_why, warehouses) => {
    expect(await ask(warehouses)).toEqual({ warehouseId: null, whyNone: expect.stringMatching(/1 Склад 1.*2 Склад 2.*warehouseId/) });
  });

  it.each([
    ['the only one stays it', [row(1, { status: 'disabled' })]],
    ["Ozon's stays it while none is in use", [row(1, { is_rfbs: false, status: 'disabled_due_to_limit' }), row(2, { is_rfbs: true, pause_at: '2026-11-20T08:00:00Z' })]],
    ['one that was never paused is in use, however Ozon says never', [row(1, { is_rfbs: true, pause_at: '0001-01-01T00:00:00Z' }), row(2, { is_rfbs: true, pause_at: '2026-11-20T08:00:00Z' })]],
    ['one that Ozon delivers from beside an old one of its kind is it', [row(2, { is_rfbs: false, status: 'disabled' }), row(1, { is_rfbs: false })]],
  ])('does not change as warehouses are switched off: %s', async (_why, warehouses) => {
    expect(await ask(warehouses)).toEqual({ warehouseId: 1, whyNone: null });
  });
});

describe("a shop's warehouses and their delivery methods", () => {
  let sandbox: OpenSandbox;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox.stop());

  it('are read to the end, however many pages there are', async () => {
    await sandbox.control('POST', '/warehouses', { name: 'Большой', isRfbs: true, deliveryMethods: 230 });
    for (let each = 0; each < 200; each += 1) await sandbox.control('POST', '/warehouses', { name: `Склад ${each}`, deliveryMethods: 0 });
    const context = contextOver({ http: sandbox.http });
    const [warehouses, methods] = [await listWarehouses(context), await listDeliveryMethods(context)];
    expect([warehouses.length, new Set(warehouses.map(({ id }) => id)).size]).toEqual([203, 203]);
    expect([methods.length, new Set(methods.map(({ id }) => id)).size]).toEqual([231, 231]);
  });

  it.each<[string, (asked: number) => string]>([
    ['in circles', () => 'same'],
    ['without end', (asked) => `place-${asked}`],
  ])('are not read in part where the list goes on %s', async (_how, cursorOf) => {
    let asked = 0;
    const page = (rows: object) => () => ({ ...rows, has_next: true, cursor: cursorOf((asked += 1)) });
    const context = contextOver({ http: scriptedHttp({ '/v2/warehouse/list': page({ warehouses: [row(1, { is_rfbs: false })] }), '/v2/delivery-method/list': page({ delivery_methods: [method(1, 24)] }) }) });
    for (const read of [listWarehouses, listDeliveryMethods, keptWarehouse]) await expect(read(context)).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'REFUSED' });
    expect(asked).toBeLessThanOrEqual(150);
  });
});
