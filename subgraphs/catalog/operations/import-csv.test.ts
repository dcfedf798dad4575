import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sku } from '../../../platform/ids.js';
import { startTestCatalog } from '../../../test/support/test-catalog.js';
import type { Product } from '../domain/product.js';
import type { RowFault } from '../domain/shopify-row.js';
import type { ImportCsv } from './import-csv.js';

let shop: Awaited<ReturnType<typeof startTestCatalog>>;
beforeEach(async () => {
  shop = await startTestCatalog({ variants: 0 });
});
afterEach(() => shop.stop());

const HEADER = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Image Position';
const csv = (...rows: string[]) => [HEADER, ...rows, ''].join('\n');
async function* pieces(text: string | Buffer, size = 7) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function importText(text: string | Buffer, o: Partial<ImportCsv> = {}) {
  const faults: RowFault[] = [];
  const progress = await shop.catalog.importCsv({ sellerId: shop.sellerId, source: pieces(text), currency: 'TRY', onFault: (fault) => faults.push(fault), ...o });
  return { ...progress, faults: faults.map(({ line, column, code }) => [line, column, code]), messages: faults.map(({ message }) => message) };
}
const product = (handle: string) => shop.mongo.db.collection<Product>('products').findOne({ sellerId: shop.sellerId, handle });
const none = { created: 0, updated: 0, unchanged: 0, refused: 0 };

