import type { ConnectorContext, Page } from './contract.js';

/** Names are in the marketplace's own language where it offers no other. */
export interface CataloguePort<C> {
  categories(context: ConnectorContext<C>): Promise<readonly CategoryNode[]>;
  attributes(context: ConnectorContext<C>, categoryId: string): Promise<readonly CategoryAttribute[]>;
  attributeValues(context: ConnectorContext<C>, categoryId: string, attributeId: string, cursor: string | null): Promise<Page<{ readonly id: string; readonly name: string }>>;
  brands(context: ConnectorContext<C>, name: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
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
