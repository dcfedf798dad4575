import { z } from 'zod';
import { baseSettingsSchema } from '../../../platform/sandbox/settings.js';

/** `batchDelayMs` is the time an upload stays `Processing`, `approvalDelayMs` each step of a product through the catalogue. */
export const hepsiburadaSettingsSchema = baseSettingsSchema.extend({
  approvalDelayMs: z.number().min(0).default(300),
  /** Uploads of one seller that may wait at once. */
  waitingUploads: z.int().min(1).default(5),
  /** SKUs a seller may upload in a day, for each listing it has. */
  dailyUploadsPerListing: z.int().min(1).default(10),
  /** Seconds of refused catalogue calls in a row until the caller is blocked. */
  catalogueBlockAfterSeconds: z.number().min(0).default(5),
  /** Real milliseconds a receiver of webhooks may take. */
  webhookTimeoutMs: z.int().min(1).default(5_000),
  /** Every n-th webhook is sent twice; 0 for none. */
  webhookDuplicateEveryNth: z.int().min(0).default(0),
  /** Sandbox milliseconds until an order of a seller who lets Hepsiburada pack is packed. */
  autoPackDelayMs: z.number().min(0).default(900_000),
});

export type HepsiburadaSettings = z.infer<typeof hepsiburadaSettingsSchema>;
