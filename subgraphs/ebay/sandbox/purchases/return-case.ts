export interface ReturnCase {
  readonly returnId: string;
  readonly orderId: string;
  readonly itemId: string;
  readonly transactionId: string;
  readonly buyerLoginName: string;
  readonly quantity: number;
  readonly reason: string;
  /** What the buyer wrote, and what the goods cost. */
  readonly comments?: string;
  readonly type?: string;
  readonly refundMinor?: number;
  readonly currency?: string;
  readonly state: string;
  readonly status: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
