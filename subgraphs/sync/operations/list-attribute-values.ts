import type { Page, PageRequest } from '../../../platform/mongo/keyset-page.js';
import { askMarketplace, type StoreOfCaller } from '../connector/ask-marketplace.js';
import { pageOver } from '../connector/page-over.js';
import type { CatalogueLanguage } from '../connector/contract.js';
import { catalogueIn } from '../connector/require-capability.js';
import { createTextSearch } from '../domain/fold-text.js';
import type { SyncDeps } from './sync-deps.js';

export interface AttributeValue {
  readonly id: string;
  readonly name: string;
}

export interface ListAttributeValues extends StoreOfCaller {
  readonly categoryId: string;
  readonly attributeId: string;
  /** Words that the value's name contains; null: all values. */
  readonly search: string | null;
  readonly page: PageRequest;
  /** Null: the store's own. */
  readonly language: CatalogueLanguage | null;
}

/** A page of the values an attribute may have; the marketplace's pages are as the connector keeps them for a day. */
export function listAttributeValues({ access }: Pick<SyncDeps, 'access'>, { categoryId, attributeId, search, page, language, ...store }: ListAttributeValues): Promise<Page<AttributeValue>> {
  const hasWords = createTextSearch(search ?? '');
  return askMarketplace(access, store, async ({ connector, context }) => {
    const catalogue = catalogueIn(connector, language);
    return pageOver({ read: (cursor) => catalogue.attributeValues(context, categoryId, attributeId, cursor), isMeant: ({ name }) => hasWords(name) }, page);
  });
}
