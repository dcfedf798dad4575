import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SELLER, shirt, shirtAttributes, startTestShop, type TestShop } from './test-shop.js';

const DAY_MS = 86_400_000;
const PRODUCTS = '/product/sellers/:id/products';

let shop: TestShop;
beforeEach(async () => {
  shop = await startTestShop();
});
afterEach(() => shop.stop());

type Receipt = { batchRequestId: string };
interface Page<T> {
  readonly totalElements: number;
  readonly totalPages: number;
  readonly nextPageToken: string;
  readonly content: readonly T[];
}
interface Approved {
  readonly contentId: number;
  readonly title: string;
  readonly attributes: readonly { attributeName: string; attributeValue: string }[];
  readonly variants: readonly { barcode: string; onSale: boolean; archived: boolean; stockCode: string; stock: { quantity?: number } }[];
}

const create = async (...items: object[]) => shop.settleBatch(await shop.api<Receipt>('POST', '/product/sellers/:id/v2/products', { items }));
const change = async (method: string, path: string, ...items: object[]) => shop.settleBatch(await shop.api<Receipt>(method, `${PRODUCTS}${path}`, { items }));
const approve = () => shop.advance(3_000);
const approved = async (query = '') => (await shop.api<Page<Approved>>('GET', `${PRODUCTS}/approved${query}`)).body;
const reasonsOf = async (changes: object) => (await create(shirt('NEW', changes as Record<string, unknown>))).body.items[0]!.failureReasons.join(' ');

