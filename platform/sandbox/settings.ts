import { z } from 'zod';
import type { SandboxState } from './state.js';

/** What every sandbox can be told. Marketplaces extend it with `.extend({...})`; each field needs a default. */
export const baseSettingsSchema = z.strictObject({
  /** Added to every answer, real milliseconds. */
  latencyMs: z.number().min(0).default(0),
  /** Up to this much more, at random. */
  jitterMs: z.number().min(0).default(0),
  /** Sandbox milliseconds until an accepted batch is applied. */
  batchDelayMs: z.number().min(0).default(300),
  /** Sandbox milliseconds until a product leaves approval. */
  approvalDelayMs: z.number().min(0).default(3_000),
  /** Multiplies every request quota; 0 switches quotas off. */
  quotaScale: z.number().min(0).default(1),
});

export type BaseSettings = z.infer<typeof baseSettingsSchema>;

/** Durable settings of a sandbox. */
export interface Settings<S> {
  /** Cheap: read it where it is used, never keep a copy. */
  get(): S;
  /** Changes the named settings; throws z.ZodError on an unknown name or a wrong value. */
  put(change: object): S;
  /** Back to the defaults. */
  reset(): S;
}

export function createSettings<S extends BaseSettings>(state: SandboxState, schema: z.ZodType<S>): Settings<S> {
  const stored = state.store<S>('settings');
  let current = schema.parse(stored.get('settings') ?? {});
  const save = (next: S) => {
    current = next;
    stored.put('settings', next);
    return next;
  };
  return {
    get: () => current,
    put: (change) => save(schema.parse({ ...current, ...change })),
    reset: () => save(schema.parse({})),
  };
}
