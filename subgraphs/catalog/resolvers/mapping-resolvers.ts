import { connectionOf } from '../../../platform/subgraph/connection.js';
import { limitExceeded } from '../../../platform/subgraph/errors.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap, TypeResolvers } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { userError } from '../../../platform/subgraph/user-error.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';
import type { AttributeMapping, CategoryMapping, MappingContent } from '../domain/category-mapping.js';
import type { MappingFileFault } from '../domain/mapping-file.js';
import type { CatalogDeps } from '../operations/catalog-deps.js';
import { exportMappingsText } from '../operations/export-mappings.js';
import { type ImportedMappings, importMappings } from '../operations/import-mappings.js';
import { upsertMapping, type UpsertMappingAnswer } from '../operations/upsert-mapping.js';
import type { CatalogLoaders } from './loaders.js';

type Context = SubgraphContext<CatalogLoaders>;

/** `CategoryMappingUpsertInput` as GraphQL hands it over; defaults are in, null is absent. */
interface MappingInput {
  readonly marketplace: Marketplace;
  readonly productType: string;
  readonly categoryId: string;
  readonly categoryName?: string | null;
  readonly vatRatePercent: number;
  readonly shipmentTemplate?: string | null;
  readonly brands?: readonly { readonly brand: string; readonly brandId: string }[] | null;
  readonly attributes?: readonly AttributeInput[] | null;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

interface ValueInput {
  readonly valueId?: string | null;
  readonly customValue?: string | null;
}

interface AttributeInput {
  readonly attributeId: string;
  readonly attributeName?: string | null;
  readonly required?: boolean | null;
  readonly source: AttributeMapping['source'];
  readonly option?: string | null;
  readonly passThrough?: boolean | null;
  readonly values?: readonly (ValueInput & { readonly word: string })[] | null;
  readonly fallback?: ValueInput | null;
}

interface FileInput {
  readonly csv: string;
  readonly dryRun?: boolean | null;
}

const LARGEST_CSV_CHARACTERS = 4_000_000;
const MOST_FAULTS = 1_000;

export function mappingQueries(deps: CatalogDeps): TypeResolvers<CatalogLoaders> {
  return {
    categoryMappings(_parent, { marketplace, first, after }: { marketplace?: Marketplace | null; first?: number | null; after?: string | null }, context: Context) {
      requireScope(context, 'catalog:read');
      return connectionOf({ first: first ?? null, after: after ?? null }, (page) => deps.mappings.page(context.principal.sellerId, marketplace ?? null, page));
    },
    categoryMapping(_parent, { marketplace, productType }: { marketplace: Marketplace; productType: string }, context: Context) {
      requireScope(context, 'catalog:read');
      return deps.mappings.find(context.principal.sellerId, marketplace, productType);
    },
    categoryMappingsCsv(_parent, { marketplace }: { marketplace?: Marketplace | null }, context: Context) {
      requireScope(context, 'catalog:read');
      return exportMappingsText(deps, { sellerId: context.principal.sellerId, marketplace: marketplace ?? null });
    },
  };
}

export function mappingMutations(deps: CatalogDeps): TypeResolvers<CatalogLoaders> {
  return {
    async categoryMappingUpsert(_parent, { input }: { input: MappingInput }, context: Context) {
      requireScope(context, 'catalog:write');
      const { sellerId, keyId } = context.principal;
      const answer = await upsertMapping(deps, { sellerId, content: contentOf(input), by: keyId, dryRun: input.dryRun ?? false, idempotencyKey: input.idempotencyKey ?? null });
      return { ...answer, sellerId };
    },
    async categoryMappingRemove(_parent, { input: { marketplace, productType } }: { input: { marketplace: Marketplace; productType: string } }, context: Context) {
      requireScope(context, 'catalog:write');
      return { removed: await deps.mappings.remove(context.principal.sellerId, marketplace, productType), userErrors: [] };
    },
    categoryMappingsImport(_parent, { input: { csv, dryRun } }: { input: FileInput }, context: Context) {
      requireScope(context, 'catalog:write');
      if (csv.length > LARGEST_CSV_CHARACTERS) throw limitExceeded(['input', 'csv'], LARGEST_CSV_CHARACTERS, `the text has ${csv.length} characters: use hub mappings import FILE`);
      const { sellerId, keyId } = context.principal;
      return importMappings(deps, { sellerId, csv, by: keyId, dryRun: dryRun ?? false });
    },
  };
}

export function mappingTypes(deps: CatalogDeps): ResolverMap<CatalogLoaders> {
  return {
    CategoryMapping: {
      id: ({ _id }: CategoryMapping) => _id,
      brands: ({ brands }: CategoryMapping) => brands.map(({ word, brandId }) => ({ brand: word, brandId })),
    },
    CategoryMappingUpsertPayload: {
      mapping: ({ of, sellerId }: UpsertMappingAnswer & Pick<CategoryMapping, 'sellerId'>) => of && deps.mappings.find(sellerId, of.marketplace, of.productType),
    },
    CategoryMappingsImportPayload: {
      faults: ({ faults }: ImportedMappings) => faults.length,
      userErrors: ({ faults }: ImportedMappings) => faults.slice(0, MOST_FAULTS).map(errorOf),
    },
  };
}

function contentOf({ marketplace, productType, categoryId, categoryName, vatRatePercent, shipmentTemplate, brands, attributes }: MappingInput): MappingContent {
  return {
    marketplace, productType, categoryId, vatRatePercent, categoryName: categoryName ?? null, shipmentTemplate: shipmentTemplate ?? null,
    brands: (brands ?? []).map(({ brand, brandId }) => ({ word: brand, brandId })),
    attributes: (attributes ?? []).map(attributeOf),
  };
}

function attributeOf({ attributeId, attributeName, required, source, option, passThrough, values, fallback }: AttributeInput): AttributeMapping {
  return {
    attributeId, source, attributeName: attributeName ?? null, required: required ?? false, option: option ?? null, passThrough: passThrough ?? false,
    values: (values ?? []).map((value) => ({ word: value.word, ...valueOf(value) })),
    fallback: fallback ? valueOf(fallback) : null,
  };
}

function valueOf({ valueId, customValue }: ValueInput) {
  return { valueId: valueId ?? null, customValue: customValue ?? null };
}

function errorOf({ line, column, code, itemRef, message }: MappingFileFault) {
  const place = column === null ? `line ${line}` : `line ${line}, column '${column}'`;
  return userError({ code, itemRef, message: `${place}: ${message}`, field: ['csv', String(line), ...(column === null ? [] : [column])] });
}
