import type { ListingDraft } from '../../sync/connector/contract.js';
import { childAttributes, givenValues, offerAttributes, parentAttributes, parentSkuOf, productAttributes } from './listing-attributes.js';
import type { FeedMessage } from './listings-feed.js';
import { themeFor, type ProductTypeDefinition } from './product-type.js';

interface MessageWish {
  readonly marketplaceId: string;
  readonly definitions: ReadonlyMap<string, ProductTypeDefinition | null>;
  /** SKUs that Amazon has already and ships from its own warehouse, with the channel it does that by. */
  readonly amazonChannels: ReadonlyMap<string, string>;
}

/** The messages of one feed: parents before their variants, each parent once. */
export function messagesOf(drafts: readonly ListingDraft[], wish: MessageWish): FeedMessage[] {
  const parents = new Map<string, FeedMessage>();
  const own: FeedMessage[] = [];
  for (const draft of drafts) {
    const definition = wish.definitions.get(draft.mapping.categoryId) ?? null;
    const theme = definition !== null && draft.options.length > 0 ? themeFor([...givenValues(draft).keys()], definition) : null;
    if (theme !== null && definition !== null && !parents.has(parentSkuOf(draft))) parents.set(parentSkuOf(draft), parentMessage(draft, { theme, definition, marketplaceId: wish.marketplaceId }));
    own.push(draftMessage(draft, { theme, definition, marketplaceId: wish.marketplaceId, amazonChannel: wish.amazonChannels.get(draft.remoteKey) ?? null }));
  }
  return [...parents.values(), ...own];
}

/** The messages that take listings away. */
export function deletionsOf(remoteKeys: readonly string[]): FeedMessage[] {
  return remoteKeys.map((sku) => ({ sku, operationType: 'DELETE' }));
}

/** What is new, or was taken away before. */
export function isSentWhole({ isUpdate, remoteIds }: ListingDraft): boolean {
  return !isUpdate || remoteIds['withdrawn'] === 'true';
}

/** A listing that is there is patched, so that price and stock, which have ways of their own, are left alone. */
function draftMessage(draft: ListingDraft, { theme, definition, marketplaceId, amazonChannel }: { theme: string | null; definition: ProductTypeDefinition | null; marketplaceId: string; amazonChannel: string | null }): FeedMessage {
  const attributes = { ...productAttributes(draft, { definition, marketplaceId }), ...(theme === null ? {} : childAttributes(draft, { theme, marketplaceId })) };
  const { remoteKey: sku, mapping } = draft;
  const productType = mapping.categoryId;
  if (!isSentWhole(draft)) {
    return { sku, operationType: 'PATCH', productType, patches: Object.entries(attributes).map(([name, value]) => ({ op: 'replace', path: `/attributes/${name}`, value })) };
  }
  return { sku, operationType: 'UPDATE', productType, requirements: 'LISTING', attributes: { ...attributes, ...offerAttributes(draft, { marketplaceId, amazonChannel }) } };
}

function parentMessage(draft: ListingDraft, { theme, definition, marketplaceId }: { theme: string; definition: ProductTypeDefinition; marketplaceId: string }): FeedMessage {
  const variantNames = new Set(definition.attributes.filter(({ isVariant }) => isVariant).map(({ attribute }) => attribute));
  return { sku: parentSkuOf(draft), operationType: 'UPDATE', productType: draft.mapping.categoryId, requirements: 'LISTING', attributes: parentAttributes(draft, { theme, definition, marketplaceId, variantNames }) };
}