describe('creating products', () => {
  it('queues, then waits for approval, then puts the barcode on sale', async () => {
    const batch = await create(shirt('RED-M'));
    expect(batch.body).toMatchObject({ status: 'COMPLETED', batchRequestType: 'ProductV2OnBoarding', failedItemCount: 0 });
    const waiting = await shop.api<Page<object>>('GET', `${PRODUCTS}/unapproved?status=pendingApproval`);
    expect(waiting.body.content).toMatchObject([{ barcode: 'RED-M', status: 'pendingApproval', quantity: 10 }]);
    expect((await approved()).totalElements).toBe(0);
    await approve();
    const [content] = (await approved()).content;
    expect(content).toMatchObject({ title: 'Örnek Pamuk Tişört', variants: [{ barcode: 'RED-M', onSale: true }] });
    expect(content!.attributes).toContainEqual({ attributeId: 47, attributeName: 'Renk', attributeValue: 'Kırmızı' });
    expect(content!.variants[0]!.stock).not.toHaveProperty('quantity');
    const single = await shop.api('GET', '/product/sellers/:id/product/RED-M');
    expect(single.body).toMatchObject({ barcode: 'RED-M', approved: true, archived: false, contentId: content!.contentId });
  });

  it('groups sizes into one content and opens another for each colour', async () => {
    await create(
      shirt('RED-M'),
      shirt('RED-L', { attributes: shirtAttributes({ sizeId: 4603 }) }),
      shirt('BLUE-M', { attributes: shirtAttributes({ colour: 'Mavi' }) }),
    );
    await approve();
    const groups = (await approved()).content.map(({ variants }) => variants.map(({ barcode }) => barcode).sort());
    expect(groups).toEqual(expect.arrayContaining([['RED-L', 'RED-M'], ['BLUE-M']]));
    expect(groups).toHaveLength(2);
  });

  it('rejects a second barcode with the same colour and size at approval', async () => {
    await create(shirt('RED-M'), shirt('RED-M-2'));
    await approve();
    const rejected = await shop.api<Page<{ rejectReasonDetails: unknown[] }>>('GET', `${PRODUCTS}/unapproved?status=rejected`);
    expect(rejected.body.content).toMatchObject([{ barcode: 'RED-M-2', status: 'rejected' }]);
    expect(rejected.body.content[0]!.rejectReasonDetails).toHaveLength(1);
  });

  it.each([
    ['an unknown category', { categoryId: 5 }, 'Kategori bulunamadı'],
    ['a category that is no leaf', { categoryId: 900410 }, 'Kategori bulunamadı'],
    ['an unknown brand', { brandId: 5 }, 'Marka bulunamadı'],
    ['a missing required attribute', { attributes: shirtAttributes().slice(1) }, 'Zorunlu kategori özelliği eksik: Renk'],
    ['an attribute of another category', { attributes: [...shirtAttributes(), { attributeId: 600, attributeValueId: 5700 }] }, 'Kategoriye ait olmayan özellik'],
    ['an unknown attribute value', { attributes: shirtAttributes({ sizeId: 1 }) }, 'Özellik değeri bulunamadı'],
    ['free text for a listed attribute', { attributes: [...shirtAttributes().slice(0, 5), { attributeId: 1192, customAttributeValue: 'TR' }] }, 'serbest değer girilemez'],
    ['two values for a single-valued attribute', { attributes: [...shirtAttributes().slice(0, 5), { attributeId: 1192, attributeValueIds: [10617, 10618] }] }, 'birden fazla değer'],
    ['a barcode with a forbidden character', { barcode: 'A/B' }, 'Barkod yalnızca'],
    ['a barcode above 40 characters', { barcode: 'B'.repeat(41) }, 'Barkod 40 karakterden'],
    ['a title above 100 characters', { title: 'T'.repeat(101) }, 'Ürün adı'],
    ['a list price below the sale price', { listPrice: 100, salePrice: 101 }, 'Liste fiyatı'],
    ['a VAT rate that does not exist', { vatRate: 18 }, 'KDV oranı'],
    ['no image', { images: [] }, 'Görsel sayısı'],
    ['nine images', { images: Array.from({ length: 9 }, () => ({ url: 'https://cdn.example.invalid/1.jpg' })) }, 'Görsel sayısı'],
    ['an image without https', { images: [{ url: 'http://cdn.example.invalid/1.jpg' }] }, 'https'],
    ['a stock above 20,000', { quantity: 20_001 }, 'Stok adedi'],
    ['a foreign shipment address', { shipmentAddressId: 1 }, 'Sevkiyat adresi'],
    ['an unknown carrier', { cargoProviders: ['XXMP'] }, 'Kargo firması'],
    ['an origin of three letters', { origin: 'TUR' }, 'Menşei'],
  ])('fails an item with %s', async (_name, changes, reason) => {
    expect(await reasonsOf(changes)).toContain(reason);
  });

  it('fails a barcode that the seller has already, also within one batch', async () => {
    const batch = await create(shirt('RED-M'), shirt('RED-M'));
    expect(batch.body.items.map(({ status }) => status)).toEqual(['SUCCESS', 'FAILED']);
    expect((await create(shirt('RED-M'))).body.failedItemCount).toBe(1);
  });

  it('removes blanks from the barcode it imports', async () => {
    await create(shirt('RED M 1'));
    await approve();
    expect((await approved('?barcode=REDM1')).totalElements).toBe(1);
  });

  it('accepts both published attribute shapes', async () => {
    const plural = [{ attributeId: 47, attributeValue: 'Kırmızı' }, { attributeId: 293, attributeValueIds: [4602] }, ...shirtAttributes().slice(2)];
    expect((await create(shirt('RED-M', { attributes: plural }))).body.failedItemCount).toBe(0);
  });

  it('is refused above 1,000 items and on the V1 path', async () => {
    const items = Array.from({ length: 1_001 }, (_, index) => shirt(`B${index}`));
    expect((await shop.api('POST', '/product/sellers/:id/v2/products', { items })).status).toBe(400);
    expect((await shop.api('POST', PRODUCTS, { items: [shirt('B')] })).status).toBe(405);
  });

  it('can be rejected by hand, corrected and approved', async () => {
    await create(shirt('RED-M'));
    await shop.control('POST', '/products/reject', { sellerId: SELLER.sellerId, barcode: 'RED-M', reasons: ['Görsel bulanık'] });
    const { barcode, quantity, listPrice, salePrice, ...fields } = shirt('RED-M', { title: 'Daha iyi tişört' });
    expect([quantity, listPrice, salePrice]).toEqual([10, 249.9, 199.9]);
    expect((await change('POST', '/unapproved-bulk-update', { barcode, ...fields })).body.failedItemCount).toBe(0);
    await approve();
    expect((await approved()).content).toMatchObject([{ title: 'Daha iyi tişört' }]);
  });

  it('answers a thin correction with 500, as the real service does', async () => {
    await create(shirt('RED-M'));
    expect((await shop.api('POST', `${PRODUCTS}/unapproved-bulk-update`, { items: [{ barcode: 'RED-M', title: 'Yeni' }] })).status).toBe(500);
  });
});

