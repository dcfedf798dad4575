import { drawsFrom } from '../../../../platform/seeded-draws.js';
import type { Kernel } from '../kernel.js';
import { categoryOfType } from '../catalogue/tree.js';
import { isForSale, type Product } from '../products/product.js';
import { freeOf, type Shelf } from '../products/shelf.js';
import type { Warehouses } from '../warehouses.js';
import { inventCustomer } from './buyers.js';
import type { Desk } from './desk.js';
import type { Posting, PostingProduct, Requirements, Scheme } from './posting.js';

export interface Purchase {
  readonly clientId: string;
  readonly scheme: Scheme;
  readonly lines: readonly { readonly offerId: string; readonly quantity: number; readonly buyerPrice?: number | undefined }[];
  /** Bought by a company: then customs and origin data are asked for. */
  readonly isLegal?: boolean;
  /** A further posting of an order there is. */
  readonly orderNumber?: string | undefined;
}

/** What a buyer would be told at the till. */
export class PurchaseRefused extends Error {
  override readonly name = 'PurchaseRefused';
}

interface Shop {
  readonly kernel: Kernel;
  readonly shelf: Shelf;
  readonly desk: Desk;
  readonly warehouses: Warehouses;
}

const DAY_MS = 86_400_000;
const FIRST_ORDER = 70_000_001;
const FIRST_ORDER_ID = 3_000_000_001;

/** Buys: reserves the units, makes one posting. Call inside a transaction; throws PurchaseRefused. */
export function placeOrder(shop: Shop, purchase: Purchase): Posting {
  const { kernel, shelf, desk, warehouses } = shop;
  const { clientId, scheme, isLegal = false } = purchase;
  const method = warehouses.methods(clientId)[scheme === 'RFBS' ? 1 : 0];
  if (!method) throw new PurchaseRefused('the shop has no such delivery');
  const products = purchase.lines.map((line) => ({ ...line, product: buyable(shelf, clientId, line.offerId) }));
  if (scheme !== 'FBO') reserveAll(shop, clientId, method.warehouseId, products);
  const first = purchase.orderNumber === undefined ? undefined : desk.byOrder(clientId, purchase.orderNumber)[0];
  if (purchase.orderNumber !== undefined && !first) throw new PurchaseRefused(`there is no order ${purchase.orderNumber}`);
  const orderNumber = first?.orderNumber ?? `${kernel.state.next('order', FIRST_ORDER)}-0001`;
  const now = kernel.clock.now();
  const customerId = kernel.state.next('customer', 500_001);
  const posting: Posting = {
    clientId,
    scheme,
    postingNumber: desk.nextNumber(clientId, orderNumber),
    orderId: first?.orderId ?? kernel.state.next('order-id', FIRST_ORDER_ID),
    orderNumber,
    parentPostingNumber: '',
    status: 'awaiting_packaging',
    substatus: 'posting_created',
    previousSubstatus: '',
    warehouseId: method.warehouseId,
    deliveryMethodId: method.id,
    trackingNumber: '',
    inProcessAt: now,
    shipmentDate: now + DAY_MS,
    deliveringDate: null,
    packedAt: null,
    changedAt: now,
    products: products.map(toLine),
    customer: first?.customer ?? inventCustomer(drawsFrom(customerId), customerId),
    isLegal,
    requirements: requirementsOf(products.map(({ product }) => product), isLegal),
    cancellation: null,
  };
  desk.add(posting, null);
  return posting;
}

function buyable(shelf: Shelf, clientId: string, offerId: string): Product {
  const product = shelf.product(clientId, offerId);
  if (!product || !isForSale(product)) throw new PurchaseRefused(`${offerId} is not on sale`);
  return product;
}

function reserveAll({ kernel, shelf }: Shop, clientId: string, warehouseId: number, products: readonly { product: Product; quantity: number }[]): void {
  for (const { product, quantity } of products) {
    const free = freeOf(shelf.stock(clientId, product.offerId, warehouseId));
    if (free < quantity) throw new PurchaseRefused(`${product.offerId} has only ${free} left`);
  }
  for (const { product, quantity } of products) {
    const { offerId } = product;
    const stock = shelf.stock(clientId, offerId, warehouseId);
    const now = kernel.clock.now();
    shelf.putStock(clientId, offerId, warehouseId, { ...stock, reserved: stock.reserved + quantity, updatedAt: now });
    kernel.log.recordEffect({ at: now, what: 'stock', key: `${clientId}/${offerId}`, old: freeOf(stock), new: freeOf(stock) - quantity, requestId: null });
  }
}

function toLine({ product, quantity, buyerPrice }: { product: Product; quantity: number; buyerPrice?: number | undefined }): PostingProduct {
  const { sku, offerId, name, priceMinor, oldPriceMinor, currency, categoryId, typeId } = product;
  const commissionPercent = categoryOfType(categoryId, typeId)?.commissionPercent ?? 0;
  return { sku: sku ?? 0, offerId, name, quantity, priceMinor, oldPriceMinor, buyerPriceMinor: buyerPrice === undefined ? priceMinor : Math.round(buyerPrice * 100), commissionPercent, currency };
}

/** Marks are owed whoever buys; customs and origin data only to companies. */
function requirementsOf(products: readonly Product[], isLegal: boolean): Requirements {
  const skusOwing = (duty: keyof Product['duties'], isOwed: boolean) => (isOwed ? products.filter(({ duties }) => duties[duty]).map(({ sku }) => sku ?? 0) : []);
  return { mark: skusOwing('mark', true), gtd: skusOwing('gtd', isLegal), rnpt: skusOwing('rnpt', isLegal), country: skusOwing('country', isLegal) };
}
