import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { ConnectorError } from '../../sync/connector/contract.js';
import { toOrderStatus } from './order-status.js';
import { webhooks } from './webhooks.js';

const page = await readFile(new URL('../../../../subgraphs/trendyol/connector/fixtures/order-page.json', import.meta.url), 'utf8');
const parse = (body: string) => webhooks.parse({ method: 'POST', path: '', body: Buffer.from(body) }, 'TRY').orders;

describe('a Trendyol order package', () => {
  it('becomes one package of a hub order, amounts in kuruş', () => {
    const [order] = parse(page);
    expect(order).toMatchObject({
      remoteOrderId: '10654411111',
      orderedAt: new Date(1795000000000),
      currency: 'TRY',
      packages: [
        {
          remotePackageId: '3330111999',
          status: 'ACCEPTED',
          remoteStatus: 'Picking',
          remoteRevision: 1795000360000,
          carrier: 'Kolay Gelsin Marketplace',
          originPackageIds: ['3330111000'],
          lines: [{ remoteLineId: '4765111001', remoteKey: '8683772071724', sellerSku: 'TSH-KRM-M', quantity: 3, unitPriceMinor: 38362, unitDiscountMinor: 3838, vatRatePercent: 10 }],
        },
      ],
    });
  });

  it('has what Trendyol keeps of each line, and is read where that is told in an odd way or not at all', () => {
    const extraOf = (body: string) => parse(body)[0]?.packages[0]?.lines[0]?.extra;
    const odd = (commission: unknown) => extraOf(JSON.stringify({ content: (JSON.parse(page) as { content: { lines: object[] }[] }).content.map((row) => ({ ...row, lines: row.lines.map((line) => ({ ...line, commission })) })) }));
    expect([odd(17), odd('12.5'), odd(null), odd({ rate: 1 })]).toEqual([{ commissionRatePercent: 17 }, { commissionRatePercent: 12.5 }, undefined, undefined]);
  });

  it('keeps every digit of a tracking number above 2^53', () => {
    expect(parse(page)[0]?.packages[0]?.trackingNumber).toBe('72700000000000000123');
  });

  it('keeps buyers out of the extra fields', () => {
    const [order] = parse(page);
    expect(order?.buyer).toMatchObject({ name: 'Deniz Örnek', phone: '5000000000', taxId: '11111111111' });
    expect(JSON.stringify(order?.extra)).not.toMatch(/Deniz|Örnek|example\.invalid|1111/);
  });

  it('reads numbers sent as text', () => {
    expect(parse(page.replace('"quantity": 3', '"quantity": "3"'))[0]?.packages[0]?.lines[0]?.quantity).toBe(3);
  });

  it.each([['cut-off JSON', page.slice(0, 500)], ['HTML', '<html></html>'], ['another document', '{"a":1}'], ['a row without lines', '{"content":[{"orderNumber":"1"}]}']])('throws a ConnectorError for %s', (_, body) => {
    expect(() => parse(body)).toThrow(ConnectorError);
  });
});

describe('a Trendyol status word', () => {
  it.each([['AtCollectionPoint', 'AT_COLLECTION_POINT'], ['AT_COLLECTION_POINT', 'AT_COLLECTION_POINT'], ['UnPacked', 'SPLIT'], ['UNSUPPLIED', 'UNSUPPLIED'], ['Verified', 'UNKNOWN'], ['Repack', 'UNKNOWN']])('%s means %s', (word, status) => {
    expect(toOrderStatus(word)).toBe(status);
  });
});

describe('a webhook call', () => {
  const nobody = () => Promise.reject(new Error('needs no store'));
  const call = (key: string | undefined) => ({ method: 'POST', path: '', headers: key === undefined ? {} : { 'x-api-key': key }, body: Buffer.from('{}') });
  it('is authentic only with the exact key', () => {
    expect(webhooks.isAuthentic(call('s3cret'), 's3cret', nobody)).toBe(true);
    for (const forged of [undefined, '', 'S3cret', 's3cret ', 's3cre']) expect(webhooks.isAuthentic(call(forged), 's3cret', nobody)).toBe(false);
  });
});
