import { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { ItemResult } from '../../sync/connector/contract.js';
import { issueCode } from '../../sync/connector/wire-values.js';

/** What was patched, so that the live figures can be compared with it; absent fields were not sent. */
export interface PatchedOffer {
  readonly sku: string;
  readonly saleMinor?: number;
  readonly listMinor?: number;
  readonly quantity?: number;
}

/** Why an item of a push went nowhere: refused for good, or put off. */
export type Unsent = { readonly sku: string; readonly code: ExplainedCode; readonly message: string; readonly retryAfterMs?: number; readonly quotaGroup?: string };

/** All that is needed to say later what became of a push; it travels as the push's receipt. */
export interface PushReceipt {
  readonly feedId: string | null;
  readonly sentAtMs: number;
  readonly patched: readonly PatchedOffer[];
  readonly unsent: readonly Unsent[];
}

export const unsentSchema = z.object({ sku: z.string(), code: issueCode, message: z.string(), retryAfterMs: z.number().exactOptional(), quotaGroup: z.string().exactOptional() });

const PREFIX = 'push:';
const receiptSchema = z.object({
  feedId: z.string().nullable(),
  sentAtMs: z.number(),
  patched: z.array(z.object({ sku: z.string(), saleMinor: z.number().exactOptional(), listMinor: z.number().exactOptional(), quantity: z.number().exactOptional() })),
  unsent: z.array(unsentSchema),
});

/** A feed alone is known by Amazon's own id; whatever else a push did stands beside it. */
export function writeReceipt(receipt: PushReceipt): string {
  const { feedId, patched, unsent } = receipt;
  return feedId !== null && patched.length === 0 && unsent.length === 0 ? feedId : PREFIX + JSON.stringify(receipt);
}

/** Null for a text that no push has answered with. */
export function readReceipt(text: string): PushReceipt | null {
  if (/^\d+$/.test(text)) return { feedId: text, sentAtMs: 0, patched: [], unsent: [] };
  if (!text.startsWith(PREFIX)) return null;
  try {
    return receiptSchema.parse(JSON.parse(text.slice(PREFIX.length)));
  } catch {
    return null;
  }
}

export function unsentResults(unsent: readonly Unsent[], at: Date): ItemResult[] {
  return unsent.map(({ sku, code, message, retryAfterMs, quotaGroup }) => ({ remoteKey: sku, ok: false, issue: { code, message, retryable: retryAfterMs !== undefined, at, ...(quotaGroup === undefined ? {} : { quotaGroup }) }, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }));
}
