import { carrierModel, CONTRACT_CARRIER } from './carriers.js';
import { istanbulText } from './istanbul-time.js';

export interface Buyer {
  readonly customerId: string;
  readonly fullName: string;
  readonly email: string;
  readonly phone: string;
  readonly address: string;
  readonly city: string;
  readonly town: string;
  readonly district: string;
  readonly postalCode: string;
}

/** The words used are the sandbox's choice: nothing but `Open`, `InTransit` and `Delivered` was ever seen in the open. */
export type LineStatus = 'Open' | 'InTransit' | 'Delivered' | 'UnDelivered' | 'Cancelled';
export type PackageStatus = 'Open' | 'InTransit' | 'Delivered' | 'UnDelivered' | 'Unpacked';

export interface OrderLine {
  readonly lineId: string;
  readonly merchantSku: string;
  readonly hbSku: string;
  readonly listingId: string;
  readonly name: string;
  readonly barcode: string | null;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly unitMerchantDiscountMinor: number;
  readonly unitHbDiscountMinor: number;
  readonly vatRate: number;
  readonly commissionRate: number;
  readonly status: LineStatus;
  /** The box the line is in; null while it is not packed. */
  readonly packageNumber: number | null;
  /** The contract carrier, where it is not the usual one. */
  readonly cargoCompany?: string;
  readonly changedAtMs: number;
}

export interface Order {
  readonly merchantId: string;
  readonly orderNumber: number;
  readonly orderId: string;
  readonly isPaid: boolean;
  readonly orderedAtMs: number;
  readonly dueAtMs: number;
  readonly buyer: Buyer;
  readonly lines: readonly OrderLine[];
}

export interface Package {
  readonly merchantId: string;
  readonly packageNumber: number;
  readonly id: string;
  readonly orderNumber: number;
  readonly status: PackageStatus;
  readonly barcode: string;
  readonly cargoCompany: string;
  readonly isOwnCarrier: boolean;
  readonly deci: number;
  readonly parcelQuantity: number;
  readonly createdAtMs: number;
  /** When it came into its status. */
  readonly movedAtMs: number;
  /** When that was, in the words of who reported it: a shop may do so days later. Absent: at once. */
  readonly reportedAtMs?: number;
  readonly trackingInfoCode: string | null;
  readonly trackingInfoUrl: string | null;
  readonly estimatedArrivalAtMs: number;
  readonly undeliveredReason: string | null;
  readonly invoiceLink: string | null;
}

export interface Cancellation {
  readonly orderNumber: number;
  readonly lineItemId: string;
  readonly cancelledAtMs: number;
  readonly cancelledBy: 'Merchant' | 'Customer' | 'Hepsiburada';
  readonly cancelReasonCode: number;
  readonly merchantId: string;
  readonly quantity: number;
  readonly sku: string;
  readonly merchantSku: string;
}

export function isOpenLine(line: OrderLine): boolean {
  return line.status === 'Open' && line.packageNumber === null;
}

/** The line as the open feed, the whole order and the createOrder webhook write it. */
export function lineRow(order: Order, line: OrderLine): object {
  const { buyer } = order;
  const cargoCompany = line.cargoCompany ?? CONTRACT_CARRIER;
  return {
    id: line.lineId,
    orderId: order.orderId,
    orderNumber: String(order.orderNumber),
    orderDate: istanbulText(order.orderedAtMs),
    dueDate: istanbulText(order.dueAtMs),
    lastStatusUpdateDate: istanbulText(line.changedAtMs),
    status: line.status,
    sku: line.hbSku,
    merchantSKU: line.merchantSku,
    listingId: line.listingId,
    name: line.name,
    quantity: line.quantity,
    merchantId: order.merchantId,
    unitPrice: amount(line.unitPriceMinor),
    totalPrice: amount(line.unitPriceMinor * line.quantity),
    hbDiscount: { unitPrice: amount(line.unitHbDiscountMinor), totalPrice: amount(line.unitHbDiscountMinor * line.quantity) },
    merchantDiscount: { unitPrice: amount(line.unitMerchantDiscountMinor), totalPrice: amount(line.unitMerchantDiscountMinor * line.quantity) },
    vat: Math.round((line.unitPriceMinor * line.quantity * line.vatRate) / (100 + line.vatRate)) / 100,
    vatRate: line.vatRate,
    commission: amount(Math.round((line.unitPriceMinor * line.quantity * line.commissionRate) / 100)),
    commissionRate: line.commissionRate,
    customerId: buyer.customerId,
    customerName: buyer.fullName,
    shippingAddress: addressOf(buyer),
    invoice: { turkishIdentityNumber: '', taxNumber: '', taxOffice: '', address: addressOf(buyer) },
    cargoCompany,
    cargoCompanyModel: carrierModel(cargoCompany),
    dispatchTime: 2,
    deliveryType: 'Standard',
    deliveryNote: '',
    canCreatePackage: isOpenLine(line),
    isCancellable: isOpenLine(line),
    isCancellableByHbAdmin: true,
    isCargoChangable: isOpenLine(line),
    isCustomized: false,
    isJetDelivery: false,
    isMicroExport: false,
    productBarcode: line.barcode ?? '',
    properties: [],
    discountInfo: [],
    packageNumber: line.packageNumber === null ? null : String(line.packageNumber),
    creationReason: '',
  };
}

export function wholeOrder(order: Order): object {
  const { buyer } = order;
  return {
    orderId: order.orderId,
    orderNumber: String(order.orderNumber),
    orderDate: istanbulText(order.orderedAtMs),
    createdDate: istanbulText(order.orderedAtMs),
    paymentStatus: order.isPaid ? 'Completed' : 'PaymentAwaiting',
    customer: { customerId: buyer.customerId, name: buyer.fullName },
    deliveryAddress: addressOf(buyer),
    invoice: { turkishIdentityNumber: '', taxNumber: '', taxOffice: '', address: addressOf(buyer) },
    orderNote: '',
    items: order.lines.map((line) => lineRow(order, line)),
  };
}

/** The unpaid line, in the capitals of its feed. */
export function unpaidRow(order: Order, line: OrderLine): object {
  return {
    Id: line.lineId,
    OrderNumber: String(order.orderNumber),
    OrderDate: istanbulText(order.orderedAtMs),
    Quantity: line.quantity,
    MerchantId: order.merchantId,
    Name: line.name,
    Sku: line.hbSku,
    MerchantSku: line.merchantSku,
    Properties: [],
  };
}

export function amount(minor: number): { currency: string; amount: number } {
  return { currency: 'TRY', amount: minor / 100 };
}

function addressOf(buyer: Buyer): object {
  return {
    addressId: `ADR-${buyer.customerId}`,
    address: buyer.address,
    name: buyer.fullName,
    email: buyer.email,
    countryCode: 'TR',
    phoneNumber: buyer.phone,
    alternatePhoneNumber: '',
    district: buyer.district,
    city: buyer.city,
    town: buyer.town,
    postalCode: buyer.postalCode,
    directions: '',
  };
}
