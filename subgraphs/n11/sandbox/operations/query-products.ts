import { springPage } from '../domain/page.js';
import { PRODUCT_STATUSES, productRow, SALE_STATUSES, saleStatusOf, type Product } from '../domain/product.js';
import type { Seller } from '../domain/seller.js';
import { ofSeller, type Market } from '../market.js';
import { findProduct } from '../products-store.js';

/** A bad parameter of `/ms`, answered as 500 with the Java exception's name. */
export type BadParameter = { readonly exception: 'ConstraintViolationException' | 'IllegalArgumentException'; readonly text: string };

const MAX_SIZE = 250;
const FILTERS = ['id', 'productMainId', 'stockCode', 'saleStatus', 'productStatus', 'brandName', 'categoryIds'];
const SENDERS = ['SELLER', 'N11', 'ALL'];

/** GET /ms/product-query: the seller's SKUs, filtered, in N11 product order, in Spring's page envelope. */
export function queryProducts(market: Market, seller: Seller, query: Readonly<Record<string, unknown>>): { page: object } | { bad: BadParameter } {
  const bad = badParameter(query);
  if (bad) return { bad };
  const page = { page: Number(one(query, 'page') ?? 0), size: Number(one(query, 'size') ?? 20) };
  return { page: springPage(stockCodesFor(market, seller, query), page, (stockCode) => rowOf(market, seller, stockCode)) };
}

/** Stock codes in N11 product order. Without a filter no product is read, so paging through a big shop stays cheap. */
function stockCodesFor(market: Market, seller: Seller, query: Readonly<Record<string, unknown>>): string[] {
  if (one(query, 'sender')?.toUpperCase() === 'N11') return [];
  const all = one(query, 'stockCode') === undefined ? ofSeller(market.productNumbers, seller.sellerId) : [one(query, 'stockCode') ?? ''];
  if (!FILTERS.some((name) => one(query, name) !== undefined)) return all;
  return all.filter((stockCode) => {
    const product = findProduct(market, seller.sellerId, stockCode);
    return product !== undefined && matches(query, product);
  });
}

function rowOf(market: Market, seller: Seller, stockCode: string): object {
  const product = findProduct(market, seller.sellerId, stockCode);
  return product ? productRow(product, seller) : {};
}

function matches(query: Readonly<Record<string, unknown>>, product: Product): boolean {
  const is = (name: string, actual: string | undefined): boolean => {
    const wanted = one(query, name);
    return wanted === undefined || wanted === actual;
  };
  const categoryIds = (one(query, 'categoryIds') ?? '').split(',').filter((id) => id !== '');
  return (
    is('id', String(product.n11ProductId)) &&
    is('productMainId', product.productMainId) &&
    is('saleStatus', saleStatusOf(product)) &&
    is('productStatus', product.status) &&
    is('brandName', product.attributes.find((attribute) => attribute.attributeId === 1)?.attributeValue) &&
    (categoryIds.length === 0 || categoryIds.includes(String(product.categoryId)))
  );
}

function badParameter(query: Readonly<Record<string, unknown>>): BadParameter | undefined {
  const size = one(query, 'size');
  const page = one(query, 'page');
  if ([size, page, one(query, 'id')].some((value) => value !== undefined && !/^-?\d+$/.test(value))) return illegal('Failed to convert value of type String to required type');
  if (size !== undefined && Number(size) > MAX_SIZE) return { exception: 'ConstraintViolationException', text: `size: must be less than or equal to ${MAX_SIZE}` };
  if (size !== undefined && Number(size) < 1) return illegal('Page size must not be less than one!');
  if (page !== undefined && Number(page) < 0) return illegal('Page index must not be less than zero!');
  return unknownWord(query, 'saleStatus', SALE_STATUSES) ?? unknownWord(query, 'productStatus', PRODUCT_STATUSES) ?? unknownWord({ sender: one(query, 'sender')?.toUpperCase() }, 'sender', SENDERS);
}

function unknownWord(query: Readonly<Record<string, unknown>>, name: string, words: readonly string[]): BadParameter | undefined {
  const sent = one(query, name);
  return sent === undefined || words.includes(sent) ? undefined : illegal(`No enum constant ${name}.${sent}`);
}

function illegal(text: string): BadParameter {
  return { exception: 'IllegalArgumentException', text };
}

function one(query: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = query[name];
  const first: unknown = Array.isArray(value) ? value.join(',') : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}
