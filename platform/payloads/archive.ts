import type { PayloadId, SellerId, StoreId } from '../ids.js';

export type PayloadDirection = 'OUTBOUND' | 'INBOUND';

/** A call the hub is about to make. */
export interface OutboundRequest {
  readonly marketplace: string;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  /** Bodies may carry buyers' data: masked when read, kept shorter. */
  readonly personal: boolean;
  /** Values that must not be stored anywhere, such as an API secret that travels in a SOAP body. */
  readonly secrets?: readonly string[];
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface OutboundFailure {
  readonly failure: { readonly kind: string; readonly reached: 'NO' | 'MAYBE'; readonly message: string };
}

/** A call that a marketplace made to the hub, as received. */
export interface InboundRequest extends OutboundRequest {
  readonly status: number;
}

export interface PayloadArchive {
  /** Stores a request before it is sent. */
  open(request: OutboundRequest): Promise<PayloadId>;
  /** Adds what came of it. */
  close(id: PayloadId, outcome: OutboundAnswer | OutboundFailure): Promise<void>;
  recordInbound(request: InboundRequest): Promise<PayloadId>;
}
