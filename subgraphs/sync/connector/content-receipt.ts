import { z } from 'zod';
import { issueCode } from './wire-values.js';
import type { ForeseenRefusal, ItemResult, ReceiptOutcome } from './contract.js';
import { withLanguages } from './draft-text.js';

/** What a publishing or withdrawal was made of, where it takes several calls that each have their own receipt. */
const schema = z.object({
  calls: z.array(z.object({ name: z.string(), receipt: z.string() })),
  /** Items that needed no waiting, since they were never sent. */
  refused: z.array(z.object({ remoteKey: z.string(), code: issueCode, message: z.string(), retryAfterMs: z.number().optional() })),
  /** By remote key, where another language than the product's own was sent. */
  languages: z.record(z.string(), z.string()),
});
export type ContentReceipt = z.output<typeof schema>;

export function writeContentReceipt({ calls, refused, languages }: { readonly calls: ContentReceipt['calls']; readonly refused: readonly ForeseenRefusal[]; readonly languages: ContentReceipt['languages'] }): string {
  return JSON.stringify({ calls, languages, refused: refused.map(({ remoteKey, issue: { code, message }, retryAfterMs }) => ({ remoteKey, code, message, retryAfterMs })) } satisfies ContentReceipt);
}

/** The marketplace's own receipts among it. */
export function receiptsOf(calls: ContentReceipt['calls']): string {
  return calls.map(({ receipt }) => receipt).join(' ');
}

/** What has become of all of it: each call as `pollCall` tells, and with them what was never sent. */
export async function pollContent(text: string, at: Date, pollCall: (call: ContentReceipt['calls'][number]) => Promise<ReceiptOutcome>, merged: (outcomes: readonly ReceiptOutcome[]) => ReceiptOutcome): Promise<ReceiptOutcome> {
  const receipt = schema.safeParse(parsed(text));
  if (!receipt.success) return { kind: 'EXPIRED' };
  const outcomes: ReceiptOutcome[] = [];
  for (const call of receipt.data.calls) outcomes.push(await pollCall(call));
  const refused = receipt.data.refused.map((one) => toResult(one, at));
  return withLanguages(withRefused(merged(outcomes), refused), receipt.data.languages);
}

function toResult({ remoteKey, code, message, retryAfterMs }: ContentReceipt['refused'][number], at: Date): ItemResult {
  const issue = { code, message, retryable: retryAfterMs !== undefined, at };
  return { remoteKey, ok: false, issue, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

function withRefused(outcome: ReceiptOutcome, refused: readonly ItemResult[]): ReceiptOutcome {
  if (outcome.kind === 'SETTLED') return { ...outcome, results: [...outcome.results, ...refused] };
  return outcome.kind === 'PENDING' ? { ...outcome, settled: [...outcome.settled, ...refused] } : outcome;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
