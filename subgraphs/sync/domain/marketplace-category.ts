import type { CategoryNode } from '../connector/contract.js';
import { createTextSearch } from './fold-text.js';

/** A category as a caller sees it, without what is below it. */
export interface MarketplaceCategory {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  /** Names from the top of the tree down to this one. */
  readonly path: readonly string[];
  readonly isLeaf: boolean;
}

export interface CategoryFilter {
  /** Only what is below this one; null: the whole tree. */
  readonly parentId?: string | null;
  /** Words that the names from the top down contain; null: only the children of `parentId`. */
  readonly search?: string | null;
}

/** The direct children of a category, or everything below it whose names contain the words searched for; in the marketplace's order. */
export function categoriesIn(tree: readonly CategoryNode[], { parentId, search }: CategoryFilter): MarketplaceCategory[] {
  const parent = parentId == null ? { id: null, path: [], children: tree } : findBelow(tree, parentId);
  if (parent === null) return [];
  const children = rowsOf(parent.children, parent.id, parent.path);
  if (search == null) return children.map(({ row }) => row);
  const isMeant = createTextSearch(search);
  return allOf(children).filter(({ path }) => isMeant(path.join(' ')));
}

interface Row {
  readonly row: MarketplaceCategory;
  readonly children: readonly CategoryNode[];
}

function rowsOf(nodes: readonly CategoryNode[], parentId: string | null, path: readonly string[]): Row[] {
  return nodes.map(({ id, name, children }) => ({ row: { id, name, parentId, path: [...path, name], isLeaf: children.length === 0 }, children }));
}

function allOf(rows: readonly Row[]): MarketplaceCategory[] {
  return rows.flatMap(({ row, children }) => [row, ...allOf(rowsOf(children, row.id, row.path))]);
}

interface Found {
  readonly id: string;
  readonly path: readonly string[];
  readonly children: readonly CategoryNode[];
}

function findBelow(nodes: readonly CategoryNode[], id: string, path: readonly string[] = []): Found | null {
  for (const node of nodes) {
    const here = [...path, node.name];
    if (node.id === id) return { id, path: here, children: node.children };
    const below = findBelow(node.children, id, here);
    if (below) return below;
  }
  return null;
}
