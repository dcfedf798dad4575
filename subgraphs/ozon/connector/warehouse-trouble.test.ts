import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { API_KEY, CLIENT_ID } from '../sandbox/testing/running-sandbox.js';
import { createOzonConnector } from './index.js';
import { contextOver } from './testing/contexts.js';
import { openSandbox, type OpenSandbox } from './testing/open-sandbox.js';

interface Warehouse {
  readonly id: number;
}

describe("trouble with an Ozon shop's warehouses", () => {
  let sandbox: OpenSandbox;
  let ours: string;
  let rfbs: string;
  const connector = createOzonConnector();

  beforeAll(async () => {
    sandbox = await openSandbox();
    await sandbox.sell('A', 'B');
    const { warehouses } = (await sandbox.post<{ warehouses: { warehouse_id: number }[] }>('/v2/warehouse/list', { limit: 10 })).json;
    [ours = '', rfbs = ''] = warehouses.map(({ warehouse_id }) => String(warehouse_id));
  });
  afterAll(() => sandbox.stop());

  const named = (warehouseId?: string) => contextOver({ http: sandbox.http, credentials: warehouseId === undefined ? {} : { warehouseId } });
  const foreseen = (warehouseId?: string) => connector.foreseeTrouble!(named(warehouseId));
  const change = (id: string | number, to: object) => sandbox.control('PUT', `/warehouses/${id}`, to);
  const stock = (warehouseId: string | number, units: number) => sandbox.control('PUT', '/products/A', { stock: units, warehouseId: Number(warehouseId) });

  it('refuses to connect a store whose credentials name a warehouse that the shop has not', async () => {
    await expect(connector.checkAccount(named('22000000000099'))).rejects.toMatchObject({ errorClass: 'VALIDATION', issueCode: 'WAREHOUSE_REFUSED', message: expect.stringMatching(/no warehouse 22000000000099.*warehouseId.*Склад 1.*Склад rFBS/) });
    await connector.checkAccount(named(rfbs));
    await sandbox.control('POST', '/sellers', { clientId: CLIENT_ID, apiKey: API_KEY, deniedPaths: ['/v2/warehouse/list'] });
    await connector.checkAccount(named('22000000000099'));
    expect(await foreseen('22000000000099')).toEqual([]);
    await sandbox.control('POST', '/sellers', { clientId: CLIENT_ID, apiKey: API_KEY });
  });

  it('refuses the stock of a warehouse that is gone item by item, and the price not', async () => {
    const outcome = await connector.offers.push(named('22000000000099'), [{ remoteKey: 'B', quantity: 3, price: { saleMinor: 150_000, listMinor: 150_000, currency: 'RUB' }, known: { price: null, quantity: null } }]);
    expect(outcome).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'B', ok: false, fields: ['quantity'], issue: { code: 'WAREHOUSE_REFUSED', remoteCode: 'WAREHOUSE_NOT_FOUND' } }] });
  });

  it('warns of a named warehouse that is not there, or out of use', async () => {
    expect(await foreseen(ours)).toEqual([]);
    expect(await foreseen('22000000000099')).toMatchObject([{ code: 'WAREHOUSE_REFUSED', message: expect.stringMatching(/no warehouse 22000000000099/), dueAt: null }, { code: 'STOCK_IN_OTHER_WAREHOUSE' }]);
    await change(ours, { status: 'disabled' });
    expect(await foreseen(ours)).toEqual([{ code: 'WAREHOUSE_REFUSED', message: expect.stringMatching(new RegExp(`${ours} Склад 1.*disabled`)), dueAt: null }]);
    await change(ours, { status: 'created' });
    await change(rfbs, { isPaused: true });
    expect(await foreseen(rfbs)).toEqual([{ code: 'WAREHOUSE_REFUSED', message: expect.stringMatching(/on pause/), dueAt: null }, { code: 'STOCK_IN_OTHER_WAREHOUSE', message: expect.stringContaining(`${ours} Склад 1`), dueAt: null }]);
    await change(rfbs, { isPaused: false });
  });

  it('warns of goods that further warehouses in use have to sell, until they have none', async () => {
    await stock(rfbs, 2);
    expect(await foreseen()).toEqual([{ code: 'STOCK_IN_OTHER_WAREHOUSE', message: expect.stringContaining(`${rfbs} Склад rFBS`), dueAt: null }]);
    await change(rfbs, { status: 'disabled' });
    expect(await foreseen()).toEqual([]);
    await change(rfbs, { status: 'created' });
    await stock(rfbs, 0);
    expect(await foreseen()).toEqual([]);
  });

  it('keeps stock of further warehouses out of what the store offers', async () => {
    await stock(rfbs, 7);
    expect(await connector.offers.read(named(), ['A'])).toMatchObject([{ quantity: 50 }]);
    expect(await connector.offers.read(named(rfbs), ['A'])).toMatchObject([{ quantity: 7 }]);
    await stock(rfbs, 0);
  });

  it('has stock refused item by item where the warehouse cannot be told, while prices go and are read', async () => {
    const { id } = await sandbox.control<Warehouse>('POST', '/warehouses', { name: 'Склад 2' });
    const price = { saleMinor: 160_000, listMinor: 160_000, currency: 'RUB' as const };
    const known = { price: null, quantity: null };
    const context = named();
    const outcome = await connector.offers.push(context, [{ remoteKey: 'A', quantity: 9, price, known }, { remoteKey: 'B', price, known }]);
    expect(outcome).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'A', ok: false, fields: ['quantity'], issue: { code: 'WAREHOUSE_REFUSED', message: expect.stringMatching(/warehouseId/), retryable: false } }, { remoteKey: 'B', ok: true }] });
    expect(await connector.offers.read(context, ['A', 'B'])).toMatchObject([{ price, quantity: null }, { price, quantity: null }]);
    expect(await foreseen()).toEqual([{ code: 'WAREHOUSE_REFUSED', message: expect.stringMatching(/warehouseId/), dueAt: null }]);
    await change(id, { status: 'archived' });
    expect(await connector.offers.read(named(), ['A'])).toMatchObject([{ quantity: 50 }]);
  });
});
