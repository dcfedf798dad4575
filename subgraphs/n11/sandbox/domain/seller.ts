/** A shop on the marketplace, known by its key pair. */
export interface Seller {
  readonly sellerId: number;
  readonly nickname: string;
  readonly appKey: string;
  readonly appSecret: string;
  /** Names of the delivery templates made in the seller panel; `shipmentTemplate` must be one of them. */
  readonly shipmentTemplates: readonly string[];
  /** The shop's shortest allowed `preparingDay`. */
  readonly minimumPreparingDay: number;
  /** Categories with a supply invoice on file, of those that demand one. */
  readonly invoicedCategoryIds: readonly number[];
  /** N11 approves the shop's new orders by itself (switched on by mail in the real thing). */
  readonly autoApprove: boolean;
}
