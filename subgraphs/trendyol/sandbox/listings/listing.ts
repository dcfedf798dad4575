export interface ListingAttribute {
  readonly attributeId: number;
  /** Of listed values; empty for free text. */
  readonly valueIds: readonly number[];
  readonly customValue?: string;
}

/** A barcode of one seller, from its creation to its deletion. Price and stock live in its Offer. */
export interface Listing {
  readonly sellerId: number;
  readonly barcode: string;
  readonly productMainId: string;
  readonly brandId: number;
  readonly categoryId: number;
  readonly title: string;
  readonly description: string;
  readonly stockCode: string;
  readonly dimensionalWeight: number;
  readonly vatRate: number;
  readonly images: readonly { readonly url: string }[];
  readonly attributes: readonly ListingAttribute[];
  readonly origin: string | null;
  readonly lotNumber: string | null;
  readonly deliveryDuration: number | null;
  readonly shipmentAddressId: number | null;
  readonly returningAddressId: number | null;
  readonly cargoProviders: readonly string[];
  readonly locationBasedDelivery: string | null;
  readonly status: 'pendingApproval' | 'rejected' | 'approved';
  readonly rejectReasons: readonly { readonly rejectReason: string; readonly rejectReasonDetail: string }[];
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly approvedAt: number | null;
  /** Set by approval. */
  readonly contentId: number | null;
  readonly variantId: number | null;
  readonly archivedAt: number | null;
  readonly lockReason: string | null;
  readonly lockedAt: number | null;
  readonly isBlacklisted: boolean;
}

/** What a buyer meets: price and saleable stock of one barcode of one seller. Money in lira, as on the wire. */
export interface Offer {
  readonly quantity: number;
  readonly salePrice: number;
  readonly listPrice: number;
  readonly priceChangedAt: number;
  readonly stockChangedAt: number;
  /** Times of the price updates of the last minute. */
  readonly recentPriceUpdates: readonly number[];
}

/** A product page of one seller: what its variants share. */
export interface Content {
  readonly sellerId: number;
  readonly contentId: number;
  readonly productMainId: string;
  readonly brandId: number;
  readonly categoryId: number;
  readonly title: string;
  readonly description: string;
  readonly images: readonly { readonly url: string }[];
  /** Without the attribute that tells the variants apart. */
  readonly attributes: readonly ListingAttribute[];
  readonly barcodes: readonly string[];
  readonly createdAt: number;
  readonly modifiedAt: number;
}
