import type { ContentPort } from '../../sync/connector/contract.js';
import { checkDraft } from './check-draft.js';
import type { EbayCredentials } from './credentials.js';
import { foreseeRefusals, publishDrafts } from './publish.js';
import { rehearse } from './rehearsal.js';
import { withdrawListings } from './withdraw.js';

export const content: ContentPort<EbayCredentials> = {
  check: checkDraft,
  publish: publishDrafts,
  withdraw: withdrawListings,
  // eBay answers at once: there are no receipts, so any is one it does not know.
  poll: async () => ({ kind: 'EXPIRED' }),
  foresee: foreseeRefusals,
  // Publishing itself, but for the sending: each body is what eBay has now with the wanted laid over it.
  preview: (context, change) => rehearse(context, (rehearsing) => (change.kind === 'PUBLISH' ? publishDrafts(rehearsing, change.drafts) : withdrawListings(rehearsing, change.remoteKeys))),
};
