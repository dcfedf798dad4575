import { ConnectorError, type OfferChange, type PushOutcome } from '../../sync/connector/contract.js';
import { carryWithoutFeed, chooseCarriers, PATCHES_PER_PUSH } from './choose-carrier.js';
import type { AmazonContext } from './credentials.js';
import { currencyOf } from './items.js';
import { submitListingsFeed, type FeedMessage } from './listings-feed.js';
import { patchesOf } from './offer-patches.js';
import { patchOffers } from './patch-offers.js';
import { unsentResults, writeReceipt, type PatchedOffer, type PushReceipt, type Unsent } from './receipts.js';
import { hasLeftNothing, putOff, PUT_OFF_MS, type SubmissionRun } from './submit-each.js';

const FIRST_POLL_MS = 1_000;
const NEXT_PUSH_MS = 100;

type Patching = SubmissionRun<PatchedOffer>;

/** Sends prices and quantities by patches and, where they are many, by a feed; while none may go, by what patches there are. */
export async function pushOffers(context: AmazonContext, changes: readonly OfferChange[]): Promise<PushOutcome> {
  const { sendable, refused } = splitByCurrency(context, changes);
  const carriers = chooseCarriers(sendable);
  const run = await patchOffers(context, carriers.patched);
  if (run.trouble !== null && hasLeftNothing(run) && refused.length === 0) throw run.trouble;
  const fed = await feedOffers(context, carriers.fed, run);
  const instead = fed.spent === null ? NOTHING : await patchInstead(context, carriers.fed, { spent: fed.spent, room: PATCHES_PER_PUSH - carriers.patched.length });
  const isAllHeldUp = run.taken.length + run.unsent.length + refused.length === 0 && hasLeftNothing(instead);
  // What was asked for no quota is no reason to throw: it waits by itself, else stock that runs out could not be patched.
  if (isAllHeldUp && instead.trouble !== null && instead.trouble.errorClass !== 'RATE_LIMITED' && instead.trouble.outcome !== 'UNKNOWN') throw instead.trouble;
  const waiting = carriers.waiting.map(({ remoteKey }): Unsent => ({ sku: remoteKey, code: 'POSTPONED', message: `Amazon is sent ${PATCHES_PER_PUSH} patches at a time`, retryAfterMs: NEXT_PUSH_MS }));
  const receipt: PushReceipt = { feedId: fed.feedId, sentAtMs: context.now().getTime(), patched: [...run.taken, ...instead.taken], unsent: [...refused, ...run.unsent, ...fed.unsent, ...instead.unsent, ...waiting] };
  if (receipt.feedId === null && receipt.patched.length === 0) return { kind: 'SETTLED', results: unsentResults(receipt.unsent, context.now()) };
  return { kind: 'ACCEPTED', receipt: writeReceipt(receipt), marketplaceReceipt: receipt.feedId, pollAfterMs: FIRST_POLL_MS };
}

const NOTHING: Patching = { taken: [], unsent: [], trouble: null };

interface Feeding {
  readonly feedId: string | null;
  readonly unsent: readonly Unsent[];
  /** That no feed may go for now: then `unsent` is empty, and its changes are still to be carried. */
  readonly spent: ConnectorError | null;
}

async function feedOffers(context: AmazonContext, changes: readonly OfferChange[], run: Patching): Promise<Feeding> {
  if (changes.length === 0) return { feedId: null, unsent: [], spent: null };
  const { trouble } = run;
  if (trouble !== null) return { feedId: null, unsent: changes.map(({ remoteKey }) => putOff(remoteKey, trouble)), spent: null };
  try {
    return { feedId: await submitListingsFeed(context, changes.map((change) => toMessage(change, context.store.credentials.marketplaceId)), 'offers.pushFeed'), unsent: [], spent: null };
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'RATE_LIMITED') return { feedId: null, unsent: [], spent: error };
    const isAlone = run.taken.length === 0 && run.unsent.length === 0;
    if (!(error instanceof ConnectorError) || isAlone) throw error;
    // Of an unknown outcome: left out of the receipt, so that it is read back.
    return { feedId: null, unsent: error.outcome === 'UNKNOWN' ? [] : changes.map(({ remoteKey }) => putOff(remoteKey, error)), spent: null };
  }
}

/** Patches may go while feeds may not: the most urgent go now, the others when patches come to them, those that they never come to with the next feed. */
async function patchInstead(context: AmazonContext, changes: readonly OfferChange[], { spent, room }: { readonly spent: ConnectorError; readonly room: number }): Promise<Patching> {
  const { patched, later } = carryWithoutFeed(changes, { room, feedAfterMs: spent.retryAfterMs ?? PUT_OFF_MS });
  const run = await patchOffers(context, patched);
  return { ...run, unsent: [...run.unsent, ...later.map(({ change, afterMs }) => ({ ...putOff(change.remoteKey, spent), retryAfterMs: afterMs }))] };
}

function splitByCurrency(context: AmazonContext, changes: readonly OfferChange[]): { readonly sendable: readonly OfferChange[]; readonly refused: readonly Unsent[] } {
  const currency = currencyOf(context);
  const isForeign = ({ price }: OfferChange): boolean => price !== undefined && price.currency !== currency;
  const refused = changes.filter(isForeign).map(({ remoteKey, price }): Unsent => ({ sku: remoteKey, code: 'CURRENCY_REFUSED', message: `this marketplace takes prices in ${currency}, not ${price?.currency ?? ''}` }));
  return { sendable: changes.filter((change) => !isForeign(change)), refused };
}

export function toMessage(change: OfferChange, marketplaceId: string): FeedMessage {
  return { sku: change.remoteKey, operationType: 'PATCH', productType: 'PRODUCT', patches: patchesOf(change, marketplaceId) };
}
