import type { PayloadId, SellerId, StoreId } from '../ids.js';

/** OUTBOUND: the hub called a marketplace. INBOUND: a marketplace called the hub. */
export type PayloadDirection = 'OUTBOUND' | 'INBOUND';

export type Headers = Readonly<Record<string, string>>;

/** What was said in one direction. `content` is absent in lists. */
export interface PayloadBody {
  /** Length and digest of the bytes as exchanged, also when what is stored has secrets taken out. */
  readonly bytes: number;
  readonly sha256: string;
  /** False when secrets were taken out before storing, or the body was too large to be kept whole. */
  readonly isExact: boolean;
  /** Buyers were erased from it, and with them what identified others in it. */
  readonly isErased?: true;
  readonly content?: Buffer;
}

/** One exchange with a marketplace. `status` is null while no answer has come, and stays null when none does. */
export interface Payload {
  readonly id: PayloadId;
  readonly direction: PayloadDirection;
  readonly marketplace: string;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
  readonly startedAt: Date;
  readonly durationMs: number | null;
  readonly requestHeaders: Headers;
  readonly requestBody: PayloadBody | null;
  readonly responseHeaders: Headers;
  readonly responseBody: PayloadBody | null;
  readonly failure: PayloadFailure | null;
  /** The bodies may carry buyers' data. */
  readonly personal: boolean;
  readonly correlationId: string | null;
  readonly expiresAt: Date;
}

/** Why no answer came, and whether the request may have been acted on. */
export interface PayloadFailure {
  readonly kind: string;
  readonly reached: 'NO' | 'MAYBE';
  readonly message: string;
}
