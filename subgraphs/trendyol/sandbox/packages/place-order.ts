import { drawsFrom } from '../../../../platform/seeded-draws.js';
import type { Kernel } from '../kernel.js';
import type { Listing, Offer } from '../listings/listing.js';
import { lira } from '../listings/money-and-time.js';
import { attributeKey, varianterOf, type Shelf } from '../listings/shelf.js';
import { attributeById, COLOUR } from '../reference/attributes.js';
import { CARGO_PROVIDERS, DEFAULT_CARGO_PROVIDER } from '../reference/cargo-providers.js';
import { inventBuyer, PAYMENT_METHODS, pick } from './buyers.js';
import type { Desk } from './desk.js';
import { amountsOf } from './divide.js';
import type { Customer, PackageLine, ShipmentPackage } from './package.js';

export interface WantedLine {
  readonly barcode: string;
  readonly quantity: number;
  /** Lira per unit, borne by the seller. */
  readonly sellerDiscount?: number | undefined;
  /** Lira per unit, borne by Trendyol. */
  readonly tyDiscount?: number | undefined;
}

export interface Purchase {
  readonly sellerId: number;
  readonly lines: readonly WantedLine[];
  /** Replaces parts of the invented buyer. */
  readonly buyer?: Partial<Customer> | undefined;
  /** Leaves the order in `Awaiting` until it is confirmed. */
  readonly isAwaiting?: boolean | undefined;
}

/** What a buyer would be told at the till. */
export class PurchaseRefused extends Error {
  override readonly name = 'PurchaseRefused';
}

const DAY_MS = 86_400_000;
const FIRST_ORDER_NUMBER = 19_900_000_001;
const FIRST_CUSTOMER_ID = 700_001;
const FIRST_LINE_ID = 5_500_000_001;

/** Buys: lowers the stock, makes one package. Call inside a transaction; throws PurchaseRefused. */
export function placeOrder(kernel: Kernel, shelf: Shelf, desk: Desk, purchase: Purchase): ShipmentPackage {
  const { state } = kernel;
  purchase.lines.forEach((line) => requireBuyable(shelf, purchase.sellerId, line));
  const orderNumber = String(state.next('order-number', FIRST_ORDER_NUMBER));
  const random = drawsFrom(Number(orderNumber));
  const lines = purchase.lines.map((line) => buyLine(kernel, shelf, purchase.sellerId, line, orderNumber));
  const customer = { ...inventBuyer(random, state.next('customer', FIRST_CUSTOMER_ID)), ...purchase.buyer };
  const placed = newPackage({ orderNumber, lines, customer, sellerId: purchase.sellerId, now: kernel.clock.now(), paymentMethod: pick(random, PAYMENT_METHODS), isAwaiting: purchase.isAwaiting === true, ids: desk.nextIds() });
  desk.add(placed, null);
  return placed;
}

function requireBuyable(shelf: Shelf, sellerId: number, { barcode, quantity }: WantedLine): { listing: Listing; offer: Offer } {
  const listing = shelf.listing(sellerId, barcode);
  const offer = shelf.offer(sellerId, barcode);
  if (!listing || !offer) throw new PurchaseRefused(`${barcode} is not listed`);
  const isOnSale = listing.status === 'approved' && listing.archivedAt === null && listing.lockedAt === null && !listing.isBlacklisted;
  if (!isOnSale) throw new PurchaseRefused(`${barcode} is not on sale`);
  if (offer.quantity < quantity) throw new PurchaseRefused(`${barcode} has only ${offer.quantity} left`);
  return { listing, offer };
}

function buyLine({ state, clock, log }: Kernel, shelf: Shelf, sellerId: number, wanted: WantedLine, orderNumber: string): PackageLine {
  const { listing, offer } = requireBuyable(shelf, sellerId, wanted);
  const quantity = offer.quantity - wanted.quantity;
  shelf.putOffer(sellerId, wanted.barcode, { ...offer, quantity, stockChangedAt: clock.now() });
  log.recordEffect({ at: clock.now(), what: 'stock', key: `${sellerId}/${wanted.barcode}`, old: offer.quantity, new: quantity, requestId: null });
  log.recordEffect({ at: clock.now(), what: 'sale', key: `${sellerId}/${wanted.barcode}`, old: null, new: { orderNumber, quantity: wanted.quantity }, requestId: null });
  return newLine(listing, offer, wanted, state.next('line', FIRST_LINE_ID));
}

