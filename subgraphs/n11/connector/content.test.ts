import { describe, expect, it } from '@jest/globals';
import type { ConnectorContext, ListingDraft } from '../../sync/connector/contract.js';
import type { N11Credentials } from './client.js';
import { content } from './content.js';

const at = new Date('2026-11-23T09:00:00Z');
const BRAND = { attributeId: '1', attributeName: 'Marka', isMandatory: true };

/** The category's attributes are known already. */
function contextOf(required: readonly string[]): ConnectorContext<N11Credentials> {
  const categoryAttributes = [BRAND, ...required.map((attributeName, place) => ({ attributeId: String(place + 2), attributeName, isMandatory: true }))];
  const cache = { get: async () => JSON.stringify({ categoryAttributes }), set: async () => undefined };
  return { cache, now: () => at, store: { baseUrl: 'http://127.0.0.1', credentials: { integrator: 'hub', preparingDay: 2 } } } as unknown as ConnectorContext<N11Credentials>;
}

function draftOf(attributes: ListingDraft['mapping']['attributes'], over: Partial<ListingDraft> = {}): ListingDraft {
  return {
    remoteKey: 'B-1', groupKey: 'G', sku: 'S-1', barcode: 'B-1', title: 'Balıkçı yaka kazak', descriptionHtml: '<p>Yün</p>', language: 'TR', translations: {}, images: ['https://example.invalid/1.jpg'], options: [],
    price: { saleMinor: 19_990, listMinor: 19_990, currency: 'TRY' }, quantity: 1, remoteIds: {}, isUpdate: false,
    mapping: { categoryId: '411', brandId: null, brandName: 'Kuzey', attributes, shipmentTemplate: null, vatRatePercent: 20 },
    ...over,
  };
}

const size = { attributeId: '2', valueId: '5', customValue: null };

describe('a new product for N11', () => {
  it('is told what its category requires before it is sent; the brand has its own place', async () => {
    const context = contextOf(['Beden']);
    const refusal = { remoteKey: 'B-1', issue: { code: 'ATTRIBUTE_MISSING', message: expect.stringContaining('Beden') } };
    expect(await content.foresee?.(context, [draftOf([])])).toMatchObject([refusal]);
    expect(await content.publish(context, [draftOf([])])).toMatchObject({ kind: 'SETTLED', results: [{ ...refusal, ok: false }] });
    expect(await content.preview?.(context, { kind: 'PUBLISH', drafts: [draftOf([])] })).toEqual([]);
    expect(await content.foresee?.(context, [draftOf([size]), draftOf([], { isUpdate: true })])).toEqual([]);
  });

  it('carries the Turkish texts, where the seller has written them', async () => {
    const english = draftOf([size], { title: 'Turtleneck jumper', language: 'EN', translations: { TR: { title: 'Balıkçı yaka kazak', descriptionHtml: '<p>Yün</p>' } } });
    const [create] = (await content.preview?.(contextOf(['Beden']), { kind: 'PUBLISH', drafts: [english] })) ?? [];
    expect(create?.body).toContain('Balıkçı yaka kazak');
    expect(create?.body).not.toContain('Turtleneck');
  });
});
