import { z } from 'zod';
import { baseSettingsSchema } from '../../../platform/sandbox/settings.js';

/** What the Ozon sandbox can be told, beyond what every sandbox can. `batchDelayMs` is also the time exemplars take to be checked. */
export const ozonSettingsSchema = baseSettingsSchema.extend({
  /** Least time between two stock writes of one product and warehouse; 0 switches the refusal off. */
  stockPairWindowMs: z.number().min(0).default(30_000),
  /** Price writes a product may have in an hour before its item fails; 0 for no limit. */
  priceChangesPerHour: z.int().min(0).default(10),
  /** Every n-th product in moderation is declined; 0 declines none. */
  rejectEveryNthApproval: z.int().min(0).default(0),
  /** Products that may be created, and updated, in a UTC day. */
  dailyCreateLimit: z.int().min(0).default(10_000),
  dailyUpdateLimit: z.int().min(0).default(100_000),
  /** 429 answers within a minute after which `Circle is open` is answered for `circleOpenMs`; 0 never. */
  circleOpensAfter: z.int().min(0).default(300),
  circleOpenMs: z.number().min(0).default(180_000),
  /** Sandbox milliseconds after packing until a label can be printed. */
  labelDelayMs: z.number().min(0).default(45_000),
  /** Sandbox milliseconds from an event to its first notification. */
  pushDelayMs: z.number().min(0).default(0),
  /** Every n-th notification is sent twice; 0 sends none twice. */
  pushDuplicateEveryNth: z.int().min(0).default(0),
  /** Real milliseconds a notification receiver has for its answer. */
  pushTimeoutMs: z.number().min(1).default(5_000),
  /** Sandbox milliseconds a seller has to answer a buyer's wish to cancel, which is approved then. */
  cancellationAnswerMs: z.number().min(0).default(172_800_000),
  /** Whether a cancelled quantity returns to the free stock. */
  restockOnCancel: z.boolean().default(false),
});

export type OzonSettings = z.infer<typeof ozonSettingsSchema>;
