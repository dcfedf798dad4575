import { Answer, type Endpoint } from '../access/endpoint.js';
import { badRequest, notFound } from '../access/errors.js';
import { booleanOf, numberOf, pageOf, slicePage, textOf } from '../access/query.js';
import { attributeById } from './attributes.js';
import type { Brands } from './brands.js';
import { CARGO_PROVIDERS } from './cargo-providers.js';
import { CATEGORY_TREE, isKnownCategory, leafCategory, type CategoryAttribute } from './categories.js';

const SMALLEST_BRAND_PAGE = 1_000;
const LARGEST_VALUE_PAGE = 1_000;

/** The parts of the catalogue that no seller owns. */
export function referenceEndpoints(brands: Brands): Endpoint[] {
  const read = (path: string, handle: Endpoint['handle']): Endpoint => ({ method: 'GET', path, quota: 'product-read', style: 'product', handle });
  return [
    read('/product/product-categories', () => CATEGORY_TREE),
    read('/product/categories/:categoryId/attributes', ({ params, query }) => {
      const category = requireLeaf(params['categoryId']);
      const isRequired = booleanOf(query, 'required');
      const wanted = category.attributes.filter((one) => isRequired === undefined || one.required === isRequired);
      return { id: category.id, name: category.name, displayName: category.name, categoryAttributes: wanted.map((one) => attributeRow(category.id, one)) };
    }),
    read('/product/categories/:categoryId/attributes/:attributeId/values', ({ params, query }) => {
      const attributeId = Number(params['attributeId']);
      const isUsed = requireLeaf(params['categoryId']).attributes.some((one) => one.attributeId === attributeId);
      const attribute = attributeById(attributeId);
      if (!isUsed || !attribute) throw notFound('attribute.not.found', 'Attribute not found');
      const values = attribute.values.map(({ id, name }) => ({ attributeValueId: id, attributeValue: name }));
      return slicePage(values, pageOf(query, { defaultSize: LARGEST_VALUE_PAGE, maxSize: LARGEST_VALUE_PAGE }));
    }),
    read('/product/brands', ({ query }) => {
      const size = Math.max(SMALLEST_BRAND_PAGE, numberOf(query, 'size') ?? 0);
      const page = numberOf(query, 'page') ?? 0;
      if (!Number.isInteger(page) || page < 0) throw badRequest('invalid.page', 'page must not be negative');
      return { brands: brands.all().slice(page * size, (page + 1) * size) };
    }),
    read('/product/brands/by-name', ({ query }) => {
      const name = textOf(query, 'name');
      if (name === undefined) throw badRequest('invalid.name', 'name is required');
      return brands.byName(name);
    }),
    read('/product/lookup/cargo-providers', () => CARGO_PROVIDERS),
    read('/sellers/:sellerId/addresses', ({ sellerId }) => addressesOf(sellerId)),
    {
      method: 'POST',
      path: '/product/sellers/:sellerId/brands',
      quota: 'product-write',
      style: 'product',
      isForm: true,
      handle: ({ body }) => {
        const name = body instanceof FormData ? body.get('name') : undefined;
        if (typeof name !== 'string' || name.trim() === '') throw badRequest('invalid.brand.name', 'name is required');
        return new Answer(200, brands.byName(name).find((brand) => brand.name === name.trim()) ?? brands.create(name.trim()));
      },
    },
  ];
}

function requireLeaf(id: string | undefined) {
  const category = leafCategory(Number(id));
  if (category) return category;
  if (isKnownCategory(Number(id))) throw badRequest('category.not.leaf', 'Category is not a leaf category');
  throw notFound('category.not.found', 'Category not found');
}

function attributeRow(categoryId: number, { attributeId, required, varianter, slicer }: CategoryAttribute) {
  const attribute = attributeById(attributeId);
  return {
    attribute: { id: attributeId, name: attribute?.name },
    categoryId,
    required,
    allowCustom: attribute?.allowCustom ?? false,
    varianter,
    slicer,
    allowMultipleAttributeValues: attribute?.allowMultiple ?? false,
  };
}

/** The ids a seller may name as shipment and returning address; made from the seller's id. */
export function addressesOf(sellerId: number) {
  const shipmentId = sellerId * 10 + 1;
  const returningId = sellerId * 10 + 2;
  // Both spellings of the flags are in use among clients.
  const flags = { shipmentAddress: true, isShipmentAddress: true, invoiceAddress: false, isInvoiceAddress: false, returningAddress: false, isReturningAddress: false, default: true, isDefault: true };
  const shipment = { id: shipmentId, addressType: 'Shipment', country: 'Türkiye', city: 'İstanbul', cityCode: 34, district: 'Ümraniye', districtId: 1852, postCode: '34776', address: 'Örnek Sanayi Sitesi 3. Blok No 12', fullAddress: 'Örnek Sanayi Sitesi 3. Blok No 12 Ümraniye İstanbul', ...flags };
  const returning = { ...shipment, id: returningId, addressType: 'Returning', shipmentAddress: false, isShipmentAddress: false, returningAddress: true, isReturningAddress: true };
  return { supplierAddresses: [shipment, returning], defaultShipmentAddress: shipment, defaultReturningAddress: returning, defaultInvoiceAddress: null };
}
