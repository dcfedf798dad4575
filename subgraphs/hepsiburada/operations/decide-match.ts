import { userError } from '../../../platform/subgraph/user-error.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { HepsiburadaContext } from '../connector/client.js';
import { decideMatch as decideOnHepsiburada, matchCall, readStates, type MatchDecision } from '../connector/products.js';
import type { Refused } from '../../sync/connector/stores-on.js';
import { onHepsiburada, refused, type Preview, type StoreCall } from './hepsiburada-store.js';

const MOST_SKUS = 100;

export interface DecideMatch extends StoreCall {
  readonly skus: readonly string[];
  readonly decision: MatchDecision;
}

export interface MatchOutcome extends Refused {
  readonly decided: readonly string[];
  readonly preview: Preview | null;
}

/** The seller's word on catalogue products that Hepsiburada proposes. What waits for none is left alone, so the same call again changes nothing. */
export async function decideMatch(input: DecideMatch, stores: Pick<StoreAccess, 'openOwned'>): Promise<MatchOutcome> {
  if (input.skus.length === 0 || input.skus.length > MOST_SKUS) return nothing(refused('TOO_MANY_ITEMS', `Name 1 to ${MOST_SKUS} SKUs.`, ['skus']));
  const outcome = await onHepsiburada(stores, input, (context) => decideNow(context, input));
  return 'decided' in outcome ? outcome : nothing(outcome);
}

async function decideNow(context: HepsiburadaContext, { skus, decision, dryRun }: DecideMatch): Promise<MatchOutcome> {
  const states = await readStates(context, [...new Set(skus)]);
  const waiting = [...new Set(skus)].filter((sku) => states.get(sku) === 'PRE_MATCHED');
  const userErrors = skus
    .filter((sku) => !waiting.includes(sku))
    .map((sku) => userError({ code: 'NO_MATCH_PROPOSED', message: `Hepsiburada proposes no match for this SKU; its state is ${states.get(sku) ?? 'unknown'}.`, field: ['input', 'skus', String(skus.indexOf(sku))], itemRef: sku }));
  if (waiting.length === 0) return { decided: [], preview: null, userErrors };
  const { method, path, json } = matchCall(context, waiting, decision);
  if (dryRun === true) return { decided: [], preview: { method, path, body: json }, userErrors };
  await decideOnHepsiburada(context, waiting, decision);
  return { decided: waiting, preview: null, userErrors };
}

function nothing({ userErrors }: Refused): MatchOutcome {
  return { decided: [], preview: null, userErrors };
}
