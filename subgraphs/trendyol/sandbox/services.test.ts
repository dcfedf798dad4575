import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ShipmentPackage } from './packages/package.js';
import { SELLER, startTestShop, type TestShop } from './test-shop.js';

const DAY_MS = 86_400_000;
const OTHER = { sellerId: 555, apiKey: 'other', apiSecret: 's', tier: '50k' } as const;

let shop: TestShop;
beforeEach(async () => {
  shop = await startTestShop({ sellers: [SELLER, OTHER] });
  await shop.seed([{ barcode: 'RED-M', title: 'Kırmızı tişört', quantity: 10, salePrice: 100, listPrice: 120 }]);
});
afterEach(() => shop.stop());

const buy = () => shop.control<ShipmentPackage>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ barcode: 'RED-M', quantity: 1 }] });

describe('the buybox', () => {
  const ask = (barcodes: string[]) => shop.api<{ buyboxInfo: object[] }>('POST', '/product/sellers/:id/products/buybox-information', { barcodes });

  it('goes to the lowest price among all sellers of the barcode', async () => {
    expect((await ask(['RED-M'])).body.buyboxInfo).toEqual([{ barcode: 'RED-M', buyboxOrder: 1, buyboxPrice: 100, hasMultipleSeller: false, secondBuyboxPrice: null, thirdBuyboxPrice: null }]);
    await shop.control('POST', '/products', { sellerId: OTHER.sellerId, items: [{ barcode: 'RED-M', quantity: 1, salePrice: 95, listPrice: 95 }] });
    await shop.control('PUT', '/competitors', { barcode: 'RED-M', prices: [105] });
    expect((await ask(['RED-M', 'UNKNOWN'])).body.buyboxInfo).toEqual([{ barcode: 'RED-M', buyboxOrder: 2, buyboxPrice: 95, hasMultipleSeller: true, secondBuyboxPrice: 100, thirdBuyboxPrice: 105 }]);
  });

  it('answers for 10 barcodes and refuses 11', async () => {
    const barcodes = Array.from({ length: 11 }, (_, index) => `B${index}`);
    expect((await ask(barcodes.slice(1))).status).toBe(200);
    expect((await ask(barcodes)).status).toBe(400);
  });
});

describe('invoice links', () => {
  const send = (shipmentPackageId: number, invoiceLink = 'https://invoices.example.invalid/1.pdf', more: object = {}) =>
    shop.api('POST', '/sellers/:id/seller-invoice-links', { invoiceLink, shipmentPackageId, ...more });

  it('answer 201 once per package and once per link, else 409', async () => {
    const [one, two] = [await buy(), await buy()];
    expect((await send(one.shipmentPackageId)).status).toBe(201);
    expect((await send(one.shipmentPackageId, 'https://invoices.example.invalid/2.pdf')).status).toBe(409);
    expect((await send(two.shipmentPackageId)).status).toBe(409);
    expect((await send(two.shipmentPackageId, 'https://invoices.example.invalid/2.pdf', { invoiceNumber: 'ABC2026' })).status).toBe(400);
    expect((await send(1)).status).toBe(404);
    const { packages } = await shop.control<{ packages: ShipmentPackage[] }>('GET', `/orders/${one.orderNumber}`);
    expect(packages).toMatchObject([{ invoiceLink: 'https://invoices.example.invalid/1.pdf', invoiceStatus: 'Received' }]);
  });

  it('can be deleted and sent anew', async () => {
    const one = await buy();
    await send(one.shipmentPackageId);
    await shop.api('POST', '/sellers/:id/seller-invoice-links/delete', { serviceSourceId: one.shipmentPackageId, channelId: 1, customerId: one.customerId });
    expect((await send(one.shipmentPackageId)).status).toBe(201);
  });
});

describe('labels', () => {
  it('are made for packages being prepared and read one per box', async () => {
    const one = await buy();
    const path = `/sellers/:id/common-label/${one.cargoTrackingNumber}`;
    expect((await shop.api('POST', path, { format: 'ZPL' })).status).toBe(400);
    await shop.api('PUT', `/order/sellers/:id/shipment-packages/${one.shipmentPackageId}`, { lines: one.lines.map(({ lineId, quantity }) => ({ lineId, quantity })), params: {}, status: 'Picking' });
    expect((await shop.api('GET', path)).status).toBe(404);
    expect((await shop.api('POST', path, { format: 'ZPL', boxQuantity: 2 })).status).toBe(200);
    const { body } = await shop.api<{ data: { format: string; label: string }[] }>('GET', path);
    expect(body.data.map(({ format }) => format)).toEqual(['ZPL', 'ZPL']);
  });
});

describe('questions', () => {
  const ask = () => shop.control<{ id: number }>('POST', '/questions', { sellerId: SELLER.sellerId, barcode: 'RED-M', text: 'Kalıbı dar mı?' });
  const waiting = async () => (await shop.api<{ totalElements: number }>('GET', '/qna/sellers/:id/questions/filter?status=WAITING_FOR_ANSWER')).body.totalElements;

  it('are answered once, with 10 to 2,000 characters', async () => {
    const { id } = await ask();
    const answer = (text: string) => shop.api('POST', `/qna/sellers/:id/questions/${id}/answers`, { text });
    expect(await waiting()).toBe(1);
    expect((await answer('Hayır')).status).toBe(400);
    expect((await answer('Hayır, kalıbı normaldir.')).status).toBe(200);
    expect((await answer('Hayır, kalıbı normaldir.')).status).toBe(400);
    expect(await waiting()).toBe(0);
    expect((await shop.api('GET', `/qna/sellers/:id/questions/${id}`)).body).toMatchObject({ status: 'ANSWERED', answer: { text: 'Hayır, kalıbı normaldir.' } });
  });

  it('are closed unanswered after 3 days', async () => {
    const { id } = await ask();
    await shop.advance(3 * DAY_MS);
    expect((await shop.api('GET', `/qna/sellers/:id/questions/${id}`)).body).toMatchObject({ status: 'UNANSWERED' });
  });
});

describe('addresses and carriers', () => {
  it('are the seller\'s own and the marketplace\'s', async () => {
    const { body } = await shop.api<{ supplierAddresses: object[] }>('GET', '/sellers/:id/addresses');
    expect(body.supplierAddresses).toHaveLength(2);
    const carriers = await shop.api<{ code: string }[]>('GET', '/product/lookup/cargo-providers');
    expect(carriers.body.map(({ code }) => code)).toContain('TEXMP');
  });
});
