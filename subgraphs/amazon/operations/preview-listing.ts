import { badInput } from '../../../platform/subgraph/errors.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { previewItem } from '../connector/submissions.js';
import { toShownIssue, type ShownIssue } from './read-live-listings.js';
import { askAmazon, type AmazonStoreOfCaller } from './open-amazon.js';

export interface PreviewListing extends AmazonStoreOfCaller {
  readonly sku: string;
  readonly productType: string;
  readonly requirements?: string | null;
  readonly attributes?: Readonly<Record<string, unknown>> | null;
  readonly patches?: readonly unknown[] | null;
}

export interface ListingPreview {
  readonly valid: boolean;
  readonly issues: readonly ShownIssue[];
}

/** Amazon's own judgement of a listing, or of patches of one, that is not handed in; null for a store on another marketplace. */
export function previewListing(stores: Pick<StoreAccess, 'openOwned'>, { sku, productType, requirements, attributes, patches, ...store }: PreviewListing): Promise<ListingPreview | null> {
  if ((attributes == null) === (patches == null)) throw badInput(['input'], 'Give attributes or patches, and not both.');
  return askAmazon(
    stores,
    store,
    async (context) => {
      const { isValid, issues } = await (patches == null ? previewItem(context, { sku, operationType: 'UPDATE', productType, requirements: requirements ?? 'LISTING', attributes }) : previewItem(context, { sku, operationType: 'PATCH', productType, patches }));
      return { valid: isValid, issues: issues.map(toShownIssue) };
    },
    null,
  );
}
