import { z } from 'zod';
import { baseSettingsSchema } from '../../../platform/sandbox/settings.js';

export const ebaySettingsSchema = baseSettingsSchema.extend({
  /** Between the attempts to deliver a notification. */
  notificationRetryMs: z.number().min(0).default(300_000),
  notificationTimeoutMs: z.number().min(1).default(10_000),
  /** Life of an access token. */
  accessTokenMs: z.number().min(1).default(7_200_000),
  /** A notification of every n-th order confirmation is lost; 0 for none. */
  loseEveryNthNotification: z.int().min(0).default(0),
  /** Every n-th write of an inventory item meets 25025; 0 for none. */
  busyEveryNthWrite: z.int().min(0).default(0),
  /** Until a cancellation that was asked for or approved is carried out; the order is IN_PROGRESS meanwhile. */
  cancelDelayMs: z.number().min(0).default(0),
  revisionsPerDay: z.int().min(1).default(250),
});

export type EbaySettings = z.infer<typeof ebaySettingsSchema>;
