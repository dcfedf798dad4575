import { isCurrency, type Currency } from '../../../platform/money.js';
import type { Buyer, BuyerAddress, RemoteOrder, RemoteOrderLine, RemotePackage } from '../../sync/connector/contract.js';
import { eachOnce } from '../../sync/connector/each-once.js';
import { toOrderStatus } from './order-status.js';
import { toFinances, unitDiscountOf, type ProductFinance } from './finances.js';
import { minorOf } from './prices.js';
import { schemeOf, type OzonPosting } from './posting.js';

export interface PostingReading {
  readonly posting: OzonPosting;
  readonly isFbo: boolean;
  readonly revision: number;
  readonly fallback: Currency;
  /** Whose stock the store keeps; null where that cannot be told: then every posting counts as sold from it. */
  readonly keptWarehouseId: string | null;
}

/** A posting is a package of its order; Ozon's order number names the order. */
export function toRemoteOrder(reading: PostingReading): RemoteOrder {
  const { posting, isFbo } = reading;
  const currency = currencyOf(posting, reading.fallback);
  const finances = toFinances(posting.financial_data, currency);
  const orderedAt = posting.in_process_at ?? posting.created_at ?? posting.shipment_date;
  return {
    remoteOrderId: posting.order_number,
    orderedAt: new Date(orderedAt ?? reading.revision),
    currency,
    buyer: toBuyer(posting),
    packages: [toPackage(reading, { currency, finances })],
    extra: {
      orderId: posting.order_id,
      scheme: schemeOf(posting, isFbo),
      substatus: posting.substatus,
      warehouseId: posting.delivery_method?.warehouse_id ?? null,
      deliveryMethod: posting.delivery_method?.name ?? null,
      isLegal: posting.analytics_data?.is_legal ?? null,
      isExpress: posting.is_express ?? null,
      clusterFrom: posting.financial_data?.cluster_from ?? null,
      clusterTo: posting.financial_data?.cluster_to ?? null,
      finances,
    },
  };
}

/** Postings of one order under one heading, in the order they came. */
export function joinOrders(orders: readonly RemoteOrder[]): RemoteOrder[] {
  const joined = new Map<string, RemoteOrder>();
  for (const order of orders) {
    const known = joined.get(order.remoteOrderId);
    joined.set(order.remoteOrderId, known ? { ...known, packages: eachOnce([...known.packages, ...order.packages], ({ remotePackageId }) => remotePackageId) } : order);
  }
  return [...joined.values()];
}

interface Sums {
  readonly currency: Currency;
  readonly finances: readonly ProductFinance[];
}

function toPackage({ posting, isFbo, revision, keptWarehouseId }: PostingReading, sums: Sums): RemotePackage {
  const words = { status: posting.status, substatus: posting.substatus, cancellationType: posting.cancellation?.cancellation_type ?? null };
  const status = toOrderStatus(words);
  const warehouseId = posting.delivery_method?.warehouse_id ?? null;
  return {
    remotePackageId: posting.posting_number,
    status,
    remoteStatus: posting.status,
    remoteRevision: revision,
    trackingNumber: posting.tracking_number,
    carrier: posting.delivery_method?.tpl_provider ?? null,
    shipByAt: posting.shipment_date ? new Date(posting.shipment_date) : null,
    lines: posting.products.map((product) => toLine(product, { status, remoteStatus: posting.status, ...sums })),
    originPackageIds: posting.parent_posting_number === null ? [] : [posting.parent_posting_number],
    ...(isFbo ? { stockOf: 'MARKETPLACE' as const } : {}),
    ...(!isFbo && warehouseId !== null && keptWarehouseId !== null && warehouseId !== keptWarehouseId ? { soldFrom: 'ELSEWHERE' as const } : {}),
    ...(posting.parent_posting_number === null ? {} : { originsStay: true }),
  };
}

/** Ozon's price of a line is what the seller gets for it; the discount stands on top of it. */
function toLine(product: OzonPosting['products'][number], { status, remoteStatus, currency, finances }: Pick<RemotePackage, 'status' | 'remoteStatus'> & Sums): RemoteOrderLine {
  const priceMinor = minorOf(product.price.amount, currency) ?? 0;
  const unitDiscountMinor = unitDiscountOf(finances, { sku: product.sku, priceMinor, currency });
  return {
    remoteLineId: product.sku,
    remoteKey: product.offer_id,
    sellerSku: product.offer_id,
    title: product.name,
    quantity: product.quantity,
    unitPriceMinor: priceMinor + unitDiscountMinor,
    unitDiscountMinor,
    vatRatePercent: null,
    status,
    remoteStatus,
  };
}

function currencyOf({ products: [first] }: OzonPosting, fallback: Currency): Currency {
  const code = first?.price.currency ?? first?.currency_code ?? fallback;
  return isCurrency(code) ? code : fallback;
}

/** Personal data is thin: an address comes only with orders the seller delivers himself. */
function toBuyer({ customer, addressee }: OzonPosting): Buyer {
  const name = customer?.name ?? addressee?.name ?? '';
  const address: BuyerAddress | null = customer?.address
    ? { fullName: name, line: customer.address.address_tail ?? '', district: customer.address.district, city: customer.address.city ?? customer.address.region ?? '', postalCode: customer.address.zip_code, countryCode: 'RU' }
    : null;
  return { name, email: customer?.customer_email ?? null, phone: customer?.phone ?? addressee?.phone ?? null, taxId: null, shippingAddress: address, invoiceAddress: null };
}
