import type { ContentPort, PushOutcome } from '../../sync/connector/contract.js';
import { goSingly } from './choose-carrier.js';
import { pollContent, writeContentReceipt, type ContentReceipt } from './content-receipts.js';
import type { AmazonContext, AmazonCredentials } from './credentials.js';
import { checkDraft, planPublication } from './judge-draft.js';
import { deletionsOf } from './listing-messages.js';
import { submitListingsFeed, type FeedMessage } from './listings-feed.js';
import { unsentResults, type Unsent } from './receipts.js';
import { foreseeRefusals, previewContent } from './rehearse-content.js';
import { submitItem } from './submissions.js';
import { hasLeftNothing, submitEach } from './submit-each.js';

const FIRST_POLL_MS = 1_000;

export const content: ContentPort<AmazonCredentials> = {
  check: checkDraft,
  async publish(context, drafts) {
    const { messages, refused } = await planPublication(context, drafts);
    return handIn(context, { kind: 'PUBLISH', messages, refused });
  },
  withdraw: (context, remoteKeys) => handIn(context, { kind: 'WITHDRAW', messages: deletionsOf(remoteKeys), refused: [] }),
  poll: pollContent,
  foresee: foreseeRefusals,
  preview: previewContent,
};

interface Handover {
  readonly kind: ContentReceipt['kind'];
  readonly messages: readonly FeedMessage[];
  readonly refused: readonly Unsent[];
}

async function handIn(context: AmazonContext, { kind, messages, refused }: Handover): Promise<PushOutcome> {
  if (messages.length === 0) return { kind: 'SETTLED', results: unsentResults(refused, context.now()) };
  const operation = kind === 'PUBLISH' ? 'content.publish' : 'content.withdraw';
  const sentAtMs = context.now().getTime();
  if (!goSingly(messages)) {
    const feedId = await submitListingsFeed(context, messages, operation);
    return accepted({ kind, feedId, singly: [], sentAtMs, unsent: [...refused] });
  }
  const run = await submitEach(context, messages, (message) => submitItem(context, message, operation));
  if (run.trouble !== null && hasLeftNothing(run) && refused.length === 0) throw run.trouble;
  return accepted({ kind, feedId: null, singly: run.taken.map(({ sku }) => sku), sentAtMs, unsent: [...refused, ...run.unsent] });
}

function accepted(receipt: ContentReceipt): PushOutcome {
  return { kind: 'ACCEPTED', receipt: writeContentReceipt(receipt), marketplaceReceipt: receipt.feedId, pollAfterMs: FIRST_POLL_MS };
}
