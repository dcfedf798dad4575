import type { StoreId } from '../../../platform/ids.js';

// What the federation hands a marketplace's resolvers of an entity they add to: the fields that `@requires` names in its SDL.

export interface ListingReference {
  readonly marketplace: string;
  readonly remoteKey: string;
  readonly remoteIds: readonly { readonly name: string; readonly value: string }[];
  readonly store: { readonly id: StoreId };
}

export interface OrderReference {
  readonly marketplace: string;
  readonly remoteDetails: Readonly<Record<string, unknown>>;
}

export interface StoreReference {
  readonly id: StoreId;
  readonly marketplace: string;
}

/** Resolves to one of the ids that the marketplace gave a listing; null without it. */
export function remoteId(wanted: string): (listing: Pick<ListingReference, 'remoteIds'>) => string | null {
  return ({ remoteIds }) => remoteIds.find(({ name }) => name === wanted)?.value ?? null;
}
