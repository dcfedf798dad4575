import { describe, expect, it } from '@jest/globals';
import { createProduct, judgeCatalogApproval } from './create-product.js';
import type { Product } from './product.js';
import { saleStatusOf } from './product.js';
import { readPrice } from './price.js';
import { reasons } from './reasons.js';
import type { Seller } from './seller.js';
import { judgePayload } from './task.js';
import { updatePriceAndStock, updateProduct } from './update-product.js';

const seller: Seller = {
  sellerId: 2000001, nickname: 'magaza', appKey: 'key', appSecret: 'secret', shipmentTemplates: ['Standart Teslimat'], minimumPreparingDay: 1, invoicedCategoryIds: [], autoApprove: false,
};
const facts = { n11ProductId: 600_000_001, groupId: 1, nowMs: 1_000, barcodeKnownElsewhere: false };

const dress = {
  title: 'Çiçekli Yazlık Midi Elbise', description: '<p>Hafif kumaş</p>', categoryId: 1000111, currencyType: 'TL', productMainId: 'ELB-1', preparingDay: 2,
  shipmentTemplate: 'Standart Teslimat', stockCode: 'ELB-1-M', quantity: 7, images: [{ url: 'https://example.invalid/1.jpg', order: 1 }],
  attributes: [{ id: 1, valueId: null, customValue: 'Benim Markam' }, { id: 429, valueId: null, customValue: 'Zümrüt Yeşili' }, { id: 44, valueId: 10_044_003, customValue: null }, { id: 11, valueId: 10_011_000, customValue: null }],
  salePrice: 999.9, listPrice: 1299.9, vatRate: 20,
};

describe('product-create', () => {
  it('takes a complete SKU into catalogue approval, then on sale', () => {
    const waiting = created(dress);
    expect(waiting).toMatchObject({ status: 'InCatalogApproval', salePriceMinor: 99_990, listPriceMinor: 129_990, commissionRate: 18 });
    expect(waiting.attributes).toContainEqual({ attributeId: 44, attributeName: 'Beden', attributeValue: 'M' });
    const active = judgeCatalogApproval(waiting, 2_000);
    expect([active.status, saleStatusOf(active), saleStatusOf({ ...active, quantity: 0 })]).toEqual(['Active', 'On_Sale', 'Out_Of_Stock']);
  });

  it.each([
    ['a title of 14 characters', { title: 'Yazlık Elbise ' }, reasons.titleTooShort],
    ['a banned word', { description: 'Replika ürün' }, reasons.bannedWord('replika')],
    ['a branch category', { categoryId: 1000110 }, reasons.categoryNotLeaf],
    ['an unknown delivery template', { shipmentTemplate: 'Hızlı' }, reasons.templateInvalid('Hızlı')],
    ['no VAT rate', { vatRate: null }, reasons.empty('vatRate')],
    ['18 per cent VAT', { vatRate: 18 }, reasons.vatRateInvalid],
    ['TRY for the currency', { currencyType: 'TRY' }, reasons.currencyInvalid],
    ['a list price below the sale price', { listPrice: 10 }, reasons.listBelowSale],
    ['a third decimal', { salePrice: 10.125 }, reasons.priceDecimals],
    ['a million pieces', { quantity: 1_000_000 }, reasons.quantityInvalid],
    ['plain http images', { images: [{ url: 'http://example.invalid/1.jpg', order: 1 }] }, reasons.imageNotHttps],
    ['no brand', { attributes: dress.attributes.slice(1) }, reasons.brandMissing],
    ['a value id of another category', { attributes: [...dress.attributes.slice(0, 2), { id: 44, valueId: 5, customValue: null }, dress.attributes[3]] }, reasons.attributeValueUnknown('Beden', 5)],
    ['free text where a listed value is needed', { attributes: [...dress.attributes.slice(0, 2), { id: 44, valueId: null, customValue: 'M' }, dress.attributes[3]] }, reasons.customValueRefused('Beden')],
    ['a category without supply invoice', { categoryId: 1000411 }, reasons.supplyInvoiceNeeded],
  ])('refuses %s with its sentence', (_, change, sentence) => {
    const judged = createProduct({ ...dress, ...change }, seller, facts);
    expect('refused' in judged && judged.refused).toContain(sentence);
  });

  it('sends a barcode known under another category to seller approval', () => {
    expect(createProduct({ ...dress, barcode: '869' }, seller, { ...facts, barcodeKnownElsewhere: true })).toMatchObject({ value: { status: 'InApproval' } });
  });
});

