import type { CataloguePort } from '../../sync/connector/contract.js';
import { unitsOf } from './attribute-value.js';
import type { AmazonCredentials } from './credentials.js';
import { definitionOf, listProductTypes } from './definitions.js';

export const catalogue: CataloguePort<AmazonCredentials> = {
  async categories(context) {
    return (await listProductTypes(context)).map(({ id, name }) => ({ id, name, children: [] }));
  },
  async attributes(context, categoryId) {
    const { attributes } = await definitionOf(context, categoryId);
    return attributes.map(({ name, title, required, form, isVariant, allowsMany }) => ({ id: name, name: withUnits(title, unitsOf(form)), required, allowsCustomValue: form?.isOpen ?? false, isVariant, isSlicer: name === 'color', allowsMany }));
  },
  async attributeValues(context, categoryId, attributeId) {
    const { attributes } = await definitionOf(context, categoryId);
    const { values } = attributes.find(({ name }) => name === attributeId)?.form ?? {};
    return { items: (values ?? []).map(({ id, name }) => ({ id, name })), next: null };
  },
  // Amazon has no list of brands: a brand is the text a seller gives.
  brands: async (_context, name) => [{ id: name, name }],
};

/** `Ağırlık (grams, kilograms)`: a measure is given as a number and one of these. */
function withUnits(title: string, units: readonly string[]): string {
  return units.length === 0 ? title : `${title} (${units.join(', ')})`;
}
