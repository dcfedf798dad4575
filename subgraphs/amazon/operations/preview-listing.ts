import type { StoreAccess } from '../../sync/connector/store-access.js';
import { previewItem } from '../connector/submissions.js';
import { toShownIssue, type ShownIssue } from './read-live-listings.js';
import { askAmazon, type AmazonStoreOfCaller } from './open-amazon.js';

export interface PreviewListing extends AmazonStoreOfCaller {
  readonly sku: string;
  readonly productType: string;
  readonly requirements?: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ListingPreview {
  readonly valid: boolean;
  readonly issues: readonly ShownIssue[];
}

/** Amazon's own judgement of a listing that is not handed in; null for a store on another marketplace. */
export function previewListing(stores: Pick<StoreAccess, 'openOwned'>, { sku, productType, requirements, attributes, ...store }: PreviewListing): Promise<ListingPreview | null> {
  return askAmazon(
    stores,
    store,
    async (context) => {
      const { isValid, issues } = await previewItem(context, { sku, operationType: 'UPDATE', productType, requirements: requirements ?? 'LISTING', attributes });
      return { valid: isValid, issues: issues.map(toShownIssue) };
    },
    null,
  );
}
