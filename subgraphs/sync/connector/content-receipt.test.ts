import { describe, expect, it } from '@jest/globals';
import { pollContent, writeContentReceipt } from './content-receipt.js';
import type { ReceiptOutcome } from './contract.js';

const at = new Date('2026-11-23T09:00:00Z');
const added = (outcomes: readonly ReceiptOutcome[]): ReceiptOutcome => ({ kind: 'SETTLED', results: outcomes.flatMap((outcome) => (outcome.kind === 'SETTLED' ? outcome.results : [])) });

describe('the receipt of a publishing in several calls', () => {
  it('tells of each call, of what was never sent, and of the language where it is another', async () => {
    const receipt = writeContentReceipt({
      calls: [{ name: 'create', receipt: '7' }, { name: 'update', receipt: '8' }],
      refused: [{ remoteKey: 'B-3', issue: { code: 'ATTRIBUTE_MISSING', message: 'no size', retryable: false, at: new Date(0) } }],
      languages: { 'B-1': 'TR' },
    });
    const asked: string[] = [];
    const outcome = await pollContent(receipt, at, async ({ name, receipt: id }) => (asked.push(`${name} ${id}`), { kind: 'SETTLED', results: [{ remoteKey: name === 'create' ? 'B-1' : 'B-2', ok: true }] }), added);
    expect(asked).toEqual(['create 7', 'update 8']);
    expect(outcome).toEqual({
      kind: 'SETTLED',
      results: [{ remoteKey: 'B-1', ok: true, remoteIds: { contentLanguage: 'TR' } }, { remoteKey: 'B-2', ok: true }, { remoteKey: 'B-3', ok: false, issue: { code: 'ATTRIBUTE_MISSING', message: 'no size', retryable: false, at } }],
    });
  });

  it('lets wait what was not sent yet, for as long as it was said', async () => {
    const issue = { code: 'LISTING_NOT_APPROVED', message: 'not decided', retryable: true, at: new Date(0) } as const;
    const receipt = writeContentReceipt({ calls: [], refused: [{ remoteKey: 'B-1', issue, retryAfterMs: 600_000 }], languages: {} });
    expect(await pollContent(receipt, at, async () => ({ kind: 'EXPIRED' }), added)).toEqual({ kind: 'SETTLED', results: [{ remoteKey: 'B-1', ok: false, issue: { ...issue, at }, retryAfterMs: 600_000 }] });
  });

  it('that nobody can read any more leads to a look', async () => {
    expect(await pollContent('create:7', at, async () => ({ kind: 'EXPIRED' }), added)).toEqual({ kind: 'EXPIRED' });
  });
});
