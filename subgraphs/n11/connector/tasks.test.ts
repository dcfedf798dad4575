import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { createMemoryTokens } from '../../sync/testing/memory-tokens.js';
import type { MarketplaceRequest, PackageAction } from '../../sync/connector/contract.js';
import type { N11Context } from './client.js';
import { createN11Connector } from './index.js';

const connector = createN11Connector();
const fixture = (name: string): Promise<string> => readFile(new URL(`../../../../subgraphs/n11/connector/fixtures/${name}.json`, import.meta.url), 'utf8');
const known = { price: null, quantity: null };

/** A store whose marketplace answers what it is given, and keeps what it was asked. */
function storeAnswering(...bodies: string[]): { context: N11Context; asked: MarketplaceRequest[] } {
  const asked: MarketplaceRequest[] = [];
  const http = {
    send: async (request: MarketplaceRequest) => {
      asked.push(request);
      return { status: 200, headers: {}, body: Buffer.from(bodies[asked.length - 1] ?? ''), payloadId: newId('payload') };
    },
  };
  const credentials = connector.credentials.parse({ appKey: 'k', appSecret: 's' });
  const store = { storeId: newId('store'), sellerId: newId('seller'), baseUrl: 'https://n11.invalid', currency: 'TRY' as const, remoteSellerId: '1', credentials };
  return { context: { store, http, cache: { get: async () => null, set: async () => undefined }, tokens: createMemoryTokens(), now: () => new Date(0), marketplaceNow: () => new Date(0) }, asked };
}

describe('N11 answers as they are written down', () => {
  it('take a price push as ACCEPTED with its task id for receipt', async () => {
    const { context, asked } = storeAnswering(await fixture('task-accepted'));
    const outcome = await connector.offers.push(context, [{ remoteKey: 'SBX-SHOE-42', price: { saleMinor: 99_990, listMinor: 129_990, currency: 'TRY' }, quantity: 7, known }, { remoteKey: 'SBX-SHOE-43', quantity: 0, known }]);
    expect(outcome).toMatchObject({ kind: 'ACCEPTED', receipt: '700001' });
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/ms/product/tasks/price-stock-update', quotaGroup: 'product-tasks', safe: false, headers: { appkey: 'k', appsecret: 's' } });
    expect(asked[0]?.body).toBe('{"payload":{"integrator":"MarketplaceHub","skus":[{"stockCode":"SBX-SHOE-42","listPrice":1299.90,"salePrice":999.90,"currencyType":"TL","quantity":7},{"stockCode":"SBX-SHOE-43","quantity":0}]}}');
  });

  it('settle SKU by SKU, a failure with its sentence', async () => {
    const { context, asked } = storeAnswering(await fixture('task-details'));
    expect(await connector.offers.poll(context, '700001')).toEqual({
      kind: 'SETTLED',
      results: [
        { remoteKey: 'SBX-SHOE-42', ok: true },
        { remoteKey: 'SBX-SHOE-43', ok: false, issue: { code: 'LISTING_NOT_FOUND', message: 'Ürün bulunamadı.', retryable: false, at: new Date(0) } },
      ],
    });
    expect(asked[0]).toMatchObject({ path: '/ms/product/task-details/page-query', body: '{"taskId":700001,"pageable":{"page":0,"size":1000}}', safe: true });
  });

  it('read all pages of a task with more results than fit on one', async () => {
    const page = (itemCode: string) => JSON.stringify({ taskId: 1, status: 'PROCESSED', skus: { totalPages: 2, content: [{ itemCode, status: 'Success', reasons: [] }] } });
    const { context } = storeAnswering(page('A'), page('B'));
    expect(await connector.offers.poll(context, '1')).toEqual({ kind: 'SETTLED', results: [{ remoteKey: 'A', ok: true }, { remoteKey: 'B', ok: true }] });
  });

  it('refuse an approval when one of its lines fails, naming the line', async () => {
    const { context, asked } = storeAnswering(await fixture('approve-answer'));
    const action: PackageAction = { remoteOrderId: '200000000001', remotePackageId: '300000000000001', packageStatus: 'CREATED', lines: [{ remoteLineId: '500000001', quantity: 2 }, { remoteLineId: '999', quantity: 1 }], parameters: {} };
    expect(await connector.orders.accept(context, action)).toMatchObject({ kind: 'REFUSED', issue: { message: '999: Sipariş kalemi bulunamadı.' } });
    expect(asked[0]).toMatchObject({ method: 'PUT', path: '/rest/order/v1/update', body: '{"lines":[{"lineId":500000001},{"lineId":999}],"status":"Picking"}' });
  });

  it('read the same category tree bare or wrapped', async () => {
    const tree = [{ id: 1, name: 'Giyim', parentId: null, subCategories: [{ id: 2, name: 'Elbise', parentId: 1, subCategories: null }] }];
    const read = async (body: unknown) => connector.catalogue!.categories(storeAnswering(JSON.stringify(body)).context);
    const expected = [{ id: '1', name: 'Giyim', children: [{ id: '2', name: 'Elbise', children: [] }] }];
    expect([await read(tree), await read({ categories: tree })]).toEqual([expected, expected]);
  });

  it.each(['', '<html></html>', '{"id":700001', '{"unexpected":true}'])('that cannot be read (%j) leave a push unknown', async (body) => {
    const { context } = storeAnswering(body);
    await expect(connector.offers.push(context, [{ remoteKey: 'A', quantity: 1, known }])).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'UNKNOWN' });
  });
});
