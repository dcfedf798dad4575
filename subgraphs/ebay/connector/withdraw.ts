import { groupBy } from '../../../platform/group-by.js';
import { ConnectorError, type ItemResult, type PushOutcome } from '../../sync/connector/contract.js';
import { send, type EbayContext } from './client.js';
import { UnreadableRecordError } from './errors.js';
import { inParallel } from './in-parallel.js';
import { readItem } from './inventory-items.js';
import { codeOf, issue, type Refused, untilReadable } from './issues.js';
import { readGroup, removeMembers } from './item-groups.js';
import { forgetOffer, isPublished, readOffer } from './offer-records.js';
import { pushOffers } from './push-offers.js';

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

async function findOnSale(context: EbayContext, sku: string): Promise<OnSale | Refused | null> {
  try {
    const offer = await readOffer(context, sku);
    if (offer === null || !isPublished(offer)) return null;
    const item = await readItem(context, sku);
    return { sku, offerId: offer.offerId, groupKey: item?.inventoryItemGroupKeys?.[0] ?? null };
  } catch (error) {
    if (!(error instanceof UnreadableRecordError)) throw error;
    return untilReadable(sku, error, context.now());
  }
}

async function withdrawOne(context: EbayContext, members: readonly OnSale[]): Promise<readonly ItemResult[]> {
  const groupKey = members[0]?.groupKey ?? null;
  try {
    if (groupKey !== null) return await leaveGroup(context, groupKey, members.map(({ sku }) => sku));
    await inParallel(members, ({ offerId }) => send(context, { endpoint: 'inventory', operation: 'offers.withdraw', method: 'POST', path: `/sell/inventory/v1/offer/${encodeURIComponent(offerId)}/withdraw`, body: {} }));
    return await withdrawn(context, members.map(({ sku }) => sku));
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.errorClass !== 'VALIDATION') throw error;
    if (error instanceof UnreadableRecordError) return members.map(({ sku }) => untilReadable(sku, error, context.now()));
    return members.map(({ sku }) => ({ remoteKey: sku, ok: false, issue: issue(codeOf(error.remoteCode ?? '', error.message), error.message, context.now()) }));
  }
}

async function leaveGroup(context: EbayContext, key: string, skus: readonly string[]): Promise<readonly ItemResult[]> {
  const others = ((await readGroup(context, key))?.variantSKUs ?? []).filter((sku) => !skus.includes(sku));
  if (others.length === 0) await withdrawGroup(context, key, skus.length);
  else {
    const kept = await removeMembers(context, key, skus).catch(unlessRefused);
    if (kept !== undefined) return emptied(context, skus);
  }
  return withdrawn(context, skus);
}

function unlessRefused(error: unknown): ConnectorError {
  if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return error;
  throw error;
}

/** What cannot leave its listing is left there without stock, each by its own answer. */
async function emptied(context: EbayContext, skus: readonly string[]): Promise<readonly ItemResult[]> {
  const outcome = await pushOffers(context, skus.map((remoteKey) => ({ remoteKey, quantity: 0, known: { price: null, quantity: null } })));
  return outcome.kind === 'SETTLED' ? outcome.results : [];
}

async function withdrawn(context: EbayContext, skus: readonly string[]): Promise<readonly ItemResult[]> {
  await inParallel(skus, (sku) => forgetOffer(context, sku));
  return skus.map((remoteKey) => ({ remoteKey, ok: true }));
}

/** The group record goes too: whoever publishes one of the variants later does not mean the others. */
async function withdrawGroup(context: EbayContext, key: string, listings: number): Promise<void> {
  const body = { inventoryItemGroupKey: key, marketplaceId: context.store.credentials.marketplaceId };
  await send(context, { endpoint: 'inventory', operation: 'offers.withdrawGroup', method: 'POST', path: '/sell/inventory/v1/offer/withdraw_by_inventory_item_group', body, listings });
  await send(context, { endpoint: 'inventory', operation: 'groups.remove', method: 'DELETE', path: `/sell/inventory/v1/inventory_item_group/${encodeURIComponent(key)}`, listings });
}
