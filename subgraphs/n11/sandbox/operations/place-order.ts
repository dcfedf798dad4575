import { saleStatusOf, type CurrencyType, type Product } from '../domain/product.js';
import { moved, type Buyer, type PackageLine, type ShipmentPackage } from '../domain/shipment-package.js';
import { shipmentCompanies } from '../domain/shipment-companies.js';
import type { Seller } from '../domain/seller.js';
import type { Market } from '../market.js';
import { savePackage } from '../packages-store.js';
import { findProduct, saveProduct } from '../products-store.js';

export interface OrderedLine {
  readonly stockCode: string;
  readonly quantity: number;
  /** Of the whole line, in kuruş. */
  readonly sellerDiscountMinor?: number | undefined;
  readonly mallDiscountMinor?: number | undefined;
}

export type OrderRefusal = { readonly problem: string };

const DAY_MS = 24 * 60 * 60 * 1000;
/** What a lira price is made of for goods listed in foreign money (the real thing follows the central bank). */
const liraPerUnit: Record<CurrencyType, number> = { TL: 1, USD: 42, EUR: 48.5 };

/** A buyer pays: the pieces leave the listings and a `Created` package appears. Refused when a listing is not on sale or too small. */
export function placeOrder(market: Market, { seller, lines, buyer }: { seller: Seller; lines: readonly OrderedLine[]; buyer: Buyer }): ShipmentPackage | OrderRefusal {
  const problem = lines.map((_, index) => lineProblem(market, seller, lines, index)).find((found) => found !== undefined);
  if (lines.length === 0 || problem !== undefined) return { problem: problem ?? 'an order needs a line' };
  const nowMs = market.nowMs();
  const id = String(market.next('package'));
  const company = shipmentCompanies[Number(id) % shipmentCompanies.length] ?? shipmentCompanies[0];
  const pkg: ShipmentPackage = {
    id,
    sellerId: seller.sellerId,
    orderNumber: String(market.next('order')),
    status: 'Created',
    buyer,
    lines: lines.map((line) => sell(market, seller, line)),
    shipmentCompanyId: company.id,
    cargoProviderName: company.name,
    campaignCode: id,
    cargoSenderNumber: null,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    agreedDeliveryAtMs: nowMs + 3 * DAY_MS,
    history: [{ status: 'Created', atMs: nowMs }],
  };
  const taken = seller.autoApprove ? moved({ ...pkg, lines: pkg.lines.map((line) => ({ ...line, isApproved: true })) }, 'Picking', nowMs) : pkg;
  savePackage(market, taken);
  return taken;
}

function lineProblem(market: Market, seller: Seller, lines: readonly OrderedLine[], index: number): string | undefined {
  const line = lines[index];
  if (!line) return 'no such line';
  const product = findProduct(market, seller.sellerId, line.stockCode);
  if (!product || saleStatusOf(product) !== 'On_Sale') return `${line.stockCode} is not on sale`;
  const asked = lines.slice(0, index + 1).reduce((sum, other) => (other.stockCode === line.stockCode ? sum + other.quantity : sum), 0);
  if (product.quantity < asked) return `${line.stockCode} has only ${product.quantity} left`;
  return product.maxPurchaseQuantity !== null && asked > product.maxPurchaseQuantity ? `${line.stockCode} sells at most ${product.maxPurchaseQuantity} at once` : undefined;
}

function sell(market: Market, seller: Seller, line: OrderedLine): PackageLine {
  const product = findProduct(market, seller.sellerId, line.stockCode);
  if (!product) throw new Error(`${line.stockCode} vanished while it was being sold`);
  saveProduct(market, { ...product, quantity: product.quantity - line.quantity });
  return lineOf(product, line, market.next('orderLine'));
}

function lineOf(product: Product, line: OrderedLine, orderLineId: number): PackageLine {
  return {
    orderLineId,
    productId: product.n11ProductId,
    productName: product.title,
    stockCode: product.stockCode,
    barcode: product.barcode,
    variantAttributes: product.attributes.filter((attribute) => attribute.attributeId !== 1).map((attribute) => ({ name: attribute.attributeName, value: attribute.attributeValue })),
    quantity: line.quantity,
    priceMinor: Math.round(product.salePriceMinor * liraPerUnit[product.currencyType]),
    sellerDiscountMinor: line.sellerDiscountMinor ?? 0,
    mallDiscountMinor: line.mallDiscountMinor ?? 0,
    laborCostMinor: 0,
    vatRate: product.vatRate,
    commissionRate: product.commissionRate,
    isApproved: false,
  };
}
