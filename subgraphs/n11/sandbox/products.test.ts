import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runSandbox, sku, type RunningSandbox } from './testing/running-sandbox.js';

interface TaskAnswer { id: number; type: string; status: string; reasons: string[] }
interface TaskDetails { taskId: number; status: string; createdDate: string; skus: { content: { itemCode: string; status: string; sku: { stock: number; salePrice: number } | null; reasons: string[] }[]; totalElements: number } }
interface ProductPage { content: { stockCode: string; status: string; saleStatus: string; quantity: number; salePrice: number; groupId: number; rejectInfo?: string }[]; totalElements: number; totalPages: number; last: boolean; empty: boolean; numberOfElements: number }

let n11: RunningSandbox;
beforeAll(async () => {
  n11 = await runSandbox();
});
afterAll(() => n11.stop());

const submit = async (task: string, skus: unknown[], integrator = 'HubTest'): Promise<TaskAnswer> => (await n11.send<TaskAnswer>('POST', `/ms/product/tasks/${task}`, { payload: { integrator, skus } })).json;
const details = async (taskId: number): Promise<TaskDetails> => (await n11.send<TaskDetails>('POST', '/ms/product/task-details/page-query', { taskId, pageable: { page: 0, size: 1000 } })).json;
const query = async (parameters = ''): Promise<ProductPage> => (await n11.get<ProductPage>(`/ms/product-query?${parameters}`)).json;

describe('categories', () => {
  it('come as one tree whose leaves have null children, thirty or more', async () => {
    interface Node { id: number; name: string; subCategories: Node[] | null }
    const { json } = await n11.get<{ categories: Node[] }>('/cdn/categories');
    const leaves = (nodes: Node[]): Node[] => nodes.flatMap((node) => (node.subCategories === null ? [node] : leaves(node.subCategories)));
    expect(leaves(json.categories).length).toBeGreaterThanOrEqual(30);
  });

  it('carry the brand as attribute 1, required, with free text', async () => {
    const { json } = await n11.get<{ categoryAttributes: object[] }>('/cdn/category/1000111/attribute');
    expect(json.categoryAttributes[0]).toMatchObject({ attributeId: 1, attributeName: 'Marka', isMandatory: true, isCustomValue: true });
  });
});

describe('a product', () => {
  it('is created by a task, waits for the catalogue, goes on sale, changes price and stock, closes, and is deleted', async () => {
    const created = await submit('product-create', [sku('LIFE-1'), sku('LIFE-2', { title: 'Kısa' })]);
    expect(created).toMatchObject({ type: 'PRODUCT_CREATE', status: 'IN_QUEUE', reasons: ['2 sku işlenmeye alındı.'] });
    expect(await details(created.id)).toMatchObject({ status: 'IN_QUEUE', skus: { content: [], totalElements: 0 } });
    await n11.advance(300);
    const done = await details(created.id);
    expect(done).toMatchObject({ taskId: created.id, status: 'PROCESSED', createdDate: expect.stringMatching(/^\d\d-\d\d-\d{4} \d\d:\d\d:\d\d$/) });
    expect(done.skus.content.map((row) => [row.itemCode, row.status, row.sku?.salePrice, row.reasons])).toEqual([
      ['LIFE-1', 'SUCCESS', 999.9, ['Başarıyla tamamlandı.']],
      ['LIFE-2', 'FAIL', undefined, ['Ürün başlığı en az 15 karakter olmalıdır.']],
    ]);
    expect((await query('stockCode=LIFE-1')).content).toMatchObject([{ status: 'InCatalogApproval', saleStatus: 'Before_Sale' }]);
    await n11.advance(300);
    expect((await query('stockCode=LIFE-1')).content).toMatchObject([{ status: 'Active', saleStatus: 'On_Sale', quantity: 10 }]);

    await submit('price-stock-update', [{ stockCode: 'LIFE-1', quantity: 0 }]);
    await submit('product-update', [{ stockCode: 'LIFE-1', status: 'Suspended' }]);
    await n11.advance(300);
    expect((await query('stockCode=LIFE-1')).content).toMatchObject([{ status: 'Suspended', saleStatus: 'Sale_Closed', quantity: 0, salePrice: 999.9 }]);
    const deleted = await submit('product-delete', [{ stockCode: 'LIFE-1' }]);
    await n11.advance(300);
    expect((await details(deleted.id)).status).toBe('PROCESSED');
    expect((await query('stockCode=LIFE-1')).empty).toBe(true);
  });

  it('may be refused by the catalogue, with its reason on the row', async () => {
    await submit('product-create', [sku('RED-1', { title: 'Katalog red deneme ürünü' })]);
    await n11.advance(1_000);
    expect((await query('productStatus=CatalogRejected')).content).toMatchObject([{ stockCode: 'RED-1', rejectInfo: expect.any(String) }]);
  });

  it('keeps its stock code to itself', async () => {
    const first = await submit('product-create', [sku('SAME-1'), sku('SAME-1')]);
    await n11.advance(300);
    const again = await submit('product-create', [sku('SAME-1')]);
    await n11.advance(300);
    expect((await details(first.id)).skus.content.map((row) => row.status)).toEqual(['SUCCESS', 'FAIL']);
    expect((await details(again.id)).skus.content[0]?.reasons).toEqual(['SAME-1 stok kodu daha önce tarafınızdan kullanılmıştır.']);
  });
});

