import { answerOnce } from '../../../platform/idempotency/answer-once.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import type { ConflictField, ConflictRule } from '../domain/conflict.js';
import { CATALOG_CODES } from '../domain/refusals.js';
import type { CatalogDeps } from './catalog-deps.js';

export interface SetConflictRuleInput {
  readonly storeId: StoreId;
  readonly field: ConflictField;
  readonly rule: ConflictRule;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

export interface SetConflictRuleAnswer {
  /** Null when it was refused. */
  readonly storeId: StoreId | null;
  readonly userErrors: readonly UserError[];
}

/** Says who is right on a store about a field from now on. Doing it twice is doing it once. */
export async function setConflictRule(deps: CatalogDeps, { sellerId, input }: { readonly sellerId: SellerId; readonly input: SetConflictRuleInput }): Promise<SetConflictRuleAnswer> {
  const { storeId, field, rule, idempotencyKey = null, dryRun } = input;
  const [store] = (await deps.stores.findStores([storeId])).filter((found) => found.sellerId === sellerId);
  if (!store) return { storeId: null, userErrors: [userError({ code: CATALOG_CODES.UNKNOWN_STORE, field: ['input', 'storeId'], itemRef: storeId, message: `there is no store '${storeId}'` })] };
  if (dryRun) return { storeId, userErrors: [] };
  const done = await answerOnce(deps, { sellerId, idempotencyKey, payload: { call: 'conflictRuleSet', storeId, field, rule } }, async (): Promise<SetConflictRuleAnswer> => {
    await deps.conflicts.putRule({ storeId, sellerId }, field, rule, deps.clock.now());
    return { storeId, userErrors: [] };
  });
  return 'refused' in done ? { storeId: null, userErrors: [done.refused] } : done.answer;
}
