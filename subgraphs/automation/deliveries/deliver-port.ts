import type { SellerId } from '../../../platform/ids.js';
import type { ChosenKind } from './domain/webhook-kind.js';

export interface Deliverable {
  readonly sellerId: SellerId;
  readonly kind: ChosenKind;
  /** JSON, at most 200 kB as text; no secrets and nothing of buyers. It is sent as `data` beside `type` and `timestamp`. */
  readonly body: Readonly<Record<string, unknown>>;
  /**
   * Says which message this is, within seller and kind: the same one again, also at the same time elsewhere, is the same message and
   * reaches an endpoint under one `webhook-id`. Remembered for 30 days after the message came to its end.
   */
  readonly idempotencyId: string;
  /** When it happened; now by default. What the first call says stands. */
  readonly at?: Date;
}

/** What the hub tells a seller's own programs with. */
export interface DeliverPort {
  /**
   * Resolves once the message is durable for each endpoint that wants its kind, and says for how many; sending follows by itself. Throws
   * MessageTooLargeError, and whatever the database throws: call again then.
   */
  deliver(message: Deliverable): Promise<{ readonly messageId: string; readonly endpoints: number }>;
}

/** The body is over 200 kB. */
export class MessageTooLargeError extends Error {
  override readonly name = 'MessageTooLargeError';
}
