import { z } from 'zod';
import { baseSettingsSchema } from '../../../platform/sandbox/settings.js';

/** What the Trendyol sandbox can be told, beyond what every sandbox can. */
export const trendyolSettingsSchema = baseSettingsSchema.extend({
  /** Window in which an identical price and stock body is refused; 0 switches the refusal off. */
  identicalBodyWindowMs: z.number().min(0).default(15 * 60_000),
  /** Price updates a barcode may have in a minute before its item fails. */
  priceUpdatesPerMinutePerBarcode: z.number().min(0).default(30),
  /** Every n-th product in approval is rejected; 0 rejects none. */
  rejectEveryNthApproval: z.int().min(0).default(0),
  /** Sandbox milliseconds from an order event to its first webhook delivery. */
  webhookDelayMs: z.number().min(0).default(0),
  /** Every n-th webhook delivery is sent twice; 0 sends none twice. */
  webhookDuplicateEveryNth: z.int().min(0).default(0),
  /** Every n-th webhook delivery is held back by `webhookDisorderDelayMs`, so later ones overtake it; 0 holds none. */
  webhookDisorderEveryNth: z.int().min(0).default(0),
  webhookDisorderDelayMs: z.number().min(0).default(2_000),
  /** Real milliseconds a webhook receiver has for its answer. */
  webhookTimeoutMs: z.number().min(1).default(10_000),
  /** Added to `orderDate` in answers; Trendyol documents that field as shifted to GMT+3 (10800000). */
  orderDateOffsetMs: z.number().default(0),
  /** How long an approved return is looked at for fraud before it is accepted; 0: not at all. */
  claimFraudCheckMs: z.number().min(0).default(0),
  /** Whether a cancelled or unsupplied quantity returns to the saleable stock. */
  restockOnCancel: z.boolean().default(false),
});

export type TrendyolSettings = z.infer<typeof trendyolSettingsSchema>;