describe('changing approved products', () => {
  let contentId: number;
  beforeEach(async () => {
    await create(shirt('RED-M'));
    await approve();
    contentId = (await approved()).content[0]!.contentId;
  });

  it('content: SUCCESS has only reached quality control, the verdict is in update-audits', async () => {
    const batch = await change('POST', '/content-bulk-update', { contentId, title: 'Yeni başlık' });
    expect(batch.body).toMatchObject({ failedItemCount: 0, batchRequestType: 'ApprovedProductContentUpdate' });
    const audits = async () => (await shop.api<{ updateAudits: object[] }>('GET', `${PRODUCTS}/${contentId}/update-audits`)).body.updateAudits;
    expect(await audits()).toMatchObject([{ type: 'TITLE', status: 'RUNNING' }]);
    expect((await approved()).content[0]!.title).toBe('Örnek Pamuk Tişört');
    await approve();
    expect(await audits()).toMatchObject([{ type: 'TITLE', status: 'SUCCESS' }]);
    expect((await approved()).content[0]!.title).toBe('Yeni başlık');
  });

  it('content: a refused change leaves the page as it was', async () => {
    await shop.control('PUT', '/settings', { rejectEveryNthApproval: 1 });
    await change('POST', '/content-bulk-update', { contentId, title: 'Yeni başlık' });
    await approve();
    const { body } = await shop.api<{ updateAudits: object[] }>('GET', `${PRODUCTS}/${contentId}/update-audits`);
    expect(body.updateAudits).toMatchObject([{ type: 'TITLE', status: 'FAIL' }]);
    expect((await approved()).content[0]!.title).toBe('Örnek Pamuk Tişört');
  });

  it('content: attributes must be complete and the colour is frozen', async () => {
    const withoutSize = shirtAttributes().filter(({ attributeId }) => attributeId !== 293);
    expect((await change('POST', '/content-bulk-update', { contentId, attributes: withoutSize })).body.failedItemCount).toBe(0);
    expect((await change('POST', '/content-bulk-update', { contentId, attributes: withoutSize.slice(0, 2) })).body.failedItemCount).toBe(1);
    expect((await change('POST', '/content-bulk-update', { contentId, attributes: shirtAttributes({ colour: 'Mavi' }) })).body.failedItemCount).toBe(1);
    expect((await change('POST', '/content-bulk-update', { contentId: 1, title: 'Yok' })).body.failedItemCount).toBe(1);
  });

  it('variant and delivery: keyed by barcode', async () => {
    expect((await change('POST', '/variant-bulk-update', { barcode: 'RED-M', stockCode: 'NEW-STK' })).body.failedItemCount).toBe(0);
    expect((await change('POST', '/variant-bulk-update', { barcode: 'RED-M', vatRate: 7 })).body.failedItemCount).toBe(1);
    const delivery = await change('POST', '/delivery-info-bulk-update', { barcode: 'RED-M', deliveryOptions: { deliveryDuration: 1 } });
    expect(delivery.body).toMatchObject({ batchRequestType: 'ProductDeliveryOptionUpdate', failedItemCount: 0 });
    expect((await approved()).content[0]!.variants).toMatchObject([{ stockCode: 'NEW-STK', deliveryOption: { deliveryDuration: 1 } }]);
  });

  it('archive: takes the barcode off sale and back', async () => {
    await change('PUT', '/archive-state', { barcode: 'RED-M', archived: true });
    expect((await approved('?status=archived')).content[0]!.variants[0]).toMatchObject({ archived: true, onSale: false });
    await change('PUT', '/archive-state', { barcode: 'RED-M', archived: false });
    expect((await approved('?status=onSale')).totalElements).toBe(1);
  });

  it('delete: only after more than a day in the archive', async () => {
    const remove = () => change('DELETE', '', { barcode: 'RED-M' });
    expect((await remove()).body.failedItemCount).toBe(1);
    await change('PUT', '/archive-state', { barcode: 'RED-M', archived: true });
    expect((await remove()).body.failedItemCount).toBe(1);
    await shop.advance(DAY_MS);
    expect((await remove()).body).toMatchObject({ failedItemCount: 0, batchRequestType: 'ProductDeletion' });
    expect((await approved()).totalElements).toBe(0);
    expect((await shop.api('GET', '/product/sellers/:id/product/RED-M')).status).toBe(404);
  });

  it('delete: an unapproved product at any time', async () => {
    await create(shirt('BLUE-M', { attributes: shirtAttributes({ colour: 'Mavi' }) }));
    expect((await change('DELETE', '', { barcode: 'BLUE-M' })).body.failedItemCount).toBe(0);
  });

  it('unlock: only what is locked', async () => {
    expect((await change('PUT', '/unlock', { barcode: 'RED-M' })).body.failedItemCount).toBe(1);
    await shop.control('PUT', '/listings', { sellerId: SELLER.sellerId, barcode: 'RED-M', lockReason: 'Şikayet' });
    expect((await change('PUT', '/unlock', { barcode: 'RED-M' })).body.failedItemCount).toBe(0);
  });
});