function newLine(listing: Listing, { salePrice }: Offer, wanted: WantedLine, lineId: number): PackageLine {
  const { quantity, sellerDiscount = 0, tyDiscount = 0 } = wanted;
  const lineUnitPrice = lira(salePrice - sellerDiscount - tyDiscount);
  const size = attributeText(listing, varianterOf(listing.categoryId));
  return {
    lineId,
    barcode: listing.barcode,
    stockCode: listing.stockCode,
    contentId: listing.contentId ?? 0,
    sellerId: listing.sellerId,
    productName: size ? `${listing.title}, ${size}` : listing.title,
    // Trendyol's sizes may start with a blank.
    productSize: size ? ` ${size}` : '',
    productColor: attributeText(listing, COLOUR),
    productOrigin: listing.origin ?? 'TR',
    productCategoryId: listing.categoryId,
    businessUnit: 'Sandbox',
    salesCampaignId: 11,
    quantity,
    lineGrossAmount: salePrice,
    lineSellerDiscount: sellerDiscount,
    lineTyDiscount: tyDiscount,
    lineTotalDiscount: lira(sellerDiscount + tyDiscount),
    lineUnitPrice,
    discountDetails: Array.from({ length: quantity }, (_, unit) => ({
      lineItemId: `${lineId}${String(unit + 1).padStart(3, '0')}`,
      lineItemPrice: lineUnitPrice,
      lineItemSellerDiscount: sellerDiscount,
      lineItemTyDiscount: tyDiscount,
    })),
    vatRate: listing.vatRate,
    commission: 17,
    currencyCode: 'TRY',
    orderLineItemStatusName: 'Created',
    fastDeliveryOptions: [],
    cancelledBy: null,
    cancelReason: null,
    cancelReasonCode: null,
    defectiveClaimListingInsight: null,
  };
}

function attributeText({ attributes }: Listing, attributeId: number | undefined): string {
  const attribute = attributes.find((one) => one.attributeId === attributeId);
  if (!attribute) return '';
  const listed = attributeById(attribute.attributeId)?.values.find(({ id }) => id === attribute.valueIds[0])?.name;
  return attribute.customValue ?? listed ?? attributeKey(attributes, attribute.attributeId);
}

interface NewPackage {
  readonly orderNumber: string;
  readonly lines: PackageLine[];
  readonly customer: Customer;
  readonly sellerId: number;
  readonly now: number;
  readonly paymentMethod: string;
  readonly isAwaiting: boolean;
  readonly ids: ReturnType<Desk['nextIds']>;
}

function newPackage({ orderNumber, lines, customer, sellerId, now, paymentMethod, isAwaiting, ids }: NewPackage): ShipmentPackage {
  const status = isAwaiting ? 'Awaiting' : 'Created';
  const amounts = amountsOf(lines);
  const cargo = CARGO_PROVIDERS.find(({ code }) => code === DEFAULT_CARGO_PROVIDER);
  return {
    ...ids,
    orderNumber,
    status,
    shipmentPackageStatus: status,
    orderDate: now,
    lastModifiedDate: now,
    originShipmentDate: now,
    agreedDeliveryDate: now + 2 * DAY_MS,
    estimatedDeliveryStartDate: now + 2 * DAY_MS,
    estimatedDeliveryEndDate: now + 5 * DAY_MS,
    currencyCode: 'TRY',
    ...amounts,
    discountDisplays: amounts.packageTotalDiscount > 0 ? [{ displayName: 'İndirim', discountAmount: amounts.packageTotalDiscount }] : [],
    paymentMethod,
    ...customer,
    cargoProviderName: cargo?.name ?? '',
    cargoDeci: 1,
    deliveryType: 'normal',
    deliveryAddressType: 'Shipment',
    timeSlotId: 0,
    fastDelivery: false,
    fastDeliveryType: '',
    deliveredByService: false,
    warehouseId: sellerId * 10 + 1,
    invoiceLink: '',
    invoiceNumber: '',
    invoiceStatus: 'NotInvoiced',
    invoiceRejectedReasonKeys: [],
    createdBy: 'order-creation',
    originPackageIds: null,
    channelId: 1,
    micro: false,
    is4P: false,
    '3pByTrendyol': false,
    giftBoxRequested: false,
    isCod: false,
    containsDangerousProduct: false,
    etgbNo: null,
    etgbDate: null,
    hsCode: '',
    orderCountryCode: 'TR',
    supplierId: sellerId,
    packageHistories: [{ createdDate: now, status }],
    lines: lines.map((line) => ({ ...line, orderLineItemStatusName: status })),
  };
}