describe('a task', () => {
  it.each([
    ['without integrator', { payload: { skus: [{ stockCode: 'A', quantity: 1 }] } }],
    ['with 1001 SKUs', { payload: { integrator: 'Hub', skus: Array.from({ length: 1001 }, (_, index) => ({ stockCode: `S${index}`, quantity: 1 })) } }],
    ['with a decimal comma', { payload: { integrator: 'Hub', skus: [{ stockCode: 'A', salePrice: '9,90', listPrice: '10,00' }] } }],
  ])('%s is rejected whole, with HTTP 200', async (_, body) => {
    const answer = await n11.send<TaskAnswer>('POST', '/ms/product/tasks/price-stock-update', body);
    expect(answer).toMatchObject({ status: 200, json: { type: 'SKU_UPDATE', status: 'REJECT', reasons: [expect.any(String)] } });
    expect(await details(answer.json.id)).toMatchObject({ status: 'REJECT', skus: { totalElements: 0 } });
  });

  it('fails SKU by SKU and applies the others', async () => {
    await n11.control('/products/bulk', { products: [sku('MIX-1'), sku('MIX-2')] });
    const task = await submit('price-stock-update', [
      { stockCode: 'MIX-1', salePrice: 500, listPrice: 600.5, quantity: 3 },
      { stockCode: 'MIX-2', salePrice: 500 },
      { stockCode: 'NOBODY', quantity: 1 },
    ]);
    await n11.advance(300);
    expect((await details(task.id)).skus.content.map((row) => [row.status, row.sku?.stock, row.reasons[0]])).toEqual([
      ['SUCCESS', 3, 'Başarıyla tamamlandı.'],
      ['FAIL', undefined, 'listPrice ve salePrice alanları birlikte gönderilmelidir.'],
      ['FAIL', undefined, 'Ürün bulunamadı.'],
    ]);
  });

  it('survives a restart and is processed afterwards', async () => {
    await n11.control('/products/bulk', { products: [sku('RESTART-1')] });
    const task = await submit('price-stock-update', [{ stockCode: 'RESTART-1', quantity: 77 }]);
    await n11.restart();
    await n11.advance(300);
    expect((await details(task.id)).status).toBe('PROCESSED');
    expect((await query('stockCode=RESTART-1')).content[0]?.quantity).toBe(77);
    const { effects } = await n11.control<{ effects: { key: string; new: unknown; requestId: number | null }[] }>('/effects?what=stock&key=RESTART-1');
    expect(effects.at(-1)).toMatchObject({ new: 77, requestId: expect.any(Number) });
  });
});

describe('product-query', () => {
  it('pages in Spring envelopes and answers an empty page past the end', async () => {
    await n11.control('/products/bulk', { products: Array.from({ length: 5 }, (_, index) => sku(`PAGE-${index}`, { productMainId: 'PAGED' })) });
    expect(await query('productMainId=PAGED&size=2&page=2')).toMatchObject({ numberOfElements: 1, totalElements: 5, totalPages: 3, last: true, content: [{ stockCode: 'PAGE-4' }] });
    expect(await n11.get('/ms/product-query?productMainId=PAGED&page=9')).toMatchObject({ status: 200, json: { empty: true, content: [] } });
    expect((await query('productMainId=PAGED&saleStatus=Out_Of_Stock')).totalElements).toBe(0);
    expect((await query('productMainId=PAGED&sender=N11')).totalElements).toBe(0);
  });
});
