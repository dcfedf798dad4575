import type { Currency } from '../../platform/money.js';
import type { ListingDraft } from '../../subgraphs/sync/connector/contract.js';

/** Goods that no marketplace knows yet; what its category and brand are called differs from one to the other. */
export function sampleDraft(remoteKey: string, currency: Currency): ListingDraft {
  return {
    remoteKey, groupKey: 'PREVIEW', sku: remoteKey, barcode: remoteKey, title: 'Balıkçı Yaka Triko Kazak', descriptionHtml: '<p>Yün</p>', language: 'TR', translations: {},
    images: ['https://example.invalid/1.jpg'], options: [{ name: 'Beden', value: 'M' }], price: { saleMinor: 19_990, listMinor: 24_990, currency }, quantity: 3,
    mapping: { categoryId: '411', brandId: '768', brandName: 'Kuzey', attributes: [{ attributeId: '47', valueId: '7001', customValue: null }], shipmentTemplate: null, vatRatePercent: 20 },
    remoteIds: {}, isUpdate: false,
  };
}
