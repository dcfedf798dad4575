import { ConnectorError, type ItemResult } from '../../sync/connector/contract.js';
import { send, type HepsiburadaContext } from './client.js';
import { issue } from './issues.js';
import { readManyListings, toRemoteOffer } from './listings.js';

/** Puts listings on or off sale, one call each. Off sale is as far as Hepsiburada goes: it has no archive. */
export async function switchSale(context: HepsiburadaContext, remoteKeys: readonly string[], direction: 'activate' | 'deactivate'): Promise<ItemResult[]> {
  const rows = new Map((await readManyListings(context, remoteKeys)).map((row) => [row.merchantSku, row]));
  const results: ItemResult[] = [];
  for (const remoteKey of remoteKeys) {
    const row = rows.get(remoteKey);
    // Where there is no listing, nothing is on sale.
    if (row === undefined) results.push(direction === 'deactivate' ? { remoteKey, ok: true } : { remoteKey, ok: false, issue: issue('LISTING_NOT_FOUND', 'Hepsiburada has no listing under this SKU', context.now()) });
    else if (direction === 'activate' && toRemoteOffer(row).onSale !== false) results.push({ remoteKey, ok: true });
    else results.push(await switchOne(context, { remoteKey, hbSku: row.hepsiburadaSku, direction }));
  }
  return results;
}

async function switchOne(context: HepsiburadaContext, { remoteKey, hbSku, direction }: { remoteKey: string; hbSku: string; direction: string }): Promise<ItemResult> {
  const path = `/listings/merchantid/${context.store.remoteSellerId.toLowerCase()}/sku/${encodeURIComponent(hbSku)}/${direction}`;
  try {
    await send(context, { group: 'listings', operation: `content.${direction}`, method: 'POST', path, json: {} });
    return { remoteKey, ok: true, remoteIds: { hbSku } };
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.errorClass !== 'VALIDATION') throw error;
    return { remoteKey, ok: false, issue: issue('MARKETPLACE_REFUSED', error.message, context.now()) };
  }
}