describe('importing a Shopify product export', () => {
  it.each([
    ['shopify-export.csv', { rows: 15, products: 9, variants: 12 }],
  ])('takes %s whole, and changes nothing the second time', async (name, expected) => {
    const file = fileURLToPath(new URL(`../../../../test/fixtures/${name}`, import.meta.url));
    const once = await importText('', { source: createReadStream(file) });
    expect(once).toMatchObject({ rows: expected.rows, faults: [], products: { ...none, created: expected.products }, variants: { ...none, created: expected.variants } });
    const before = await shop.mongo.db.collection('variants').find().sort({ _id: 1 }).toArray();
    const twice = await importText('', { source: createReadStream(file) });
    expect(twice).toMatchObject({ faults: [], products: { ...none, unchanged: expected.products }, variants: { ...none, unchanged: expected.variants } });
    expect(await shop.mongo.db.collection('variants').find().sort({ _id: 1 }).toArray()).toEqual(before);
  });

  it('joins rows of a handle, makes stable SKUs, orders images and reads both prices', async () => {
    await importText(csv('gomlek,Gömlek,Beden,S,,3,50,,https://a.test/2.jpg,2', 'gomlek,,,M,GML-M,4,42.99,44.99,https://a.test/1.jpg,1', 'gomlek,,,,,,,,https://a.test/3.jpg,3'));
    expect(await product('gomlek')).toMatchObject({ title: 'Gömlek', images: ['https://a.test/1.jpg', 'https://a.test/2.jpg', 'https://a.test/3.jpg'] });
    expect(await shop.variant('gomlek-s' as Sku)).toMatchObject({ options: [{ name: 'Beden', value: 'S' }], price: { saleMinor: 5_000, listMinor: 5_000 }, stock: { onHand: 3 } });
    expect(await shop.variant('GML-M' as Sku)).toMatchObject({ options: [{ name: 'Beden', value: 'M' }], price: { saleMinor: 4_299, listMinor: 4_499 } });
  });

  it('names line and column of every bad cell and leaves only those rows out', async () => {
    const outcome = await importText(
      csv('a,"Two\nlines",Beden,S,A-S,3,50,,,', 'a,,,M,A-M,x,fifty,,,', 'a,,,L,A-L,3,10,5,,', 'a,,,XL,A-XL,3,0,,ftp://no,', 'a,,,XXL,A-XXL,2,60,,ftp://no,', 'too,few', ',no handle,,,,,1,,,', 'b,B,,,,-1,5,,,', 'c,C,,,C-1,1,,,,'),
    );
    expect(outcome.faults).toEqual([
      [8, null, 'INVALID_CELL'],
      [9, 'Handle', 'INVALID_CELL'],
      [4, 'Variant Price', 'INVALID_CELL'],
      [4, 'Variant Inventory Qty', 'INVALID_CELL'],
      [5, 'Variant Compare At Price', 'LIST_PRICE_BELOW_PRICE'],
      [6, 'Image Src', 'INVALID_CELL'],
      [6, 'Variant Price', 'INVALID_PRICE'],
      [7, 'Image Src', 'INVALID_CELL'],
      [10, 'Variant Inventory Qty', 'NEGATIVE_STOCK'],
      [11, 'Variant Price', 'PRICE_MISSING'],
    ]);
    expect(outcome).toMatchObject({ rows: 9, products: { created: 1, refused: 2 }, variants: { created: 2, refused: 5 } });
    expect((await shop.mongo.db.collection('variants').find().sort({ sku: 1 }).toArray()).map(({ sku }) => sku as string)).toEqual(['A-S', 'A-XXL']);
  });

  it.each(['\n', '\r\n'])('counts a line end of two characters inside a text as one, and empty lines too, where rows end in %j', async (end) => {
    const text = [HEADER, 'a,"Two\r\nmore\r\nlines",,,A-1,1,5,,,', '', 'too,few', 'b,"B\r\n",,,B-1,1,x,,,', 'd,D,,,D-1,1,5,,,', 'c,"C"x,,,C-1,1,5,,,', ''].join(end);
    expect((await importText(text)).faults).toEqual([[6, null, 'INVALID_CELL'], [10, null, 'MALFORMED_CSV'], [7, 'Variant Price', 'INVALID_CELL']]);
  });

  it('stops at what is no CSV, says where, and writes no product half', async () => {
    const outcome = await importText(csv('a,A,,,A-1,1,5,,,', 'b,B,,S,B-S,1,5,,,', 'b,,,M,B-M,1,5,,,') + 'b,,,"L"x,B-L,1,5,,,\nc,C,,,C-1,1,5,,,\n');
    expect(outcome.faults).toEqual([[5, null, 'MALFORMED_CSV']]);
    expect([await product('a'), await product('b'), await product('c')].map((found) => found !== null)).toEqual([true, false, false]);
  });

  it('stops where letters were lost to another encoding, and overwrites nothing with what is left of them', async () => {
    await importText(csv('kazak,Kadın Kazağı,Beden,S,KZK-S,3,50,,,'));
    const otherwise = await importText(Buffer.from(csv('polo,Polo,Beden,S,POL-S,3,50,,,', 'bot,Bot,Beden,S,BOT-S,3,50,,,', 'kazak,Kadin Kaza\xF0i,Beden,S,KZK-S,3,50,,,', 'sort,Sort,Beden,S,SRT-S,3,50,,,'), 'latin1'));
    expect(otherwise).toMatchObject({ rows: 2, products: { ...none, created: 1 }, faults: [[4, null, 'WRONG_ENCODING']] });
    expect([await product('kazak'), await product('sort')]).toEqual([expect.objectContaining({ title: 'Kadın Kazağı' }), null]);
  });

  it('names the column that a header lacks', async () => {
    expect((await importText('Handle,Title\na,A\n')).faults).toEqual([[1, 'Variant Price', 'MISSING_COLUMN']]);
    expect((await importText('')).faults).toEqual([[1, 'Handle', 'MISSING_COLUMN']]);
  });

  it('updates what has changed, and tells the listings', async () => {
    await importText(csv('a,A,,,A-1,1,5,,,', 'b,B,,,B-1,1,5,,,'));
    await shop.catalog.publishListings({ sellerId: shop.sellerId, operationId: shop.newOperation(), storeId: shop.storeId, items: [{ sku: 'A-1' as Sku }], remoteKeyOf: ({ sku }) => sku, isOnSale: true });
    await shop.settleAll(shop.storeId);
    const outcome = await importText(csv('a,A!,,,A-1,8,6,,,', 'b,B,,,B-1,1,5,,,'));
    expect(outcome).toMatchObject({ products: { ...none, updated: 1, unchanged: 1 }, variants: { ...none, updated: 1, unchanged: 1 } });
    const listing = await shop.listing(shop.storeId, 'A-1' as Sku);
    expect(listing).toMatchObject({ content: { state: 'QUEUED', desired: { value: { contentRevision: 2 } } }, price: { desired: { value: { saleMinor: 600 } } }, quantity: { desired: { value: 8 } } });
    expect(await product('a')).not.toHaveProperty('contentPending');
  });

  it('leaves stock as it is when asked to, but counts new variants', async () => {
    await importText(csv('a,A,Beden,S,A-S,5,5,,,'));
    await importText(csv('a,A,Beden,S,A-S,99,5,,,', 'a,,,M,A-M,7,5,,,'), { keepStock: true });
    expect([(await shop.variant('A-S' as Sku)).stock.onHand, (await shop.variant('A-M' as Sku)).stock.onHand]).toEqual([5, 7]);
  });

  it('writes nothing in a dry run and tells what it would do', async () => {
    expect(await importText(csv('a,A,,,A-1,1,5,,,', 'a,,,,A-2,1,x,,,'), { dryRun: true })).toMatchObject({ products: { created: 1 }, variants: { created: 1, refused: 1 }, faults: [[3, 'Variant Price', 'INVALID_CELL']] });
    expect(await product('a')).toBeNull();
  });

  it('refuses a SKU that another product has', async () => {
    await importText(csv('a,A,,,SHARED,1,5,,,'));
    expect((await importText(csv('b,B,,,SHARED,1,5,,,', 'b,,,,B-1,1,5,,,'))).faults).toEqual([[2, 'Variant SKU', 'SKU_OF_OTHER_PRODUCT']]);
  });

  it('takes 3,000 rows in a stream, batch by batch', async () => {
    const rows = Array.from({ length: 3_000 }, (_, row) => `h-${Math.floor(row / 3)},T,Beden,${row % 3},S-${row},1,5,,,`);
    const seen: number[] = [];
    const outcome = await importText(csv(...rows), { onProgress: (progress) => seen.push(progress.rows), source: pieces(csv(...rows), 4_096) });
    expect(outcome).toMatchObject({ rows: 3_000, products: { created: 1_000 }, variants: { created: 3_000 } });
    expect(seen).toHaveLength(10);
  });
});
