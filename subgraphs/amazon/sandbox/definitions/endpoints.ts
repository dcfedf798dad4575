import { createHash } from 'node:crypto';
import type { Endpoint, SellerCall } from '../access/endpoint.js';
import { invalidInput, notFound } from '../access/errors.js';
import { oneMarketplace } from '../access/query.js';
import type { Documents } from '../documents.js';
import type { Requirements } from './attributes.js';
import { PRODUCT_TYPES, productTypeOf, TYPES_VERSION, type ProductType } from './product-types.js';
import { groupsOf, schemaOf, type SchemaWish } from './schema.js';

const ROOT = '/definitions/2020-09-01/productTypes';
const REQUIREMENTS: readonly string[] = ['LISTING', 'LISTING_PRODUCT_ONLY', 'LISTING_OFFER_ONLY'] satisfies Requirements[];

/** Product types and the schemas of their attributes, which stand behind addresses that expire. */
export function definitionEndpoints(documents: Documents): Endpoint[] {
  return [
    { method: 'GET', path: ROOT, operation: 'searchDefinitionsProductTypes', handle: searchTypes },
    { method: 'GET', path: `${ROOT}/:productType`, operation: 'getDefinitionsProductType', handle: (call) => definitionOf(call, documents) },
  ];
}

function searchTypes({ query, seller }: SellerCall): unknown {
  const marketplaceIds = query.list('marketplaceIds');
  if (marketplaceIds.length === 0) throw invalidInput('Missing required parameter: marketplaceIds');
  oneMarketplace(query, seller);
  const keywords = query.list('keywords');
  const itemName = query.text('itemName');
  if (keywords.length > 0 && itemName !== undefined) throw invalidInput('keywords and itemName cannot be combined.');
  const wanted = (itemName === undefined ? keywords : itemName.split(/\s+/)).map(fold);
  const isTurkish = isTurkishWish(query.text('locale'), seller.marketplaceIds[0]);
  const found = PRODUCT_TYPES.filter((type) => wanted.length === 0 || wanted.some((word) => [type.name, type.displayName.tr, type.displayName.en].some((name) => fold(name).includes(word))));
  return { productTypes: found.map((type) => ({ name: type.name, displayName: nameOf(type, isTurkish), marketplaceIds })), productTypeVersion: TYPES_VERSION };
}

function definitionOf({ query, seller, params }: SellerCall, documents: Documents): unknown {
  const { id: marketplaceId } = oneMarketplace(query, seller);
  const type = productTypeOf(params['productType'] ?? '');
  if (!type) throw notFound(`Product type ${params['productType'] ?? ''} was not found.`);
  const requirements = query.text('requirements') ?? 'LISTING';
  if (!REQUIREMENTS.includes(requirements)) throw invalidInput('Invalid value for parameter requirements');
  const locale = query.text('locale') ?? 'DEFAULT';
  const isTurkish = isTurkishWish(locale, marketplaceId);
  const wish: SchemaWish = { requirements: requirements as Requirements, isTurkish, isEnforced: query.text('requirementsEnforced') !== 'NOT_ENFORCED' };
  return {
    metaSchema: linkedDocument(documents, { $id: 'https://schemas.amazon.com/selling-partners/definitions/product-types/meta-schema/v1' }),
    schema: linkedDocument(documents, schemaOf(type, wish)),
    requirements,
    requirementsEnforced: wish.isEnforced ? 'ENFORCED' : 'NOT_ENFORCED',
    propertyGroups: groupsOf(type, wish),
    locale: isTurkish ? 'tr_TR' : 'en_GB',
    marketplaceIds: [marketplaceId],
    productType: type.name,
    displayName: nameOf(type, isTurkish),
    productTypeVersion: { version: TYPES_VERSION, latest: true, releaseCandidate: false },
  };
}

function linkedDocument(documents: Documents, content: unknown): unknown {
  const bytes = Buffer.from(JSON.stringify(content));
  return { link: { resource: documents.link(documents.put('application/json', bytes)), verb: 'GET' }, checksum: createHash('md5').update(bytes).digest('base64') };
}

function nameOf({ displayName }: ProductType, isTurkish: boolean): string {
  return isTurkish ? displayName.tr : displayName.en;
}

function isTurkishWish(locale: string | undefined, marketplaceId: string | undefined): boolean {
  return locale === undefined || locale === 'DEFAULT' ? marketplaceId === 'A33AVAJ2PDY3EV' : locale === 'tr_TR';
}

function fold(text: string): string {
  return text.toLocaleLowerCase('tr');
}
