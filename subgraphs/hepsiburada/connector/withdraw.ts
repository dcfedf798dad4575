import { ConnectorError, type ItemResult } from '../../sync/connector/contract.js';
import { callCatalogue, type HepsiburadaCall, type HepsiburadaContext } from './client.js';
import { CatalogueRefusal } from './errors.js';
import { readStates } from './products.js';
import { keptByCatalogue, removalCall, trackingSchema } from './removals.js';
import { makeSwitches, planSwitches, type PlannedSwitch } from './sale-switch.js';
import { withOutcome } from './with-outcome.js';

/** What a withdrawal takes: off sale with what is listed, out of the catalogue with what would be listed one day. */
export interface WithdrawPlan {
  readonly switches: readonly PlannedSwitch[];
  /** SKUs of products that the catalogue has not settled: left there, they would go on sale once it has. */
  readonly removals: readonly string[];
  /** Products whose listing is about to open; it can be taken off sale then, and not before. */
  readonly opening: readonly ItemResult[];
  /** Nothing is on sale, and nothing will be. */
  readonly gone: readonly ItemResult[];
}

export async function planWithdraw(context: HepsiburadaContext, remoteKeys: readonly string[]): Promise<WithdrawPlan> {
  const { listed, unlisted } = await planSwitchesOff(context, remoteKeys);
  return { switches: listed, ...(await planRemovals(context, unlisted)) };
}

export interface Withdrawal {
  readonly results: readonly ItemResult[];
  /** Of the removal from the catalogue, where one was asked for. */
  readonly removal: { readonly id: string; readonly keys: readonly string[] } | null;
}

/** What is on sale goes first, and waits for no word of the catalogue's. */
export async function withdraw(context: HepsiburadaContext, remoteKeys: readonly string[]): Promise<Withdrawal> {
  const { listed, unlisted } = await planSwitchesOff(context, remoteKeys);
  const switched = await makeSwitches(context, listed);
  const { removals, opening, gone } = await planRemovals(context, unlisted);
  const results = [...switched, ...opening, ...gone];
  if (removals.length === 0) return { results, removal: null };
  try {
    const { data } = await callCatalogue(context, removalCall(context, removals), trackingSchema);
    return { results, removal: { id: data.trackingId, keys: removals } };
  } catch (error) {
    if (error instanceof CatalogueRefusal) return { results: [...results, ...removals.map((remoteKey) => keptByCatalogue(remoteKey, { state: null, reason: error.message }, context.now()))], removal: null };
    // To be asked twice does no harm, and nothing but the catalogue could tell whether it was asked once: so it is asked again.
    throw error instanceof ConnectorError && error.outcome === 'UNKNOWN' ? withOutcome(error, 'REFUSED') : error;
  }
}

async function planSwitchesOff(context: HepsiburadaContext, remoteKeys: readonly string[]): Promise<{ listed: PlannedSwitch[]; unlisted: string[] }> {
  const switches = await planSwitches(context, remoteKeys, 'deactivate');
  return { listed: switches.filter((step) => 'call' in step || step.isListed), unlisted: switches.flatMap((step) => ('known' in step && !step.isListed ? [step.remoteKey] : [])) };
}

async function planRemovals(context: HepsiburadaContext, unlisted: readonly string[]): Promise<Omit<WithdrawPlan, 'switches'>> {
  const states = await readStates(context, unlisted);
  const inState = (...names: readonly (string | undefined)[]): string[] => unlisted.filter((remoteKey) => names.includes(states.get(remoteKey)?.trim().toUpperCase()));
  // A product that was matched and has no listing lost it for good: nothing comes of it any more.
  const gone = inState(undefined, 'MATCHED');
  const opening = inState('CREATED');
  return {
    removals: unlisted.filter((remoteKey) => !gone.includes(remoteKey) && !opening.includes(remoteKey)),
    opening: opening.map((remoteKey) => keptByCatalogue(remoteKey, { state: 'CREATED', reason: null }, context.now())),
    gone: gone.map((remoteKey) => ({ remoteKey, ok: true })),
  };
}

/** The writing calls of a withdrawal, in order, each with the listings in it. */
export function withdrawCalls(context: HepsiburadaContext, { switches, removals }: Pick<WithdrawPlan, 'switches' | 'removals'>): { readonly call: HepsiburadaCall; readonly items: number }[] {
  const off = switches.flatMap((step) => ('call' in step ? [{ call: step.call, items: 1 }] : []));
  return removals.length === 0 ? off : [...off, { call: { group: 'catalogue', ...removalCall(context, removals) }, items: removals.length }];
}
