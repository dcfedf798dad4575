import { z } from 'zod';
import { baseSettingsSchema } from '../../../platform/sandbox/settings.js';

/** `batchDelayMs` is the time a task stays IN_QUEUE, `approvalDelayMs` the time a product stays InCatalogApproval. */
export const n11SettingsSchema = baseSettingsSchema.extend({
  approvalDelayMs: z.number().min(0).default(300),
  /** GET shipmentPackages, as N11 publishes it. */
  packageRequestsPerMinute: z.int().min(1).default(1_000),
});

export type N11Settings = z.infer<typeof n11SettingsSchema>;
