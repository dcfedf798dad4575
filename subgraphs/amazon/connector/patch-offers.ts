import { ConnectorError, type ItemResult, type ListingIssue, type OfferChange } from '../../sync/connector/contract.js';
import { isNotFound } from './client.js';
import type { AmazonContext } from './credentials.js';
import { issueFrom } from './issues.js';
import { currencyOf, errorsOf, readItems, toRemoteOffer, type AmazonItem } from './items.js';
import { patchesOf } from './offer-patches.js';
import { patiently } from './patiently.js';
import type { PatchedOffer, Unsent } from './receipts.js';
import { patchItem } from './submissions.js';

/** How long a patch may take to show before it is looked for by a read-back of the whole push. */
const SHOWS_WITHIN_MS = 120_000;
const PUT_OFF_MS = 5_000;

export interface PatchRun {
  readonly patched: readonly PatchedOffer[];
  readonly unsent: readonly Unsent[];
  /** Why the run ended before its time; null when it did not. */
  readonly trouble: ConnectorError | null;
}

/**
 * Patches SKU after SKU until one meets trouble that the next would meet too. The one whose answer was lost is in
 * neither list: nobody knows; those behind it were not sent and go back to their queue.
 */
export async function patchOffers(context: AmazonContext, changes: readonly OfferChange[]): Promise<PatchRun> {
  const patched: PatchedOffer[] = [];
  const unsent: Unsent[] = [];
  for (const [index, change] of changes.entries()) {
    const step = await patchOne(context, change);
    if (step.kind === 'PATCHED') patched.push(step.offer);
    else if (step.kind === 'REFUSED') unsent.push(step.unsent);
    else {
      const behind = changes.slice(step.trouble.outcome === 'UNKNOWN' ? index + 1 : index);
      return { patched, unsent: [...unsent, ...behind.map(({ remoteKey }) => putOff(remoteKey, step.trouble.retryAfterMs))], trouble: step.trouble };
    }
  }
  return { patched, unsent, trouble: null };
}

export function putOff(sku: string, retryAfterMs: number | null): Unsent {
  return { sku, code: 'POSTPONED', message: 'Amazon takes more later', retryAfterMs: retryAfterMs ?? PUT_OFF_MS };
}

type Step = { readonly kind: 'PATCHED'; readonly offer: PatchedOffer } | { readonly kind: 'REFUSED'; readonly unsent: Unsent } | { readonly kind: 'TROUBLE'; readonly trouble: ConnectorError };

async function patchOne(context: AmazonContext, change: OfferChange): Promise<Step> {
  const { remoteKey: sku, price, quantity } = change;
  try {
    const submission = await patiently(() => patchItem(context, sku, patchesOf(change, context.store.credentials.marketplaceId)));
    if (submission.kind === 'INVALID') return { kind: 'REFUSED', unsent: { sku, ...wordsOf(issueFrom(submission.issues, context.now())) } };
    return { kind: 'PATCHED', offer: { sku, ...(price === undefined ? {} : { saleMinor: price.saleMinor, listMinor: price.listMinor }), ...(quantity === undefined ? {} : { quantity }) } };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.errorClass !== 'VALIDATION') return { kind: 'TROUBLE', trouble: error };
    return { kind: 'REFUSED', unsent: { sku, code: isNotFound(error) ? 'LISTING_NOT_FOUND' : 'MARKETPLACE_REFUSED', message: error.message } };
  }
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
  const isThere =
    (offer.saleMinor === undefined || live.price?.saleMinor === offer.saleMinor) && (offer.listMinor === undefined || live.price?.listMinor === offer.listMinor) && (offer.quantity === undefined || live.quantity === offer.quantity);
  if (isThere) return { remoteKey: offer.sku, ok: true, remoteIds: live.remoteIds };
  const blame = errorsOf(item).filter(({ attributeNames }) => (attributeNames ?? []).some((name) => ['purchasable_offer', 'list_price', 'fulfillment_availability'].includes(name)));
  return blame.length > 0 ? { remoteKey: offer.sku, ok: false, issue: issueFrom(blame, context.now()) } : null;
}

function wordsOf({ code, message }: ListingIssue): Pick<Unsent, 'code' | 'message'> {
  return { code, message };
}
