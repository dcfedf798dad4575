import { z } from 'zod';
import { endpoint, int64, type Endpoint } from '../access/endpoint.js';
import { invalid } from '../access/errors.js';
import { iso } from '../kernel.js';
import { ATTRIBUTE } from '../catalogue/attributes.js';
import { categoryOfType } from '../catalogue/tree.js';
import { decimalOf } from './amounts.js';
import { afterOf, cursorAfter, filterShape, firstOf, namedProducts, selected } from './selection.js';
import type { Product } from './product.js';
import { freeOf, type Shelf } from './shelf.js';
import { cardKey } from './variant-twin.js';

const limit = z.int().min(1).max(1_000);
const listBody = z.looseObject({ filter: filterShape, last_id: z.string().default(''), limit: limit.default(1_000) });
const infoBody = z.looseObject({ offer_id: z.array(z.string()).default([]), product_id: z.array(int64).default([]), sku: z.array(int64).default([]) });
const MOST_IDENTIFIERS = 1_000;

export function readProductEndpoints(shelf: Shelf): Endpoint[] {
  return [
    endpoint({
      path: '/v3/product/list',
      body: listBody,
      handle: ({ clientId, body }) => {
        const { page, hasMore } = firstOf(selected(shelf, clientId, body.filter, checkedAfter(body.last_id)), body.limit);
        const items = page.map((one) => ({ product_id: one.productId, offer_id: one.offerId, has_fbo_stocks: false, has_fbs_stocks: shelf.stocks(clientId, one.offerId).some(({ stock }) => freeOf(stock) > 0), archived: one.isArchived, is_discounted: false, quants: [] }));
        return { result: { items, total: shelf.count(clientId), last_id: hasMore ? cursorAfter(page.at(-1)) : '' } };
      },
    }),
    endpoint({
      path: '/v3/product/info/list',
      body: infoBody,
      handle: ({ clientId, body }) => {
        const kinds = [body.offer_id, body.product_id, body.sku].filter((list) => list.length > 0);
        if (kinds.length !== 1) throw invalid('use one kind of identifiers: offer_id, product_id or sku');
        if ((kinds[0]?.length ?? 0) > MOST_IDENTIFIERS) throw invalid(`at most ${MOST_IDENTIFIERS} identifiers`);
        return { items: namedProducts(shelf, clientId, { offer_id: body.offer_id, product_id: body.product_id, skus: body.sku }).map((one) => infoOf(shelf, one)) };
      },
    }),
    endpoint({
      path: '/v4/product/info/attributes',
      body: listBody,
      handle: ({ clientId, body }) => {
        const { page, hasMore } = firstOf(selected(shelf, clientId, body.filter, checkedAfter(body.last_id)), body.limit);
        return { result: page.map(attributesView), last_id: hasMore ? cursorAfter(page.at(-1)) : '', total: String(shelf.count(clientId)) };
      },
    }),
    endpoint({
      path: '/v1/product/info/description',
      body: z.looseObject({ offer_id: z.string().optional(), product_id: int64.optional() }),
      handle: ({ clientId, body }) => {
        const [product] = namedProducts(shelf, clientId, { offer_id: body.offer_id === undefined ? [] : [body.offer_id], product_id: body.product_id === undefined ? [] : [body.product_id], skus: [] });
        if (!product) throw invalid('product not found');
        const description = product.attributes.find(({ id }) => id === ATTRIBUTE.annotation)?.values[0]?.value ?? '';
        return { result: { id: product.productId, offer_id: product.offerId, name: product.name, description } };
      },
    }),
    endpoint({
      path: '/v5/product/info/prices',
      body: z.looseObject({ filter: filterShape, cursor: z.string().default(''), limit }),
      handle: ({ clientId, body }) => {
        const { page, hasMore } = firstOf(selected(shelf, clientId, body.filter, checkedAfter(body.cursor)), body.limit);
        return { items: page.map(priceView), cursor: hasMore ? cursorAfter(page.at(-1)) : '', total: shelf.count(clientId) };
      },
    }),
  ];
}

function checkedAfter(cursor: string): number {
  const after = afterOf(cursor);
  if (!Number.isSafeInteger(after)) throw invalid('invalid cursor');
  return after;
}

const STATES = {
  moderating: { status: 'moderating', moderate_status: 'in-moderating', validation_status: 'pending', status_name: 'На модерации' },
  price_sent: { status: 'price_sent', moderate_status: 'approved', validation_status: 'success', status_name: 'Готов к продаже' },
  declined: { status: 'moderating_failed', moderate_status: 'declined', validation_status: 'fail', status_name: 'Не прошёл модерацию' },
} as const;

