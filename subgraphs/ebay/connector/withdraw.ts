import { groupBy } from '../../../platform/group-by.js';
import { ConnectorError, type ItemResult, type PushOutcome } from '../../sync/connector/contract.js';
import { send, type EbayContext } from './client.js';
import { UNREADABLE_RETRY_MS, UnreadableRecordError } from './errors.js';
import { inParallel } from './in-parallel.js';
import { readItem } from './inventory-items.js';
import { codeOf, issue } from './issues.js';
import { readGroup, removeMembers } from './item-groups.js';
import { forgetOffer, isPublished, readOffer } from './offer-records.js';
import { BULK_PATH } from './push-offers.js';

interface OnSale {
  readonly sku: string;
  readonly offerId: string;
  readonly groupKey: string | null;
}

/**
 * Takes listings off sale. A variant leaves its group, or the whole group goes when all of it is to; a variation that has
 * sales stays in eBay's listing, and is left there without stock.
 */
export async function withdrawListings(context: EbayContext, remoteKeys: readonly string[]): Promise<PushOutcome> {
  const found = await inParallel(remoteKeys, (sku) => findOnSale(context, sku));
  const unread = found.filter((one) => one !== null && 'ok' in one);
  const onSale = found.filter((one) => one !== null && 'sku' in one);
  const gone = remoteKeys.filter((_sku, index) => found[index] === null).map((remoteKey): ItemResult => ({ remoteKey, ok: true }));
  const listings = groupBy(onSale, ({ sku, groupKey }) => groupKey ?? `sku ${sku}`);
  const settled = await inParallel([...listings.values()], (members) => withdrawOne(context, members));
  return { kind: 'SETTLED', results: [...unread, ...gone, ...settled.flat()] };
}

async function findOnSale(context: EbayContext, sku: string): Promise<OnSale | Extract<ItemResult, { ok: false }> | null> {
  try {
    const offer = await readOffer(context, sku);
    if (offer === null || !isPublished(offer)) return null;
    const item = await readItem(context, sku);
    return { sku, offerId: offer.offerId, groupKey: item?.inventoryItemGroupKeys?.[0] ?? null };
  } catch (error) {
    if (!(error instanceof UnreadableRecordError)) throw error;
    return { remoteKey: sku, ok: false, issue: { ...issue('MARKETPLACE_REFUSED', error.message, context.now()), retryable: true }, retryAfterMs: UNREADABLE_RETRY_MS };
  }
}

async function withdrawOne(context: EbayContext, members: readonly OnSale[]): Promise<ItemResult[]> {
  const groupKey = members[0]?.groupKey ?? null;
  try {
    if (groupKey === null) await inParallel(members, ({ offerId }) => send(context, { endpoint: 'inventory', operation: 'offers.withdraw', method: 'POST', path: `/sell/inventory/v1/offer/${encodeURIComponent(offerId)}/withdraw`, body: {} }));
    else await leaveGroup(context, groupKey, members.map(({ sku }) => sku));
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.errorClass !== 'VALIDATION') throw error;
    return members.map(({ sku }) => ({ remoteKey: sku, ok: false, issue: issue(codeOf(error.remoteCode ?? '', error.message), error.message, context.now()) }));
  }
  await inParallel(members, ({ sku }) => forgetOffer(context, sku));
  return members.map(({ sku }) => ({ remoteKey: sku, ok: true }));
}

async function leaveGroup(context: EbayContext, key: string, skus: readonly string[]): Promise<void> {
  const others = ((await readGroup(context, key))?.variantSKUs ?? []).filter((sku) => !skus.includes(sku));
  if (others.length === 0) return withdrawGroup(context, key, skus.length);
  try {
    await removeMembers(context, key, skus);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.errorClass !== 'VALIDATION') throw error;
    await send(context, { endpoint: 'inventory', operation: 'offers.empty', method: 'POST', path: BULK_PATH, body: { requests: skus.map((sku) => ({ sku, shipToLocationAvailability: { quantity: 0 } })) }, listings: skus.length });
  }
}

/** The group record goes too: whoever publishes one of the variants later does not mean the others. */
async function withdrawGroup(context: EbayContext, key: string, listings: number): Promise<void> {
  const body = { inventoryItemGroupKey: key, marketplaceId: context.store.credentials.marketplaceId };
  await send(context, { endpoint: 'inventory', operation: 'offers.withdrawGroup', method: 'POST', path: '/sell/inventory/v1/offer/withdraw_by_inventory_item_group', body, listings });
  await send(context, { endpoint: 'inventory', operation: 'groups.remove', method: 'DELETE', path: `/sell/inventory/v1/inventory_item_group/${encodeURIComponent(key)}`, listings });
}
