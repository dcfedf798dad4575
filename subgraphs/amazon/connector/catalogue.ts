import type { CataloguePort } from '../../sync/connector/contract.js';
import type { AmazonCredentials } from './credentials.js';
import { definitionOf, listProductTypes } from './definitions.js';

export const catalogue: CataloguePort<AmazonCredentials> = {
  async categories(context) {
    return (await listProductTypes(context)).map(({ id, name }) => ({ id, name, children: [] }));
  },
  async attributes(context, categoryId) {
    const { attributes } = await definitionOf(context, categoryId);
    return attributes.map(({ name, title, required, isOpen, isVariant, allowsMany }) => ({ id: name, name: title, required, allowsCustomValue: isOpen, isVariant, isSlicer: name === 'color', allowsMany }));
  },
  async attributeValues(context, categoryId, attributeId) {
    const { attributes } = await definitionOf(context, categoryId);
    return { items: attributes.find(({ name }) => name === attributeId)?.values ?? [], next: null };
  },
  // Amazon has no list of brands: a brand is the text a seller gives.
  brands: async (_context, name) => [{ id: name, name }],
};
