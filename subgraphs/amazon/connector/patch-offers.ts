import type { ItemResult, OfferChange } from '../../sync/connector/contract.js';
import type { AmazonContext } from './credentials.js';
import { issue, issueFrom } from './issues.js';
import { amazonChannelOf, currencyOf, errorsOf, readItems, toRemoteOffer, type AmazonItem } from './items.js';
import { patchesOf } from './offer-patches.js';
import type { PatchedOffer } from './receipts.js';
import { submitItem } from './submissions.js';
import { submitEach, type SubmissionRun } from './submit-each.js';

/**
 * How long a patch may take to show before it is looked for by a read-back of the whole push. A quantity of which units were sold before
 * it was looked at never shows as it was sent; only who knows of the sale, and of what was there before, can tell.
 */
const SHOWS_WITHIN_MS = 30_000;

/** Patches prices and quantities, SKU by SKU. */
export async function patchOffers(context: AmazonContext, changes: readonly OfferChange[]): Promise<SubmissionRun<PatchedOffer>> {
  const { marketplaceId } = context.store.credentials;
  const listings = changes.map((change) => ({ sku: change.remoteKey, change }));
  const run = await submitEach(context, listings, ({ sku, change }) => submitItem(context, { sku, operationType: 'PATCH', productType: 'PRODUCT', patches: patchesOf(change, marketplaceId) }, 'offers.push'));
  return { ...run, taken: run.taken.map(({ change }) => patchedOf(change)) };
}

function patchedOf({ remoteKey: sku, price, quantity }: OfferChange): PatchedOffer {
  return { sku, ...(price === undefined ? {} : { saleMinor: price.saleMinor, listMinor: price.listMinor }), ...(quantity === undefined ? {} : { quantity }) };
}

/** Which patches show by now. After a while those that do not are given up here, and the whole push is read back. */
export async function pollPatches(context: AmazonContext, patched: readonly PatchedOffer[], sentAtMs: number): Promise<{ readonly results: readonly ItemResult[]; readonly isDone: boolean }> {
  const items = new Map((await readItems(context, patched.map(({ sku }) => sku))).map((item) => [item.sku, item]));
  const results = patched.flatMap((offer) => resultOf(context, offer, items.get(offer.sku)) ?? []);
  return { results, isDone: results.length === patched.length || context.now().getTime() - sentAtMs > SHOWS_WITHIN_MS };
}

function resultOf(context: AmazonContext, offer: PatchedOffer, item: AmazonItem | undefined): ItemResult | null {
  if (!item) return null;
  const live = toRemoteOffer(item, { marketplaceId: context.store.credentials.marketplaceId, currency: currencyOf(context) });
  const isHeldByAmazon = amazonChannelOf(item) !== null;
  const isThere =
    (offer.saleMinor === undefined || live.price?.saleMinor === offer.saleMinor) && (offer.listMinor === undefined || live.price?.listMinor === offer.listMinor) && (offer.quantity === undefined || isHeldByAmazon || live.quantity === offer.quantity);
  if (isThere && isHeldByAmazon && offer.quantity !== undefined) return { remoteKey: offer.sku, ok: false, fields: ['quantity'], issue: issue('FULFILLED_BY_MARKETPLACE', 'Amazon ships these goods from its own warehouse and counts them itself', context.now()), remoteIds: live.remoteIds };
  if (isThere) return { remoteKey: offer.sku, ok: true, remoteIds: live.remoteIds };
  const blame = errorsOf(item).filter(({ attributeNames }) => (attributeNames ?? []).some((name) => ['purchasable_offer', 'list_price', 'fulfillment_availability'].includes(name)));
  return blame.length > 0 ? { remoteKey: offer.sku, ok: false, issue: issueFrom(blame, context.now()) } : null;
}
