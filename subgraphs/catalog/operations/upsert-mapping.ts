import { answerOnce } from '../../../platform/idempotency/answer-once.js';
import type { SellerId } from '../../../platform/ids.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import { type CategoryMapping, faultsOfMapping, isSameMapping, type MappingContent, type MappingFault, normalizeMapping } from '../domain/category-mapping.js';
import { CATALOG_CODES } from '../domain/refusals.js';
import type { CatalogDeps } from './catalog-deps.js';
import { ContentionError, MOST_ROUNDS } from './contention.js';
import type { UpsertResult } from './upsert-products.js';

export interface SavedMapping {
  readonly result: UpsertResult;
  /** Null when it was refused, or would be created by a dry run. */
  readonly mapping: CategoryMapping | null;
  readonly faults: readonly MappingFault[];
}

interface SaveMapping {
  readonly sellerId: SellerId;
  readonly content: MappingContent;
  /** Who changes it. */
  readonly by: string;
  readonly dryRun: boolean;
}

/** Says how a type of product stands on a marketplace, all of it anew. The same again changes nothing. */
export async function saveMapping({ mappings, clock }: Pick<CatalogDeps, 'mappings' | 'clock'>, { sellerId, content: given, by, dryRun }: SaveMapping): Promise<SavedMapping> {
  const content = normalizeMapping(given);
  const faults = faultsOfMapping(content);
  if (faults.length > 0) return { result: 'REFUSED', mapping: null, faults };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = await mappings.find(sellerId, content.marketplace, content.productType);
    if (before && isSameMapping(before, content)) return { result: 'UNCHANGED', mapping: before, faults };
    const result = before ? 'UPDATED' : 'CREATED';
    const saved = dryRun ? before : await mappings.put(sellerId, content, { before, at: clock.now(), by });
    if (saved || dryRun) return { result, mapping: saved, faults };
  }
  throw new ContentionError('mappings', [content.productType]);
}

interface UpsertMapping extends SaveMapping {
  readonly idempotencyKey: string | null;
}

export interface UpsertMappingAnswer {
  readonly result: UpsertResult;
  /** What was said, to be read anew; null when it was refused. */
  readonly of: Pick<MappingContent, 'marketplace' | 'productType'> | null;
  readonly userErrors: readonly UserError[];
}

/** The same behind an idempotency key. */
export async function upsertMapping(deps: CatalogDeps, { idempotencyKey, ...save }: UpsertMapping): Promise<UpsertMappingAnswer> {
  const { sellerId, content, dryRun } = save;
  const once = await answerOnce(deps, { sellerId, idempotencyKey: dryRun ? null : idempotencyKey, payload: ['categoryMappingUpsert', content] }, async (): Promise<UpsertMappingAnswer> => {
    const { result, faults } = await saveMapping(deps, save);
    const { marketplace, productType } = content;
    return { result, of: faults.length === 0 ? { marketplace, productType } : null, userErrors: faults.map((fault) => errorOf(fault, productType)) };
  });
  return 'refused' in once ? { result: 'REFUSED', of: null, userErrors: [once.refused] } : once.answer;
}

function errorOf({ path, message }: MappingFault, itemRef: string): UserError {
  return userError({ code: CATALOG_CODES.INVALID_MAPPING, field: ['input', ...path], itemRef, message });
}
