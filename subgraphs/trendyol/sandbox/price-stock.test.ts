import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SELLER, startTestShop, type TestShop } from './test-shop.js';

let shop: TestShop;
beforeEach(async () => {
  shop = await startTestShop();
  await shop.seed([
    { barcode: 'RED-M', quantity: 10, salePrice: 100, listPrice: 120 },
    { barcode: 'RED-L', quantity: 5, salePrice: 100, listPrice: 120 },
  ]);
});
afterEach(() => shop.stop());

interface ListingView {
  readonly quantity: number;
  readonly salePrice: number;
  readonly listPrice: number;
}

const send = (items: readonly unknown[]) => shop.api<{ batchRequestId: string; errors: { message: string }[] }>('POST', '/inventory/sellers/:id/products/price-and-inventory', { items });
const believed = async (barcode: string) => {
  const { listings } = await shop.control<{ listings: ListingView[] }>('GET', `/listings?sellerId=${SELLER.sellerId}&barcode=${barcode}`);
  return listings[0]!;
};

describe('price and stock updates', () => {
  it('are applied after the batch delay, not when they are accepted', async () => {
    const accepted = await send([{ barcode: 'RED-M', quantity: 42, salePrice: 99.9, listPrice: 119.9 }]);
    expect((await believed('RED-M')).quantity).toBe(10);
    const batch = await shop.settleBatch(accepted);
    expect(await believed('RED-M')).toMatchObject({ quantity: 42, salePrice: 99.9, listPrice: 119.9 });
    expect(batch.body).toMatchObject({ itemCount: 1, failedItemCount: 0, batchRequestType: 'ProductInventoryUpdate' });
    expect(batch.body.items[0]).toMatchObject({ status: 'SUCCESS', failureReasons: [], requestItem: { barcode: 'RED-M', quantity: 42, salePrice: 99.9, listPrice: 119.9 } });
    expect(batch.body.items[0]!.requestItem['updateRequestDate']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
  });

  it('never show a batch-level status, and show no items before they are applied', async () => {
    const accepted = await send([{ barcode: 'RED-M', quantity: 1 }]);
    const early = await shop.api<{ items: unknown[] }>('GET', `/product/sellers/:id/products/batch-requests/${accepted.body.batchRequestId}`);
    const late = await shop.settleBatch(accepted);
    expect(early.body.items).toEqual([]);
    expect([early.text, late.text].some((text) => text.includes('COMPLETED') || text.includes('IN_PROGRESS'))).toBe(false);
  });

  it('fail item by item, and good items of the same batch go through', async () => {
    const bad = [
      { barcode: 'UNKNOWN', quantity: 1 },
      { barcode: 'RED-L', quantity: 20_001 },
      { barcode: 'RED-L', quantity: -1 },
      { barcode: 'RED-L', quantity: 1.5 },
      { barcode: 'RED-L', salePrice: 130 },
      { barcode: 'RED-L', salePrice: 0, listPrice: 0 },
      { barcode: 'RED-L', salePrice: 9.999, listPrice: 20 },
      { barcode: 'RED-L' },
      { quantity: 3 },
    ];
    const batch = await shop.settleBatch(await send([...bad, { barcode: 'RED-M', quantity: 7 }]));
    expect(batch.body.items.map(({ status }) => status)).toEqual([...bad.map(() => 'FAILED'), 'SUCCESS']);
    expect(batch.body.items.slice(0, -1).every(({ failureReasons }) => failureReasons.length > 0)).toBe(true);
    expect(batch.body.failedItemCount).toBe(bad.length);
    expect(await believed('RED-L')).toMatchObject({ quantity: 5, salePrice: 100, listPrice: 120 });
    expect((await believed('RED-M')).quantity).toBe(7);
  });

  it('are refused as a whole when empty, above 1,000 items or of a wrong type', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => ({ barcode: `B${index}`, quantity: 1 }));
    for (const items of [[], many, [{ barcode: 'RED-M', quantity: '5' }], ['RED-M']]) expect((await send(items)).status).toBe(400);
    expect((await shop.api('POST', '/inventory/sellers/:id/products/price-and-inventory', {})).status).toBe(400);
    expect((await send(many.slice(0, 1_000))).status).toBe(200);
  });

  it('with an identical body within 15 minutes are refused, whatever the order of keys and items', async () => {
    const items = [{ barcode: 'RED-M', quantity: 3 }, { barcode: 'RED-L', quantity: 4 }];
    expect((await send(items)).status).toBe(200);
    const reordered = await send([{ quantity: 4, barcode: 'RED-L' }, { quantity: 3.0, barcode: 'RED-M' }]);
    expect(reordered.status).toBe(400);
    expect(reordered.body.errors[0]!.message).toBe('15 dakika boyunca aynı isteği tekrarlı olarak atamazsınız!');
    expect((await send([{ barcode: 'RED-M', quantity: 3 }])).status).toBe(200);
    await shop.advance(15 * 60_000);
    expect((await send(items)).status).toBe(200);
  });

  it('with an identical body are refused too when the first answer was lost', async () => {
    await shop.control('POST', '/faults', { match: { path: 'price-and-inventory' }, kind: 'drop-after', times: 1 });
    await expect(send([{ barcode: 'RED-M', quantity: 3 }])).rejects.toThrow();
    expect((await send([{ barcode: 'RED-M', quantity: 3 }])).status).toBe(400);
    await shop.advance(1_000);
    expect((await believed('RED-M')).quantity).toBe(3);
  });

  it('of a barcode\'s price fail inside the batch beyond 30 a minute', async () => {
    const verdicts: string[] = [];
    for (let update = 0; update < 31; update += 1) {
      const batch = await shop.settleBatch(await send([{ barcode: 'RED-M', salePrice: 50 + update }]));
      verdicts.push(batch.body.items[0]!.status);
    }
    expect(verdicts.slice(0, 30)).not.toContain('FAILED');
    expect(verdicts[30]).toBe('FAILED');
    const stockOnly = await shop.settleBatch(await send([{ barcode: 'RED-M', quantity: 9 }]));
    expect(stockOnly.body.failedItemCount).toBe(0);
    await shop.advance(60_000);
    expect((await shop.settleBatch(await send([{ barcode: 'RED-M', salePrice: 40 }]))).body.failedItemCount).toBe(0);
  });

  it('of a product in approval, in the archive or locked fail', async () => {
    await shop.control('PUT', '/listings', { sellerId: SELLER.sellerId, barcode: 'RED-M', lockReason: 'Şikayet' });
    await shop.settleBatch(await shop.api('PUT', '/product/sellers/:id/products/archive-state', { items: [{ barcode: 'RED-L', archived: true }] }));
    const batch = await shop.settleBatch(await send([{ barcode: 'RED-M', quantity: 1 }, { barcode: 'RED-L', quantity: 1 }]));
    expect(batch.body.failedItemCount).toBe(2);
  });

  it('leave a trace of who changed what in the effects', async () => {
    await shop.settleBatch(await send([{ barcode: 'RED-M', quantity: 8 }]));
    const { requests } = await shop.control<{ requests: { id: number; itemCount: number }[] }>('GET', '/requests?path=price-and-inventory&method=POST');
    const { effects } = await shop.control<{ effects: object[] }>('GET', `/effects?what=stock&key=${SELLER.sellerId}/RED-M`);
    expect(requests).toMatchObject([{ itemCount: 1 }]);
    expect(effects).toMatchObject([{ old: 10, new: 8, requestId: requests[0]!.id }]);
  });

  it('are lost after 4 hours: the batch answers 404', async () => {
    const accepted = await send([{ barcode: 'RED-M', quantity: 8 }]);
    await shop.advance(4 * 3_600_000 - 10_000);
    expect((await shop.settleBatch(accepted)).status).toBe(200);
    await shop.advance(10_000);
    expect((await shop.settleBatch(accepted)).status).toBe(404);
  });

  it('accepted before a restart are applied after it', async () => {
    const accepted = await send([{ barcode: 'RED-M', quantity: 8 }]);
    await shop.restart();
    const batch = await shop.settleBatch(accepted);
    expect(batch.body.items).toMatchObject([{ status: 'SUCCESS' }]);
    expect((await believed('RED-M')).quantity).toBe(8);
  });
});
