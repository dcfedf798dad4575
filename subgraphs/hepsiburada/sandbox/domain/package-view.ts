import { istanbulText } from './istanbul-time.js';
import { amount, type Order, type OrderLine, type Package } from './order.js';

/** A package of the open feed, the unpacked feed and the createPackages webhook. */
export function packageRow(pkg: Package, order: Order): object {
  const { buyer } = order;
  const lines = order.lines.filter((line) => line.packageNumber === pkg.packageNumber);
  const totalMinor = lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0);
  return {
    id: pkg.id,
    status: pkg.status,
    packageNumber: String(pkg.packageNumber),
    barcode: pkg.barcode,
    cargoCompany: pkg.cargoCompany,
    orderDate: istanbulText(order.orderedAtMs),
    dueDate: istanbulText(order.dueAtMs),
    estimatedArrivalDate: istanbulText(pkg.estimatedArrivalAtMs),
    recipientName: buyer.fullName,
    shippingAddressDetail: buyer.address,
    shippingCity: buyer.city,
    shippingTown: buyer.town,
    shippingDistrict: buyer.district,
    shippingCountryCode: 'TR',
    email: buyer.email,
    phoneNumber: buyer.phone,
    companyName: '',
    billingAddress: buyer.address,
    billingCity: buyer.city,
    billingTown: buyer.town,
    billingDistrict: buyer.district,
    billingPostalCode: buyer.postalCode,
    billingCountryCode: 'TR',
    taxOffice: '',
    taxNumber: '',
    identityNo: '',
    customerName: buyer.fullName,
    totalPrice: amount(totalMinor),
    shippingTotalPrice: amount(0),
    customsTotalPrice: amount(0),
    isCargoChangable: pkg.status === 'Open' && !pkg.isOwnCarrier,
    totalDeci: pkg.deci,
    items: lines.map((line) => itemRow(line, order)),
  };
}

/** Where a package is: GET packagenumber/{n}. */
export function trackingView(pkg: Package): object {
  return {
    packageNumber: String(pkg.packageNumber),
    barcode: pkg.barcode,
    status: pkg.status,
    cargoCompany: pkg.cargoCompany,
    deci: pkg.deci,
    estimatedArrivalDate: istanbulText(pkg.estimatedArrivalAtMs),
    trackingInfoCode: pkg.trackingInfoCode,
    trackingInfoUrl: pkg.trackingInfoUrl,
  };
}

/** A row of the shipped, delivered and undelivered feeds, in their capitals; its date is the one that was reported. */
export function movedRow(pkg: Package): object {
  const base = {
    Id: pkg.id,
    Barcode: pkg.barcode,
    PackageNumber: String(pkg.packageNumber),
    OrderNumber: String(pkg.orderNumber),
    OrderNumbers: [String(pkg.orderNumber)],
    MerchantId: pkg.merchantId,
    Deci: pkg.deci,
    EtgbNo: null,
  };
  const at = istanbulText(pkg.reportedAtMs ?? pkg.movedAtMs);
  if (pkg.status === 'Delivered') return { ...base, ShippedDate: at, DeliveredDate: at };
  if (pkg.status === 'UnDelivered') return { ...base, UndeliveredDate: at, UndeliveredReason: pkg.undeliveredReason };
  return { ...base, ShippedDate: at };
}

function itemRow(line: OrderLine, order: Order): object {
  return {
    lineItemId: line.lineId,
    listingId: line.listingId,
    hbSku: line.hbSku,
    merchantSku: line.merchantSku,
    quantity: line.quantity,
    price: amount(line.unitPriceMinor),
    totalPrice: amount(line.unitPriceMinor * line.quantity),
    vat: 0,
    vatRate: line.vatRate,
    commission: amount(Math.round((line.unitPriceMinor * line.quantity * line.commissionRate) / 100)),
    commissionRate: line.commissionRate,
    unitHBDiscount: amount(line.unitHbDiscountMinor),
    totalHBDiscount: amount(line.unitHbDiscountMinor * line.quantity),
    unitMerchantDiscount: amount(line.unitMerchantDiscountMinor),
    totalMerchantDiscount: amount(line.unitMerchantDiscountMinor * line.quantity),
    merchantUnitPrice: amount(line.unitPriceMinor),
    merchantTotalPrice: amount(line.unitPriceMinor * line.quantity),
    cargoPaymentInfo: '',
    properties: [],
    productName: line.name,
    orderNumber: String(order.orderNumber),
    orderDate: istanbulText(order.orderedAtMs),
    deliveryType: 'Standard',
    gtip: '',
    weight: 0,
    deci: 1,
    productBarcode: line.barcode ?? '',
    isMicroExport: false,
  };
}
