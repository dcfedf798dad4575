import { attributeSets, BASE_ATTRIBUTES, type AttributeDefinition } from './attribute-sets.js';
import { categoryTree, type CategorySeed } from './category-tree.js';

/** A category products may be created in. */
export interface LeafCategory {
  readonly id: number;
  readonly name: string;
  readonly commissionRate: number;
  readonly attributes: readonly AttributeDefinition[];
}

interface CategoryRow {
  readonly categoryId: number;
  readonly name: string;
  readonly displayName: string;
  readonly parentCategoryId: number | null;
  readonly paths: readonly string[];
  readonly leaf: boolean;
  readonly status: 'ACTIVE';
  readonly type: 'HB';
  readonly sortId: number;
  readonly merge: boolean;
  readonly available: boolean;
  readonly productTypes: readonly object[];
}

export function leafCategory(id: number): LeafCategory | undefined {
  return leaves.get(id);
}

/** Flat, as GET get-all-categories gives them; the tree is in `parentCategoryId` and `paths`. */
export function categoryRows(): readonly CategoryRow[] {
  return rows;
}

export function attributesBody(category: LeafCategory): object {
  const view = ({ id, name, mandatory, type, multiValue }: AttributeDefinition): object => ({ id, name, mandatory, type, multiValue });
  return {
    baseAttributes: BASE_ATTRIBUTES.map((base) => ({ ...base, multiValue: false })),
    attributes: category.attributes.filter(({ isVariant }) => !isVariant).map(view),
    variantAttributes: category.attributes.filter(({ isVariant }) => isVariant).map(view),
  };
}

/** Rows of an attribute's listed values (sandbox choice of shape); undefined when the category has no such attribute. */
export function valueRows(category: LeafCategory, attributeId: string): { id: string; value: string }[] | undefined {
  return category.attributes.find(({ id }) => id === attributeId)?.values.map((value, index) => ({ id: `${attributeId}-${index + 1}`, value }));
}

const leaves = new Map(categoryTree.flatMap(leavesUnder).map((category) => [category.id, category]));
const rows = categoryTree.flatMap((seed) => rowsUnder(seed, null, []));

function leavesUnder(seed: CategorySeed): LeafCategory[] {
  if ('children' in seed) return seed.children.flatMap(leavesUnder);
  return [{ id: seed.id, name: seed.name, commissionRate: seed.commissionRate, attributes: attributeSets[seed.attributes]() }];
}

function rowsUnder(seed: CategorySeed, parentId: number | null, above: readonly string[]): CategoryRow[] {
  const paths = [...above, seed.name];
  const isLeaf = !('children' in seed);
  const row: CategoryRow = {
    categoryId: seed.id,
    name: seed.name,
    displayName: seed.name,
    parentCategoryId: parentId,
    paths,
    leaf: isLeaf,
    status: 'ACTIVE',
    type: 'HB',
    sortId: 0,
    merge: false,
    available: isLeaf,
    productTypes: isLeaf ? [{ name: seed.name, productTypeId: seed.id }] : [],
  };
  return [row, ...('children' in seed ? seed.children.flatMap((child) => rowsUnder(child, seed.id, paths)) : [])];
}
