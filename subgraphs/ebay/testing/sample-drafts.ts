import type { ListingDraft } from '../../sync/connector/contract.js';

const DEPARTMENT = 'Unisex Erwachsene';

/** A T-shirt in one colour and size, with all that its category on eBay's German site demands. */
export function shirt(change: Partial<ListingDraft> & { colour?: string; size?: string } = {}): ListingDraft {
  const { colour = 'Rot', size = 'M', ...rest } = change;
  const sku = rest.remoteKey ?? `TSR-${colour}-${size}`;
  return {
    remoteKey: sku,
    groupKey: 'prd_shirt',
    sku,
    barcode: '8690000000012',
    title: 'Meltem Butik Düz Pamuk Tişört',
    descriptionHtml: '<p>Pamuk kumaştan.</p>',
    language: 'TR',
    translations: { DE: { title: 'Meltem Butik T-Shirt aus Baumwolle', descriptionHtml: '<p>Aus Baumwolle.</p>' } },
    images: ['https://images.example.invalid/tsr-1.jpg'],
    options: [
      { name: 'Renk', value: colour },
      { name: 'Beden', value: size },
    ],
    price: { saleMinor: 1_990, listMinor: 2_490, currency: 'EUR' },
    quantity: 12,
    mapping: {
      categoryId: '15687',
      brandId: null,
      brandName: 'Meltem Butik',
      attributes: [
        { attributeId: 'Farbe', valueId: null, customValue: colour },
        { attributeId: 'Größe', valueId: size, customValue: null },
        { attributeId: 'Abteilung', valueId: DEPARTMENT, customValue: null },
      ],
      shipmentTemplate: null,
      vatRatePercent: 10,
    },
    remoteIds: {},
    isUpdate: false,
    ...rest,
  };
}

/** A mug: no options, so a listing of its own. */
export function mug(change: Partial<ListingDraft> = {}): ListingDraft {
  const base = shirt({ remoteKey: 'KUPA-MAVI-01', options: [], groupKey: 'prd_mug' });
  return { ...base, mapping: { ...base.mapping, categoryId: '177010', attributes: [] }, ...change };
}
