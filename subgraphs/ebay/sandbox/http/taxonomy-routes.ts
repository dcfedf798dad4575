import type { FastifyRequest } from 'fastify';
import { noContent, type EbaySandbox } from '../ebay-sandbox.js';
import { aspectsOf, type Aspect } from '../reference/aspects.js';
import { categories, findCategory, nameOf, type Category } from '../reference/categories.js';
import { languageOfTree, siteFacts } from '../reference/sites.js';
import { accessErrors, refusal } from '../wire-errors.js';
import { callerOf } from './authenticate.js';

const ROOT = '/commerce/taxonomy/v1';

/** Taxonomy: the tree, and the aspects of its leaves; with either kind of token. */
export function installTaxonomyRoutes(sandbox: EbaySandbox): void {
  const { app } = sandbox.kit;

  app.get<{ Querystring: { marketplace_id?: string } }>(`${ROOT}/get_default_category_tree_id`, (request, reply) => {
    callerOf(sandbox, request, 'taxonomy');
    const site = siteFacts[request.query.marketplace_id ?? ''];
    return site === undefined ? noContent(reply) : reply.send({ categoryTreeId: site.treeId, categoryTreeVersion: '134' });
  });

  app.get<{ Params: { tree: string } }>(`${ROOT}/category_tree/:tree`, (request) => {
    const language = treeLanguage(sandbox, request, request.params.tree);
    return { categoryTreeId: request.params.tree, categoryTreeVersion: '134', applicableMarketplaceIds: [], rootCategoryNode: toNode(categories, language, 0) };
  });

  app.get<{ Params: { tree: string }; Querystring: { category_id?: string } }>(`${ROOT}/category_tree/:tree/get_category_subtree`, (request) => {
    const language = treeLanguage(sandbox, request, request.params.tree);
    const category = requireCategory(request.query.category_id);
    return { categoryTreeId: request.params.tree, categoryTreeVersion: '134', categorySubtreeNode: toNode(category, language, depthOf(category)) };
  });

  app.get<{ Params: { tree: string }; Querystring: { category_id?: string } }>(`${ROOT}/category_tree/:tree/get_item_aspects_for_category`, (request) => {
    const language = treeLanguage(sandbox, request, request.params.tree);
    const category = requireCategory(request.query.category_id);
    if (category.children) throw refusal(400, taxonomyError(62_009, 'The specified category ID is not a leaf category.'));
    return { aspects: aspectsOf(category, language).map(toAspect) };
  });

  app.get<{ Params: { tree: string }; Querystring: { q?: string } }>(`${ROOT}/category_tree/:tree/get_category_suggestions`, (request) => {
    const language = treeLanguage(sandbox, request, request.params.tree);
    const wanted = (request.query.q ?? '').toLowerCase();
    const found = leavesOf(categories).filter((category) => nameOf(category, language).toLowerCase().includes(wanted));
    return { categoryTreeId: request.params.tree, categorySuggestions: found.map((category) => ({ category: { categoryId: category.id, categoryName: nameOf(category, language) } })) };
  });
}

function treeLanguage(sandbox: EbaySandbox, request: FastifyRequest, treeId: string): 'de' | 'en' {
  callerOf(sandbox, request, 'taxonomy');
  const language = languageOfTree(treeId);
  if (language === undefined) throw accessErrors.notFound();
  return language;
}

function requireCategory(id = ''): Category {
  const category = findCategory(id);
  if (category === undefined) throw refusal(400, taxonomyError(62_005, 'The specified category ID does not exist in the specified category tree.'));
  return category;
}

function depthOf(category: Category, from: Category = categories): number {
  if (category === from) return 0;
  const branch = from.children?.find((child) => findCategory(category.id, child));
  return branch ? 1 + depthOf(category, branch) : 0;
}

function toNode(category: Category, language: 'de' | 'en', level: number): object {
  return {
    category: { categoryId: category.id, categoryName: nameOf(category, language) },
    categoryTreeNodeLevel: level,
    ...(category.children ? { childCategoryTreeNodes: category.children.map((child) => toNode(child, language, level + 1)) } : { leafCategoryTreeNode: true }),
  };
}

function toAspect({ name, required, mode, many, forVariations, values }: Aspect): object {
  return {
    localizedAspectName: name,
    aspectConstraint: { aspectDataType: 'STRING', aspectRequired: required, aspectMode: mode, itemToAspectCardinality: many ? 'MULTI' : 'SINGLE', aspectEnabledForVariations: forVariations, aspectUsage: required ? 'RECOMMENDED' : 'OPTIONAL', aspectApplicableTo: ['PRODUCT'], aspectMaxLength: 65 },
    ...(values.length > 0 ? { aspectValues: values.map((value) => ({ localizedValue: value })) } : {}),
  };
}

function leavesOf(category: Category): Category[] {
  return category.children ? category.children.flatMap(leavesOf) : [category];
}

function taxonomyError(errorId: number, longMessage: string) {
  return { errorId, domain: 'API_TAXONOMY', category: 'REQUEST' as const, message: longMessage, longMessage };
}
