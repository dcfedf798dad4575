import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoSeller } from './index.js';
import { MERCHANT_ID, runSandbox, type RunningSandbox } from './testing/running-sandbox.js';

const OMS = '/oms-external';

describe('carriers in the Hepsiburada sandbox', () => {
  let sandbox: RunningSandbox;

  beforeAll(async () => {
    sandbox = await runSandbox();
    await sandbox.control('/products', { products: [{ merchantSku: 'S-1', stock: 100 }] });
  });
  afterAll(() => sandbox.stop());

  const order = async () => (await sandbox.control<{ orderNumber: string; items: { id: string }[] }>('/orders', { lines: [{ merchantSku: 'S-1' }] }));
  const box = async (lineId: string) => (await sandbox.send<{ packageNumber: string }>('POST', `${OMS}/packages/merchantid/${MERCHANT_ID}`, { lineItemRequests: [{ id: lineId, quantity: 1 }] })).json.packageNumber;
  const path = (packageNumber: string) => `${OMS}/packages/merchantid/${MERCHANT_ID}/packagenumber/${packageNumber}`;
  const carrierOf = async (packageNumber: string) => (await sandbox.get(path(packageNumber))).json['cargoCompany'];

  it('can be chosen before packing, and the box goes by the chosen one', async () => {
    const lineId = (await order()).items[0]!.id;
    const { json: choices } = await sandbox.get<{ shortName: string }[]>(`${OMS}/delivery/changeablecargocompanies/merchantid/${MERCHANT_ID}/orderlineid/${lineId}`);
    expect(choices.map(({ shortName }) => shortName)).toEqual(['HX', 'AR', 'YK']);
    const line = `${OMS}/lineitems/merchantid/${MERCHANT_ID}/orderlineid/${lineId}/cargocompany`;
    expect((await sandbox.send('PUT', line, { CargoCompanyShortName: 'NONE' })).status).toBe(400);
    expect((await sandbox.send('PUT', line, { CargoCompanyShortName: 'AR' })).status).toBe(200);
    const number = await box(lineId);
    expect(await carrierOf(number)).toBe('Aras Kargo');
    expect((await sandbox.send('PUT', line, { CargoCompanyShortName: 'HX' })).status).toBe(400);
  });

  it('can be changed after packing until the box has left', async () => {
    const { orderNumber, items } = await order();
    const number = await box(items[0]!.id);
    expect((await sandbox.get<{ shortName: string }[]>(`${path(number)}/changablecargocompanies`)).json).toHaveLength(3);
    expect((await sandbox.send('PUT', `${path(number)}/changecargocompany`, { CargoCompanyShortName: 'YK' })).status).toBe(200);
    expect(await carrierOf(number)).toBe('Yurtiçi Kargo');
    await sandbox.control(`/orders/${orderNumber}/ship`, {});
    expect((await sandbox.send('PUT', `${path(number)}/changecargocompany`, { CargoCompanyShortName: 'HX' })).status).toBe(400);
  });

  it("of a shop that sends by its own are no business of Hepsiburada's", async () => {
    const own = await runSandbox();
    await own.control('/sellers', { ...demoSeller, usesOwnCarrier: true });
    await own.control('/products', { products: [{ merchantSku: 'S-1', stock: 5 }] });
    const { items } = await own.control<{ items: { id: string }[] }>('/orders', { lines: [{ merchantSku: 'S-1' }] });
    const { json } = await own.send<{ packageNumber: string }>('POST', `${OMS}/packages/merchantid/${MERCHANT_ID}`, { lineItemRequests: [{ id: items[0]!.id, quantity: 1 }] });
    expect((await own.send('PUT', `${path(json.packageNumber)}/changecargocompany`, { CargoCompanyShortName: 'HX' })).status).toBe(400);
    // A tracking number is welcome and not required.
    const { now } = await own.control<{ now: number }>('/clock');
    expect((await own.send('POST', `${path(json.packageNumber)}/intransit`, { shippedDate: new Date(now).toISOString() })).status).toBe(200);
    await own.stop();
  });

  it('deliver the test orders of the stage, whose path is known in either spelling', async () => {
    for (const spelling of ['merchantId', 'merchantid']) {
      const { status, json } = await sandbox.send('POST', `/oms-stub-external-sit/orders/${spelling}/${MERCHANT_ID}`, { LineItems: [{ MerchantSku: 'S-1', Quantity: 1 }] });
      expect([status, json['orderNumber']]).toEqual([200, expect.stringMatching(/^41/)]);
    }
  });
});
