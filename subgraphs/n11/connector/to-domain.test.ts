import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { toRemoteClaim } from './claim-to-domain.js';
import { toOrderStatus } from './order-status.js';
import { readSoapAnswer, rowsOf, soapEnvelope } from './soap.js';
import { packageSchema, toRemoteOrder } from './to-domain.js';

const fixture = (name: string): Promise<string> => readFile(new URL(`../../../../subgraphs/n11/connector/fixtures/${name}`, import.meta.url), 'utf8');
const [row] = (JSON.parse(await fixture('order-page.json')) as { content: Record<string, unknown>[] }).content;
const claimsXml = await fixture('claim-return-list.xml');
const toOrder = (change: Record<string, unknown> = {}) => toRemoteOrder(packageSchema.parse({ ...row, ...change }));

describe('an N11 package', () => {
  it('becomes one package of a hub order, amounts in kuruş and ids as text', () => {
    expect(toOrder()).toMatchObject({
      remoteOrderId: '200000000001',
      orderedAt: new Date(1790000000000),
      currency: 'TRY',
      packages: [
        {
          remotePackageId: '300000000000001',
          status: 'CREATED',
          remoteStatus: 'Created',
          remoteRevision: 1790000000000,
          trackingNumber: null,
          carrier: 'Ornek Kargo',
          shipByAt: new Date(1790259200000),
          lines: [{ remoteLineId: '500000001', remoteKey: 'SBX-SHOE-42', quantity: 2, unitPriceMinor: 99990, unitDiscountMinor: 5000, vatRatePercent: 20, status: 'CREATED' }],
        },
      ],
      extra: { campaignCode: '300000000000001' },
    });
  });

  it('was ordered when its history began, not when it last moved', () => {
    const moved = toOrder({ lastModifiedDate: 1790009999000, packageHistories: [{ createdDate: 1790000000000, status: 'Created' }, { createdDate: 1790009999000, status: ' Shipped' }] });
    expect([moved.orderedAt.getTime(), moved.packages[0]?.remoteRevision]).toEqual([1790000000000, 1790009999000]);
  });

  it('takes the order number for its id when location-specific delivery leaves it null', () => {
    expect(toOrder({ id: null }).packages[0]?.remotePackageId).toBe('200000000001');
  });

  it('shows the real tracking number only once the carrier has given one', () => {
    expect(toOrder({ cargoSenderNumber: '73000111222' }).packages[0]?.trackingNumber).toBe('73000111222');
  });

  it('keeps buyers out of the extra fields', () => {
    const order = toOrder({ deliveryAddressType: 'PUP' });
    expect(order.buyer).toMatchObject({ name: 'Test Alici', phone: '5550000000', shippingAddress: { city: 'İstanbul', countryCode: 'TR' } });
    expect(order.extra).toEqual({ campaignCode: '300000000000001', deliveryAddressType: 'PUP' });
  });

  it('is read with numbers that come as text', () => {
    const [line] = row?.['lines'] as Record<string, unknown>[];
    const asText = { lastModifiedDate: '1790000000000', lines: [{ ...line, quantity: '2', price: '999.90', vatRate: '20' }] };
    expect(toOrder(asText)).toEqual(toOrder());
    for (const quantity of ['two', '0', '1.5', '']) expect(packageSchema.safeParse({ ...row, lines: [{ ...line, quantity }] }).success).toBe(false);
  });

  it('says what N11 keeps of a line, the part of a campaign taken off, and is read where a rate is none', () => {
    const [line] = row?.['lines'] as Record<string, unknown>[];
    const extraOf = (change: object): unknown => toOrder({ lines: [{ ...line, ...change }] }).packages[0]?.lines[0]?.extra;
    expect(extraOf({ commissionRate: 12.1, sellerCampaignCommissionRate: 3.2 })).toEqual({ commissionRatePercent: 8.9, campaignRatePercent: 3.2, marketingFeePercent: 1.2, marketplaceFeePercent: 0.8, taxDeductionPercent: 1 });
    const none = { commissionRate: 'on iki', netMarketingFeeRate: null, netMarketplaceFeeRate: {}, taxDeductionRate: undefined };
    expect(extraOf(none)).toBeUndefined();
  });

  it.each([['no lines', { lines: undefined }], ['no order number', { orderNumber: undefined }], ['no last movement', { lastModifiedDate: null }]])('cannot be read with %s', (_, change) => {
    expect(packageSchema.safeParse({ ...row, ...change }).success).toBe(false);
  });
});

