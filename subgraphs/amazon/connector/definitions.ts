import { z } from 'zod';
import { call, fetchDocument, query } from './client.js';
import type { AmazonContext } from './credentials.js';
import { unreadableAnswer } from './errors.js';
import { md5Of } from './feeds.js';
import { patiently } from './patiently.js';
import { readProductType, type ProductTypeDefinition } from './product-type.js';

const ROOT = '/definitions/2020-09-01/productTypes';
const KEPT_FOR_MS = 86_400_000;

const typesSchema = z.looseObject({ productTypes: z.array(z.looseObject({ name: z.string(), displayName: z.string().nullish() })) });
const definitionSchema = z.looseObject({ schema: z.looseObject({ link: z.looseObject({ resource: z.url() }), checksum: z.string().nullish() }) });

/** All product types of the marketplace; Amazon has a flat list of them, and no tree. */
export async function listProductTypes(context: AmazonContext): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const raw = await kept(context, `types:${context.store.credentials.marketplaceId}`, async () => {
    const path = `${ROOT}${query({ marketplaceIds: context.store.credentials.marketplaceId })}`;
    return JSON.stringify(await call(context, { quota: 'product-types', operation: 'catalogue.categories', method: 'GET', path }, typesSchema));
  });
  return typesSchema.parse(JSON.parse(raw)).productTypes.map(({ name, displayName }) => ({ id: name, name: displayName ?? name }));
}

/** What a whole listing of this product type carries; asked for once a day. */
export async function definitionOf(context: AmazonContext, productType: string): Promise<ProductTypeDefinition> {
  const { marketplaceId } = context.store.credentials;
  return readProductType(JSON.parse(await kept(context, `type:${marketplaceId}:${productType}`, () => fetchSchema(context, productType))));
}

async function fetchSchema(context: AmazonContext, productType: string): Promise<string> {
  const { store } = context;
  const parameters = { marketplaceIds: store.credentials.marketplaceId, sellerId: store.remoteSellerId, requirements: 'LISTING', requirementsEnforced: 'ENFORCED' };
  const path = `${ROOT}/${encodeURIComponent(productType)}${query(parameters)}`;
  const { schema } = await patiently(() => call(context, { quota: 'product-types', operation: 'catalogue.attributes', method: 'GET', path }, definitionSchema));
  const bytes = await fetchDocument(context, { url: schema.link.resource, operation: 'catalogue.schema' });
  if (schema.checksum && md5Of(bytes) !== schema.checksum) throw unreadableAnswer('a product type schema', false);
  const text = bytes.toString('utf8');
  try {
    readProductType(JSON.parse(text));
  } catch (error) {
    throw unreadableAnswer('a product type schema', false, error);
  }
  return text;
}

async function kept(context: AmazonContext, name: string, ask: () => Promise<string>): Promise<string> {
  const key = `amazon:catalogue:${context.store.baseUrl}:${name}`;
  const known = await context.cache.get(key);
  if (known !== null) return known;
  const text = await ask();
  await context.cache.set(key, text, KEPT_FOR_MS);
  return text;
}
