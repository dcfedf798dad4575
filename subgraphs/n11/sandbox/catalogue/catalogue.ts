import { attributeSets, type AttributeDefinition } from './attribute-sets.js';
import { categoryTree, type CategorySeed } from './category-tree.js';

/** A category products may be listed in. */
export interface LeafCategory {
  readonly id: number;
  readonly name: string;
  readonly commissionRate: number;
  readonly attributes: readonly AttributeDefinition[];
}

export function leafCategory(id: number): LeafCategory | undefined {
  return leaves.get(id);
}

export function leafCategories(): LeafCategory[] {
  return [...leaves.values()];
}

/** The body of GET /cdn/categories. `subCategories` is null on a leaf. */
export function categoriesBody(): object {
  return { categories: categoryTree.map((seed) => categoryNode(seed, null)) };
}

/** The body of GET /cdn/category/{id}/attribute, or undefined when `id` is not a leaf. */
export function attributesBody(id: number): object | undefined {
  const category = leafCategory(id);
  if (!category) return undefined;
  return {
    id: category.id,
    name: category.name,
    categoryAttributes: category.attributes.map((attribute, index) => ({
      attributeId: attribute.id,
      categoryId: category.id,
      attributeName: attribute.name,
      isMandatory: attribute.isMandatory,
      isVariant: attribute.isVariant,
      isSlicer: attribute.isSlicer,
      isCustomValue: attribute.isCustomValue,
      isN11Grouping: attribute.isVariant || attribute.isSlicer,
      attributeOrder: index + 1,
      attributeValues: attribute.values,
    })),
  };
}

const leaves = new Map(categoryTree.flatMap(leavesUnder).map((category) => [category.id, category]));

function leavesUnder(seed: CategorySeed): LeafCategory[] {
  if ('children' in seed) return seed.children.flatMap(leavesUnder);
  return [{ id: seed.id, name: seed.name, commissionRate: seed.commissionRate, attributes: attributeSets[seed.attributes]() }];
}

function categoryNode(seed: CategorySeed, parentId: number | null): object {
  return {
    id: seed.id,
    name: seed.name,
    parentId,
    subCategories: 'children' in seed ? seed.children.map((child) => categoryNode(child, seed.id)) : null,
  };
}
