import type { ContentPort } from '../../sync/connector/contract.js';
import { checkDraft } from './check-draft.js';
import type { EbayCredentials } from './credentials.js';
import { publishDrafts } from './publish.js';
import { withdrawListings } from './withdraw.js';

export const content: ContentPort<EbayCredentials> = {
  check: checkDraft,
  publish: publishDrafts,
  withdraw: withdrawListings,
  // eBay answers at once: there are no receipts, so any is one it does not know.
  poll: async () => ({ kind: 'EXPIRED' }),
};
