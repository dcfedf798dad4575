import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { HepsiburadaContext } from '../connector/client.js';
import { planUnlock, unlock, unlockCall, type UnlockPlan } from '../connector/unlock.js';
import type { Refused } from '../../sync/connector/stores-on.js';
import { onHepsiburada, refused, type Preview, type StoreCall } from './hepsiburada-store.js';

const MOST_SKUS = 500;

export interface UnlockListings extends StoreCall {
  readonly skus: readonly string[];
}

export interface UnlockOutcome extends Refused {
  readonly unlocked: readonly string[];
  readonly preview: Preview | null;
}

/**
 * Lifts the lock that a price outside the permitted band has put on listings; their price must be inside it by now. What
 * is not locked is left alone, so the same call again changes nothing.
 */
export async function unlockListings(input: UnlockListings, stores: Pick<StoreAccess, 'openOwned'>): Promise<UnlockOutcome> {
  if (input.skus.length === 0 || input.skus.length > MOST_SKUS) return nothing(refused('TOO_MANY_ITEMS', `Name 1 to ${MOST_SKUS} SKUs.`, ['skus']));
  const outcome = await onHepsiburada(stores, input, (context) => unlockNow(context, input));
  return 'unlocked' in outcome ? outcome : nothing(outcome);
}

async function unlockNow(context: HepsiburadaContext, { skus, dryRun }: UnlockListings): Promise<UnlockOutcome> {
  const plan = await planUnlock(context, [...new Set(skus)]);
  const missing = plan.unknown.map((sku) => about(skus, sku, 'LISTING_NOT_FOUND', 'Hepsiburada has no listing under this SKU.'));
  if (dryRun === true) return { unlocked: [], preview: previewOf(context, plan), userErrors: missing };
  const still = plan.locked.length === 0 ? [] : await unlock(context, plan.locked);
  const stillLocked = still.map(({ merchantSku, lockReasons }) => about(skus, merchantSku, 'PRICE_OUTSIDE_BAND', `Hepsiburada keeps the listing locked (${(lockReasons ?? []).join(', ') || 'no reason given'}): set a price inside the band first.`));
  const kept = new Set(still.map(({ merchantSku }) => merchantSku));
  return { unlocked: plan.locked.map(({ merchantSku }) => merchantSku).filter((sku) => !kept.has(sku)), preview: null, userErrors: [...missing, ...stillLocked] };
}

function previewOf(context: HepsiburadaContext, { locked }: UnlockPlan): Preview | null {
  if (locked.length === 0) return null;
  const { method, path, json } = unlockCall(context, locked);
  return { method, path, body: json };
}

function about(skus: readonly string[], sku: string, code: ExplainedCode, message: string): UserError {
  return userError({ code, message, field: ['input', 'skus', String(skus.indexOf(sku))], itemRef: sku });
}

function nothing({ userErrors }: Refused): UnlockOutcome {
  return { unlocked: [], preview: null, userErrors };
}
