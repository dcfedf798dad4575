import { describe, expect, it } from '@jest/globals';
import type { ConnectorContext, ListingDraft } from '../../sync/connector/contract.js';
import type { TrendyolCredentials } from './client.js';
import { content } from './content.js';

/** Trendyol's bodies are made of the drafts alone. */
const context = {} as ConnectorContext<TrendyolCredentials>;

async function attributesOf(attributes: ListingDraft['mapping']['attributes']): Promise<unknown> {
  const draft: ListingDraft = {
    remoteKey: 'B-1', groupKey: 'G', sku: 'S-1', barcode: 'B-1', title: 'Kazak', descriptionHtml: '<p>Yün</p>', language: 'TR', translations: {}, images: ['https://example.invalid/1.jpg'], options: [],
    price: { saleMinor: 19_990, listMinor: 19_990, currency: 'TRY' }, quantity: 1, remoteIds: {}, isUpdate: false,
    mapping: { categoryId: '411', brandId: '768', brandName: null, attributes, shipmentTemplate: null, vatRatePercent: 20 },
  };
  const [create] = await content.preview!(context, { kind: 'PUBLISH', drafts: [draft] });
  return (JSON.parse(create!.body) as { items: { attributes: unknown }[] }).items[0]?.attributes;
}

describe("a product's attributes on Trendyol", () => {
  const listed = (attributeId: string, valueId: string) => ({ attributeId, valueId, customValue: null });

  it('travel in the singular while each has one value', async () => {
    expect(await attributesOf([listed('47', '7001'), { attributeId: '60', valueId: null, customValue: 'Zümrüt' }])).toEqual([{ attributeId: 47, attributeValueId: 7001 }, { attributeId: 60, customAttributeValue: 'Zümrüt' }]);
  });

  it('travel in the plural where one is named once per value', async () => {
    expect(await attributesOf([listed('1192', '10617'), listed('47', '7001'), listed('1192', '10618')])).toEqual([{ attributeId: 1192, attributeValueIds: [10617, 10618] }, { attributeId: 47, attributeValueId: 7001 }]);
  });
});
