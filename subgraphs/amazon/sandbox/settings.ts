import { z } from 'zod';
import { baseSettingsSchema } from '../../../platform/sandbox/settings.js';

/** `batchDelayMs` is each of a feed's or report's two waits: in queue, and in progress; `approvalDelayMs` the time until a new SKU shows. */
export const amazonSettingsSchema = baseSettingsSchema.extend({
  approvalDelayMs: z.number().min(0).default(300),
  /** Sandbox milliseconds from an accepted submission of a known SKU until it is live. */
  publishDelayMs: z.number().min(0).default(300),
  /** How old an order's change must be before searchOrders shows it. */
  orderListLagMs: z.number().min(0).default(120_000),
  /** Life of an access token. */
  tokenLifeMs: z.number().min(1).default(3_600_000),
  /** Every n-th new SKU gets an ERROR issue after it was accepted; 0 for none. */
  rejectEveryNthListing: z.int().min(0).default(0),
  /** Sandbox milliseconds from an order's change to its ORDER_CHANGE message. */
  notificationDelayMs: z.number().min(0).default(0),
  /** Every n-th notification is put into the queue twice; 0 for none. */
  notificationDuplicateEveryNth: z.int().min(0).default(0),
  /** Addresses of uploads and downloads expire after this. */
  documentLinkLifeMs: z.number().min(1).default(300_000),
});

export type AmazonSettings = z.infer<typeof amazonSettingsSchema>;
