import { ConnectorError, type ItemResult } from '../../sync/connector/contract.js';
import { send, type HepsiburadaCall, type HepsiburadaContext } from './client.js';
import { issue } from './issues.js';
import { readManyListings, toRemoteOffer, type ListingRow } from './listings.js';

type Direction = 'activate' | 'deactivate';

/** What putting a listing on or off sale takes: a call, or nothing, since the answer is known already. `isListed` is false where there is no listing. */
export type PlannedSwitch = { readonly remoteKey: string } & ({ readonly call: HepsiburadaCall; readonly hbSku: string } | { readonly known: ItemResult; readonly isListed: boolean });

/** Reads how the listings stand, in the order of the keys. Off sale is as far as Hepsiburada goes with a listing: it has no archive. */
export async function planSwitches(context: HepsiburadaContext, remoteKeys: readonly string[], direction: Direction): Promise<PlannedSwitch[]> {
  const rows = new Map((await readManyListings(context, remoteKeys)).map((row) => [row.merchantSku, row]));
  return remoteKeys.map((remoteKey) => planOne(context, { remoteKey, row: rows.get(remoteKey), direction }));
}

/** Makes the calls of a plan, one listing after the other. */
export async function makeSwitches(context: HepsiburadaContext, plan: readonly PlannedSwitch[]): Promise<ItemResult[]> {
  const results: ItemResult[] = [];
  for (const step of plan) results.push('known' in step ? step.known : await makeOne(context, step));
  return results;
}

function planOne(context: HepsiburadaContext, { remoteKey, row, direction }: { remoteKey: string; row: ListingRow | undefined; direction: Direction }): PlannedSwitch {
  // Where there is no listing, nothing is on sale.
  if (row === undefined) return { remoteKey, isListed: false, known: direction === 'deactivate' ? { remoteKey, ok: true } : { remoteKey, ok: false, issue: issue('LISTING_NOT_FOUND', 'Hepsiburada has no listing under this SKU', context.now()) } };
  if (direction === 'activate' && toRemoteOffer(row).onSale !== false) return { remoteKey, isListed: true, known: { remoteKey, ok: true } };
  const path = `/listings/merchantid/${context.store.remoteSellerId.toLowerCase()}/sku/${encodeURIComponent(row.hepsiburadaSku)}/${direction}`;
  return { remoteKey, hbSku: row.hepsiburadaSku, call: { group: 'listings', operation: `content.${direction}`, method: 'POST', path, json: {} } };
}

async function makeOne(context: HepsiburadaContext, { remoteKey, hbSku, call }: Extract<PlannedSwitch, { call: HepsiburadaCall }>): Promise<ItemResult> {
  try {
    await send(context, call);
    return { remoteKey, ok: true, remoteIds: { hbSku } };
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.errorClass !== 'VALIDATION') throw error;
    return { remoteKey, ok: false, issue: issue('MARKETPLACE_REFUSED', error.message, context.now()) };
  }
}
