import { answerOnce } from '../../../platform/idempotency/answer-once.js';
import type { ProductId, SellerId } from '../../../platform/ids.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import type { DraftFault, ProductDraft } from '../domain/plan-product.js';
import { CATALOG_CODES } from '../domain/refusals.js';
import type { CatalogDeps } from './catalog-deps.js';
import { upsertProducts, type UpsertResult } from './upsert-products.js';

interface UpsertProduct {
  readonly sellerId: SellerId;
  readonly draft: ProductDraft;
  readonly idempotencyKey: string | null;
  readonly dryRun: boolean;
}

export interface UpsertProductAnswer {
  readonly productId: ProductId | null;
  readonly result: UpsertResult;
  readonly userErrors: readonly UserError[];
}

const MOST_VARIANTS = 250;

/** Makes a product or brings it up to date, variant by variant; under an idempotency key once. */
export async function upsertProduct(deps: CatalogDeps, { sellerId, draft, idempotencyKey, dryRun }: UpsertProduct): Promise<UpsertProductAnswer> {
  if (draft.variants.length > MOST_VARIANTS) {
    return refused(userError({ code: CATALOG_CODES.TOO_MANY_ITEMS, field: ['input', 'variants'], message: `variants has ${draft.variants.length} entries, at most ${MOST_VARIANTS} are allowed` }));
  }
  const once = await answerOnce(deps, { sellerId, idempotencyKey: dryRun ? null : idempotencyKey, payload: ['productUpsert', draft] }, () => upsertOne(deps, { sellerId, draft, dryRun }));
  return 'refused' in once ? refused(once.refused) : once.answer;
}

async function upsertOne(deps: CatalogDeps, { sellerId, draft, dryRun }: Pick<UpsertProduct, 'sellerId' | 'draft' | 'dryRun'>): Promise<UpsertProductAnswer> {
  const { products, storeIds } = await upsertProducts(deps, { sellerId, drafts: [draft], dryRun });
  deps.wake(storeIds);
  const [upserted] = products;
  return { productId: upserted?.product?._id ?? null, result: upserted?.result ?? 'REFUSED', userErrors: (upserted?.faults ?? []).map(inputError) };
}

function inputError({ code, variant, part, itemRef, message }: DraftFault): UserError {
  return userError({ code, itemRef, message, field: variant === null ? ['input', part] : ['input', 'variants', String(variant), part] });
}

function refused(error: UserError): UpsertProductAnswer {
  return { productId: null, result: 'REFUSED', userErrors: [error] };
}
