import type { SellerId } from '../ids.js';

/** An announcement that travels in the same write as the change it tells of; `data` is small and free of personal fields. */
export interface OutboxEntry {
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a document carries while some of its announcements have not been published. */
export interface Outboxed {
  readonly sellerId: SellerId;
  readonly outbox?: readonly OutboxEntry[];
  readonly outboxPending?: boolean;
}