describe('price-stock-update', () => {
  const active = judgeCatalogApproval(created(dress), 2_000);

  it('leaves absent fields untouched', () => {
    expect(updatePriceAndStock(active, { stockCode: 'ELB-1-M', quantity: 0 }, 3_000)).toEqual({ value: { ...active, quantity: 0, modifiedAtMs: 3_000 } });
  });

  it.each([
    ['a sale price without list price', { salePrice: 5 }, reasons.pricesTravelTogether],
    ['a list price below the sale price', { salePrice: 5, listPrice: 4.99 }, reasons.listBelowSale],
    ['a negative quantity', { quantity: -1 }, reasons.quantityInvalid],
    ['nothing to change', {}, reasons.nothingToUpdate],
  ])('fails a SKU with %s', (_, change, sentence) => {
    expect(updatePriceAndStock(active, { stockCode: 'ELB-1-M', ...change }, 3_000)).toEqual({ refused: [sentence] });
  });

  it('fails a product that is neither active nor suspended', () => {
    expect(updatePriceAndStock(created(dress), { quantity: 1 }, 3_000)).toEqual({ refused: [reasons.notUpdatable('InCatalogApproval')] });
    expect(updatePriceAndStock(undefined, { quantity: 1 }, 3_000)).toEqual({ refused: [reasons.notFound] });
  });

  it('fails a price outside the price protection', () => {
    const guarded = { ...active, priceLimits: { minimumMinor: 50_000, maximumMinor: 150_000 } };
    expect(updatePriceAndStock(guarded, { salePrice: 499.99, listPrice: 1000 }, 3_000)).toEqual({ refused: [reasons.priceProtection('500.00', '1500.00')] });
  });
});

describe('product-update', () => {
  const active = judgeCatalogApproval(created(dress), 2_000);

  it('closes and reopens the sale through status', () => {
    const suspended = updateProduct(active, { status: 'Suspended' }, seller, 3_000) as { value: Product };
    expect(saleStatusOf(suspended.value)).toBe('Sale_Closed');
    expect(updateProduct(suspended.value, { status: 'Active' }, seller, 4_000)).toMatchObject({ value: { status: 'Active' } });
  });

  it('refuses a change of brand, colour or size', () => {
    expect(updateProduct(active, { attributes: [{ id: 429, customValue: 'Mor' }] }, seller, 3_000)).toEqual({ refused: [reasons.coreAttribute] });
  });
});

describe('a task payload', () => {
  it.each([
    ['an integrator', { payload: { skus: [{}] } }, reasons.integratorMissing],
    ['SKUs', { payload: { integrator: 'Hub', skus: [] } }, reasons.skusMissing],
    ['at most 1000 SKUs', { payload: { integrator: 'Hub', skus: Array.from({ length: 1001 }, () => ({})) } }, reasons.tooManySkus],
    ['a decimal point', { payload: { integrator: 'Hub', skus: [{ stockCode: 'A', salePrice: '10,50', listPrice: '11' }] } }, reasons.payloadUnreadable],
  ])('is refused whole without %s', (_, body, sentence) => {
    expect(judgePayload(body)).toEqual({ rejected: sentence });
  });

  it('reads prices sent as decimal text', () => {
    expect([readPrice('2000.00'), readPrice(0.1), readPrice('1,5'), readPrice(1.005)]).toEqual([
      { kind: 'amount', minor: 200_000 }, { kind: 'amount', minor: 10 }, { kind: 'unreadable' }, { kind: 'tooManyDecimals' },
    ]);
  });
});

function created(sku: Record<string, unknown>): Product {
  const judged = createProduct(sku, seller, facts);
  if ('refused' in judged) throw new Error(judged.refused.join(' '));
  return judged.value;
}