describe('listing products', () => {
  it('pages while page times size is at most 10,000, and beyond that only with the token', async () => {
    await shop.seed(Array.from({ length: 10_150 }, (_, index) => ({ barcode: `B${index}`, quantity: index, salePrice: 10, listPrice: 10 })));
    const path = `${PRODUCTS}/approved/inventory-and-price?size=100`;
    const last = await shop.api<Page<object>>('GET', `${path}&page=100`);
    expect(last.body).toMatchObject({ totalElements: 10_150, totalPages: 102 });
    expect((await shop.api('GET', `${path}&page=101`)).status).toBe(400);
    const end = await shop.api<Page<object>>('GET', `${path}&nextPageToken=${last.body.nextPageToken}`);
    expect([last.body.content.length, end.body.content.length, end.body.nextPageToken]).toEqual([100, 50, '']);
    expect((await shop.api('GET', `${path}&nextPageToken=nonsense`)).status).toBe(400);
  });

  it('shows stock and price in inventory-and-price', async () => {
    await shop.seed([{ barcode: 'B1', quantity: 4, salePrice: 10, listPrice: 12 }]);
    const { body } = await shop.api<Page<object>>('GET', `${PRODUCTS}/approved/inventory-and-price?barcode=B1`);
    expect(body.content).toMatchObject([{ variants: [{ barcode: 'B1', quantity: 4, salePrice: 10, listPrice: 12, stockLastModifiedDate: null }] }]);
  });

  it('refuses too large pages, too many barcodes and unknown statuses', async () => {
    const barcodes = Array.from({ length: 51 }, (_, index) => `B${index}`).join(',');
    for (const query of ['size=101', 'size=0', 'page=-1', `barcodes=${barcodes}`, 'status=sold']) {
      expect((await shop.api('GET', `${PRODUCTS}/approved?${query}`)).status).toBe(400);
    }
    expect((await shop.api('GET', `${PRODUCTS}/unapproved?size=1001`)).status).toBe(400);
  });
});

describe('the catalogue', () => {
  it('has a tree whose leaves alone have attributes, exactly one of them telling variants apart', async () => {
    type Node = { id: number; subCategories: Node[] };
    const tree = (await shop.api<Node[]>('GET', '/product/product-categories')).body;
    const leaves = (nodes: Node[]): number[] => nodes.flatMap(({ id, subCategories }) => (subCategories.length === 0 ? [id] : leaves(subCategories)));
    expect(leaves(tree).length).toBeGreaterThanOrEqual(40);
    for (const id of leaves(tree)) {
      const { body } = await shop.api<{ categoryAttributes: { varianter: boolean }[] }>('GET', `/product/categories/${id}/attributes`);
      expect(body.categoryAttributes.filter(({ varianter }) => varianter)).toHaveLength(1);
    }
    expect((await shop.api('GET', '/product/categories/900410/attributes')).status).toBe(400);
    expect((await shop.api('GET', '/product/categories/1/attributes')).status).toBe(404);
  });

  it('filters attributes by required and pages their values', async () => {
    const { body } = await shop.api<{ categoryAttributes: { required: boolean }[] }>('GET', '/product/categories/900411/attributes?required=true');
    expect(new Set(body.categoryAttributes.map(({ required }) => required))).toEqual(new Set([true]));
    const values = await shop.api<Page<object>>('GET', '/product/categories/900411/attributes/293/values?page=0&size=5');
    expect(values.body.content).toHaveLength(5);
    expect(values.body.content[2]).toEqual({ attributeValueId: 4602, attributeValue: 'M' });
    expect(values.body.totalPages).toBeGreaterThan(1);
  });

  it('gives at least 1,000 brands a page, whatever size says', async () => {
    const page = async (number: number) => (await shop.api<{ brands: object[] }>('GET', `/product/brands?page=${number}&size=10`)).body.brands.length;
    expect([await page(0), await page(1)]).toEqual([1_000, 1_000]);
    expect(await page(2)).toBeGreaterThan(0);
    expect(await page(3)).toBe(0);
  });

  it('finds brands by a part of their name, whatever the case', async () => {
    const { body } = await shop.api<{ name: string }[]>('GET', `/product/brands/by-name?name=${encodeURIComponent('ipekyolu')}`);
    expect(body[0]!.name).toBe('İpekyolu');
    expect(body.length).toBeGreaterThan(1);
  });
});
