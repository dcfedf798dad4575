/** Statuses of a shipment package, in the spelling of answers and filters. */
export const PACKAGE_STATUSES = [
  'Awaiting', 'Verified', 'Created', 'Picking', 'Invoiced', 'Shipped', 'AtCollectionPoint', 'Delivered', 'UnDelivered', 'Returned', 'Cancelled', 'UnSupplied', 'UnPacked',
] as const;
export type PackageStatus = (typeof PACKAGE_STATUSES)[number];

/** Money fields are lira per unit; `quantity` of them make the line. */
export interface PackageLine {
  readonly lineId: number;
  readonly barcode: string;
  readonly stockCode: string;
  readonly contentId: number;
  readonly sellerId: number;
  readonly productName: string;
  readonly productSize: string;
  readonly productColor: string;
  readonly productOrigin: string;
  readonly productCategoryId: number;
  readonly businessUnit: string;
  readonly salesCampaignId: number;
  readonly quantity: number;
  readonly lineGrossAmount: number;
  readonly lineSellerDiscount: number;
  readonly lineTyDiscount: number;
  readonly lineTotalDiscount: number;
  readonly lineUnitPrice: number;
  /** One per unit. */
  readonly discountDetails: readonly UnitDiscount[];
  readonly vatRate: number;
  readonly commission: number;
  readonly currencyCode: 'TRY';
  readonly orderLineItemStatusName: string;
  readonly fastDeliveryOptions: readonly unknown[];
  readonly cancelledBy: string | null;
  readonly cancelReason: string | null;
  readonly cancelReasonCode: number | null;
  readonly defectiveClaimListingInsight: null;
  readonly laborCost?: number;
}

export interface UnitDiscount {
  readonly lineItemId: string;
  readonly lineItemPrice: number;
  readonly lineItemSellerDiscount: number;
  readonly lineItemTyDiscount: number;
}

export interface Address {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly fullName: string;
  readonly company: string;
  readonly address1: string;
  readonly address2: string;
  readonly addressLines: { readonly addressLine1: string; readonly addressLine2: string };
  readonly fullAddress: string;
  readonly city: string;
  readonly cityCode: number;
  readonly district: string;
  readonly districtId: number;
  readonly neighborhood: string;
  readonly neighborhoodId: number;
  readonly postalCode: string;
  readonly countryCode: string;
  readonly phone: string | null;
  readonly latitude: string | null;
  readonly longitude: string | null;
  readonly taxOffice?: string;
  readonly taxNumber?: string;
}

export interface Customer {
  readonly customerId: number;
  readonly customerFirstName: string;
  readonly customerLastName: string;
  readonly customerEmail: string;
  readonly identityNumber: string;
  readonly taxNumber: string | null;
  readonly commercial: boolean;
  readonly invoiceAddress: Address;
  readonly shipmentAddress: Address;
}

export interface PackageAmounts {
  readonly packageGrossAmount: number;
  readonly packageSellerDiscount: number;
  readonly packageTyDiscount: number;
  readonly packageTotalDiscount: number;
  readonly packageTotalPrice: number;
}

/** A package as answers and webhooks show it. Times are epoch milliseconds. */
export interface ShipmentPackage extends Customer, PackageAmounts {
  readonly shipmentPackageId: number;
  readonly orderNumber: string;
  readonly shipmentNumber: number;
  readonly status: PackageStatus;
  readonly shipmentPackageStatus: PackageStatus;
  readonly orderDate: number;
  readonly lastModifiedDate: number;
  readonly originShipmentDate: number;
  readonly agreedDeliveryDate: number;
  readonly estimatedDeliveryStartDate: number;
  readonly estimatedDeliveryEndDate: number;
  readonly currencyCode: 'TRY';
  readonly discountDisplays: readonly { readonly displayName: string; readonly discountAmount: number }[];
  readonly paymentMethod: string;
  /** Text here, a JSON number on the wire. */
  readonly cargoTrackingNumber: string;
  readonly cargoTrackingLink: string;
  readonly cargoSenderNumber: string;
  readonly cargoProviderName: string;
  readonly cargoDeci: number;
  readonly deliveryType: string;
  readonly deliveryAddressType: 'Shipment' | 'CollectionPoint';
  readonly timeSlotId: number;
  readonly fastDelivery: boolean;
  readonly fastDeliveryType: string;
  readonly deliveredByService: boolean;
  readonly warehouseId: number;
  readonly invoiceLink: string;
  readonly invoiceNumber: string;
  readonly invoiceStatus: 'NotInvoiced' | 'Received' | 'Rejected' | 'Invoiced';
  readonly invoiceRejectedReasonKeys: readonly string[];
  readonly createdBy: 'order-creation' | 'cancel' | 'split' | 'transfer';
  readonly originPackageIds: readonly number[] | null;
  readonly channelId: number;
  readonly micro: boolean;
  readonly is4P: boolean;
  readonly '3pByTrendyol': boolean;
  readonly giftBoxRequested: boolean;
  readonly isCod: boolean;
  readonly containsDangerousProduct: boolean;
  readonly etgbNo: string | null;
  readonly etgbDate: number | null;
  readonly hsCode: string;
  readonly orderCountryCode: string;
  readonly supplierId: number;
  readonly packageHistories: readonly { readonly createdDate: number; readonly status: PackageStatus }[];
  readonly lines: readonly PackageLine[];
}

export interface LineSelection {
  readonly lineId: number;
  readonly quantity: number;
}
