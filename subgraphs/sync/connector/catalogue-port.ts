import type { ConnectorContext, Page } from './contract.js';

/** Languages a marketplace may be asked for its catalogue in: `enum CatalogueLanguage` in schema/sync.graphql. */
export type CatalogueLanguage = 'TR' | 'EN' | 'RU';

/** Names are in the marketplace's own language where it offers no other. */
export interface CataloguePort<C> {
  categories(context: ConnectorContext<C>): Promise<readonly CategoryNode[]>;
  attributes(context: ConnectorContext<C>, categoryId: string): Promise<readonly CategoryAttribute[]>;
  attributeValues(context: ConnectorContext<C>, categoryId: string, attributeId: string, cursor: string | null): Promise<Page<{ readonly id: string; readonly name: string }>>;
  brands(context: ConnectorContext<C>, name: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** The same with names in this language, ids being the same in all. Absent: the marketplace lets nobody choose. */
  inLanguage?(language: CatalogueLanguage): CataloguePort<C>;
}

export interface CategoryNode {
  readonly id: string;
  readonly name: string;
  readonly children: readonly CategoryNode[];
}

export interface CategoryAttribute {
  readonly id: string;
  readonly name: string;
  readonly required: boolean;
  readonly allowsCustomValue: boolean;
  readonly isVariant: boolean;
  readonly isSlicer: boolean;
  readonly allowsMany: boolean;
}
