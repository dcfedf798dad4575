export interface ReturnCase {
  readonly returnId: string;
  readonly orderId: string;
  readonly itemId: string;
  readonly transactionId: string;
  readonly buyerLoginName: string;
  readonly quantity: number;
  readonly reason: string;
  readonly state: string;
  readonly status: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