describe('an N11 status word', () => {
  it.each([[' Shipped', 'SHIPPED'], ['UnPacked', 'SPLIT'], ['Unpacked', 'SPLIT'], ['Canceled', 'CANCELLED'], ['UnSupplied', 'UNSUPPLIED'], ['Picking', 'ACCEPTED'], ['Late', 'UNKNOWN']])('%j means %s', (word, status) => {
    expect(toOrderStatus(word)).toBe(status);
  });
});

describe('an N11 return', () => {
  const [claim] = rowsOf(readSoapAnswer(claimsXml, 'ClaimReturnList') ?? {}, 'claimReturnList', 'claimReturn');

  it('is joined to the line of its order and dated by Istanbul days', () => {
    expect(toRemoteClaim('RETURN', claim ?? {}, { stockCode: 'SBX-SHOE-42', orderLineId: '500000001' }, new Date())).toEqual({
      remoteClaimId: '25000001',
      state: 'REFUNDED',
      remoteOrderId: '200000000001',
      kind: 'RETURN',
      status: 'APPROVED',
      remoteKind: null,
      respondBy: null,
      refund: { amountMinor: 94_990, currency: 'TRY' },
      note: 'Serbest metin',
      lines: [{ remoteLineId: '500000001', remoteKey: 'SBX-SHOE-42', quantity: 1, reason: 'Beden uymadı', status: 'APPROVED' }],
      createdAt: new Date('2026-11-17T21:00:00Z'),
      changedAt: new Date('2026-11-19T21:00:00Z'),
    });
  });

  it('says what the buyer wrote and gets back, and how long it can still be answered', () => {
    const at = new Date('2026-11-22T10:00:00Z');
    const told = (part: Record<string, string>) => toRemoteClaim('RETURN', { ...claim, status: 'APPROVAL_WAITING', finalPrice: '150.50', returnReasonDescription: 'Kolu kısa geldi', ...part }, null, at);
    expect(told({ approvalRemainingTime: '2 gün' })).toMatchObject({ refund: { amountMinor: 15_050, currency: 'TRY' }, note: 'Kolu kısa geldi', respondBy: new Date('2026-11-24T10:00:00Z') });
    expect(told({ approvalRemainingTime: '5 saat' }).respondBy).toEqual(new Date('2026-11-22T15:00:00Z'));
    expect(told({ status: 'APPROVED', approvalRemainingTime: '5 saat' }).respondBy).toBeNull();
    expect(told({ approvalRemainingTime: 'az kaldı', finalPrice: 'yüz' })).toMatchObject({ respondBy: null, refund: null });
  });

  it('is told by its names when its quantity is none', () => {
    const at = new Date('2026-11-22T10:00:00Z');
    expect(toRemoteClaim('RETURN', { ...claim, quantity: 'iki' }, null, at)).toEqual({ remoteClaimId: '25000001', remoteOrderId: '200000000001', kind: 'RETURN', state: 'UNKNOWN', status: '', remoteKind: null, respondBy: null, refund: null, note: null, lines: [], createdAt: at, changedAt: at, unreadable: "'quantity' cannot be read" });
  });

  it('stays without line when its order cannot be found', () => {
    expect(toRemoteClaim('RETURN', claim ?? {}, null, new Date()).lines[0]).toMatchObject({ remoteLineId: null, remoteKey: null });
  });
});

describe('a SOAP envelope', () => {
  it('escapes what it carries and leaves out what is not given', () => {
    expect(soapEnvelope('SaveLinkSellerInvoice', { auth: { appKey: 'k<1>' }, url: 'https://a.invalid/?a=1&b=2', invoiceNumber: undefined })).toContain(
      '<sch:SaveLinkSellerInvoiceRequest><auth><appKey>k&lt;1&gt;</appKey></auth><url>https://a.invalid/?a=1&amp;b=2</url></sch:SaveLinkSellerInvoiceRequest>',
    );
  });

  it.each([['a DTD', `<!DOCTYPE x [<!ENTITY a "b">]>${claimsXml}`], ['half an answer', claimsXml.slice(0, 900)], ['HTML', '<html></html>'], ['nothing', '']])('is not read from %s', (_, xml) => {
    expect(readSoapAnswer(xml, 'ClaimReturnList')).toBeUndefined();
  });
});