function infoOf(shelf: Shelf, product: Product): object {
  const { clientId, offerId, currency, sku, status, problems } = product;
  const stocks = shelf.stocks(clientId, offerId);
  const present = stocks.reduce((sum, { stock }) => sum + stock.present, 0);
  const reserved = stocks.reduce((sum, { stock }) => sum + stock.reserved, 0);
  const siblings = shelf.card(clientId, cardKey(product));
  return {
    id: product.productId,
    offer_id: offerId,
    sku: sku ?? 0,
    name: product.name,
    barcodes: product.barcode === '' ? [] : [product.barcode],
    description_category_id: product.categoryId,
    type_id: product.typeId,
    currency_code: currency,
    price: decimalOf(product.priceMinor),
    old_price: product.oldPriceMinor === 0 ? '' : decimalOf(product.oldPriceMinor),
    min_price: product.minPriceMinor === 0 ? '' : decimalOf(product.minPriceMinor),
    marketing_price: decimalOf(product.priceMinor),
    vat: product.vat,
    images: product.images,
    primary_image: product.primaryImage === '' ? [] : [product.primaryImage],
    color_image: [],
    is_archived: product.isArchived,
    is_autoarchived: false,
    is_kgt: false,
    is_discounted: false,
    is_super: false,
    model_info: { model_id: siblings[0]?.productId ?? 0, count: siblings.length },
    sources: sku === null ? [] : [{ sku, source: 'SDS', shipment_type: 'SHIPMENT_TYPE_GENERAL', created_at: iso(product.createdAt) }],
    statuses: { is_created: true, ...STATES[status], status_failed: status === 'declined' ? 'moderating' : '', status_description: '', status_tooltip: '', status_updated_at: iso(product.updatedAt) },
    errors: problems.map(({ code, field, attributeId, level, message }) => ({ code, field, attribute_id: attributeId, level: `ERROR_LEVEL_${level}`, state: '', texts: { attribute_name: '', description: message, hint_code: '', message, params: [], short_description: message } })),
    stocks: { has_stock: present > reserved, stocks: sku === null ? [] : [{ sku, source: 'fbs', present, reserved }] },
    visibility_details: { has_price: true, has_stock: present > reserved },
    price_indexes: { color_index: `COLOR_INDEX_${colourIndex(product)}`, external_index_data: null, ozon_index_data: product.rivalPriceMinor === null ? null : { minimal_price: decimalOf(product.rivalPriceMinor), minimal_price_currency: currency, price_index_value: product.priceMinor / product.rivalPriceMinor }, self_marketplaces_index_data: null },
    commissions: [],
    volume_weight: volumeWeight(product),
    created_at: iso(product.createdAt),
    updated_at: iso(product.updatedAt),
  };
}

function attributesView(product: Product): object {
  return {
    id: product.productId,
    offer_id: product.offerId,
    name: product.name,
    description_category_id: product.categoryId,
    type_id: product.typeId,
    barcode: product.barcode,
    depth: product.depthMm,
    width: product.widthMm,
    height: product.heightMm,
    dimension_unit: 'mm',
    weight: product.weightG,
    weight_unit: 'g',
    images: product.images,
    attributes: product.attributes.map(({ id, values }) => ({ id, complex_id: 0, values: values.map(({ dictionaryValueId, value }) => ({ dictionary_value_id: dictionaryValueId, value })) })),
    complex_attributes: [],
  };
}

/** Fees grow with volume; the figures are this sandbox's own. */
function priceView(product: Product): object {
  const percent = categoryOfType(product.categoryId, product.typeId)?.commissionPercent ?? 0;
  const price = product.priceMinor / 100;
  const carriage = Math.round((46 + 9 * Math.max(0, volumeWeight(product) - 1)) * 100) / 100;
  return {
    product_id: product.productId,
    offer_id: product.offerId,
    acquiring: Math.round(price * 1.5) / 100,
    commissions: {
      sales_percent_fbs: percent,
      sales_percent_rfbs: percent,
      sales_percent_fbo: percent - 1,
      fbs_first_mile_min_amount: 10,
      fbs_first_mile_max_amount: 25,
      fbs_direct_flow_trans_min_amount: carriage,
      fbs_direct_flow_trans_max_amount: Math.round(carriage * 150) / 100,
      fbs_deliv_to_customer_amount: 25,
      fbs_return_flow_amount: carriage,
      fbo_direct_flow_trans_min_amount: carriage - 10,
      fbo_direct_flow_trans_max_amount: carriage,
      fbo_deliv_to_customer_amount: 25,
      fbo_return_flow_amount: carriage,
    },
    marketing_actions: null,
    price: {
      price,
      old_price: product.oldPriceMinor / 100,
      min_price: product.minPriceMinor / 100,
      net_price: 0,
      marketing_price: price,
      marketing_seller_price: price,
      retail_price: 0,
      vat: Number(product.vat),
      currency_code: product.currency,
    },
    price_indexes: { color_index: colourIndex(product), external_index_data: NO_INDEX, ozon_index_data: ozonIndex(product), self_marketplaces_index_data: NO_INDEX },
    volume_weight: volumeWeight(product),
  };
}

const NO_INDEX = { min_price: 0, min_price_currency: '', price_index_value: 0 };

function ozonIndex({ rivalPriceMinor, priceMinor, currency }: Product): object {
  return rivalPriceMinor === null ? NO_INDEX : { min_price: rivalPriceMinor / 100, min_price_currency: currency, price_index_value: priceMinor / rivalPriceMinor };
}

function colourIndex({ rivalPriceMinor, priceMinor }: Product): string {
  if (rivalPriceMinor === null) return 'WITHOUT_INDEX';
  if (priceMinor <= rivalPriceMinor) return 'GREEN';
  return priceMinor <= rivalPriceMinor * 1.05 ? 'YELLOW' : 'RED';
}

function volumeWeight({ depthMm, widthMm, heightMm, weightG }: Product): number {
  return Math.round(Math.max(weightG / 1_000, (depthMm * widthMm * heightMm) / 5_000_000) * 10) / 10;
}
