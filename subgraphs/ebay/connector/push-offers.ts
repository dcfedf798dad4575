import { z } from 'zod';
import { moneyToDecimal } from '../../../platform/money.js';
import type { ItemResult, OfferChange, PushOutcome } from '../../sync/connector/contract.js';
import { number, text } from '../../sync/connector/wire-values.js';
import { exchange, type EbayContext } from './client.js';
import { beforeSending, errorFromResponse, errorInSuccess, unreadableAnswer, UnreadableRecordError } from './errors.js';
import { inParallel } from './in-parallel.js';
import { issue, issueFromErrors, triedAgain, untilReadable } from './issues.js';
import { forgetOffer, publishedOffer, type OfferFacts } from './offer-records.js';
import { inTurn, mayRevise, revisionCounter, untilNextDayMs, USED_UP, worthOf } from './revision-budget.js';

export const BULK_PATH = '/sell/inventory/v1/bulk_update_price_quantity';
const OPERATION = 'offers.push';
const SOON_MS = 1_000;
const READ_ANEW_MS = 30_000;

const answerSchema = z.looseObject({
  responses: z.array(z.looseObject({ sku: text.nullish(), offerId: text.nullish(), statusCode: number, errors: z.array(z.unknown()).nullish() })),
});
type Answers = z.output<typeof answerSchema>['responses'];

interface Change {
  readonly change: OfferChange;
  readonly facts: OfferFacts;
}

/**
 * Sends what may be sent in one call, and settles the rest without one: listings eBay does not show, and listings that have
 * spent so many of the day's 250 revisions that the rest is kept for something worth more.
 */
export async function pushOffers(context: EbayContext, changes: readonly OfferChange[]): Promise<PushOutcome> {
  const looked = await inParallel(changes, async (change) => ({ change, facts: await publishedOffer(context, change.remoteKey).catch(unlessUnreadable) })).catch((error: unknown) => {
    throw beforeSending(error);
  });
  const unread = looked.flatMap(({ change, facts }) => (facts instanceof UnreadableRecordError ? [untilReadable(change.remoteKey, facts, context.now())] : []));
  const known = looked.flatMap(({ change, facts }) => (facts instanceof UnreadableRecordError ? [] : [{ change, facts }]));
  const missing = known.filter(({ facts }) => facts === null).map(({ change }): ItemResult => ({ remoteKey: change.remoteKey, ok: false, issue: issue('LISTING_NOT_FOUND', `eBay shows no listing of ${change.remoteKey} on this site`, context.now()) }));
  const { affordable, postponed } = await inTurn(context.store.storeId, () => withinBudget(context, known.flatMap(({ change, facts }) => (facts === null ? [] : [{ change, facts }]))));
  if (affordable.length === 0) return { kind: 'SETTLED', results: [...unread, ...missing, ...postponed] };
  return { kind: 'SETTLED', results: [...unread, ...missing, ...postponed, ...(await sendAll(context, affordable))] };
}

function unlessUnreadable(error: unknown): UnreadableRecordError {
  if (error instanceof UnreadableRecordError) return error;
  throw error;
}

/** One change as eBay wants it. The item's quantity is the stock; the offer's own is named only where it has one, since the smaller counts. */
export function toEntry({ remoteKey, price, quantity }: Pick<OfferChange, 'remoteKey' | 'price' | 'quantity'>, { offerId, capsQuantity }: Pick<OfferFacts, 'offerId' | 'capsQuantity'>): unknown {
  const priced = price === undefined ? {} : { price: { value: moneyToDecimal({ amountMinor: price.saleMinor, currency: price.currency }), currency: price.currency } };
  const capped = quantity === undefined || !capsQuantity ? {} : { availableQuantity: quantity };
  const offer = { ...priced, ...capped };
  return { sku: remoteKey, ...(quantity === undefined ? {} : { shipToLocationAvailability: { quantity } }), ...(Object.keys(offer).length === 0 ? {} : { offers: [{ offerId, ...offer }] }) };
}

async function withinBudget(context: EbayContext, changes: readonly Change[]): Promise<{ affordable: Change[]; postponed: ItemResult[] }> {
  const counter = revisionCounter(context);
  const affordable: Change[] = [];
  const postponed: ItemResult[] = [];
  const listingIds = [...new Set(changes.map(listingOf))];
  const spentBefore = new Map(await Promise.all(listingIds.map(async (listing) => [listing, await counter.spent(listing)] as const)));
  const planned = new Map(spentBefore);
  // The variants of one listing share its day: what is worth most is given its turn first.
  for (const one of changes.toSorted((a, b) => rank(a.change) - rank(b.change))) {
    const listing = listingOf(one);
    const spent = planned.get(listing) ?? 0;
    const isAffordable = mayRevise(spent, worthOf(one.change));
    planned.set(listing, isAffordable ? spent + 1 : spent);
    if (isAffordable) affordable.push(one);
    else postponed.push(postpone(one.change, context.now()));
  }
  // Counted before they are sent: an answer that gets lost may have cost a revision all the same.
  const revised = [...planned].map(([listing, spent]) => ({ listing, revisions: spent - (spentBefore.get(listing) ?? 0) })).filter(({ revisions }) => revisions > 0);
  await Promise.all(revised.map(({ listing, revisions }) => counter.add(listing, revisions)));
  return { affordable, postponed };
}

function listingOf({ facts, change }: Change): string {
  return facts.listingId ?? change.remoteKey;
}

function rank(change: OfferChange): number {
  return ['ZERO', 'URGENT', 'ORDINARY'].indexOf(worthOf(change));
}

function postpone({ remoteKey }: OfferChange, now: Date): ItemResult {
  return triedAgain(remoteKey, issue('CHANGES_OF_THE_DAY_USED_UP', USED_UP, now), untilNextDayMs(now));
}

async function sendAll(context: EbayContext, changes: readonly Change[]): Promise<ItemResult[]> {
  const request = { endpoint: 'inventory', operation: OPERATION, method: 'POST', path: BULK_PATH, body: { requests: changes.map(({ change, facts }) => toEntry(change, facts)) } } as const;
  const answer = await exchange(context, request);
  const parsed = answerSchema.safeParse(answer.json);
  if (!parsed.success) {
    if (answer.status > 299) throw errorFromResponse(answer, answer.json, true);
    throw errorInSuccess(answer.json, true) ?? unreadableAnswer(OPERATION, true, parsed.error);
  }
  const results: ItemResult[] = [];
  for (const one of changes) results.push(...(await resultOf(context, one, parsed.data.responses.filter((row) => isAbout(row, one)))));
  return results;
}

function isAbout({ sku, offerId }: Answers[number], { change, facts }: Change): boolean {
  return sku == null ? offerId === facts.offerId : sku === change.remoteKey;
}

/** None for a change eBay did not mention or failed at: its outcome is unknown, and will be read back. */
async function resultOf(context: EbayContext, { change, facts }: Change, rows: Answers): Promise<ItemResult[]> {
  const { remoteKey } = change;
  const at = context.now();
  const failed = rows.filter(({ statusCode }) => statusCode > 299);
  if (failed.length === 0) return rows.length === 0 ? [] : [{ remoteKey, ok: true, remoteIds: { offerId: facts.offerId, ...(facts.listingId === null ? {} : { listingId: facts.listingId }) } }];
  const found = issueFromErrors(failed.flatMap(({ errors }) => errors ?? []), at);
  if (isConcurrent(failed)) return [triedAgain(remoteKey, { ...found, code: 'BUSY' }, SOON_MS)];
  if (failed.some(({ statusCode }) => statusCode >= 500)) return [];
  if (found.code === 'LISTING_NOT_FOUND') {
    // What was remembered of the offer is no longer so; the next turn reads it anew, and refuses for good when there is none.
    await forgetOffer(context, remoteKey);
    return [triedAgain(remoteKey, found, READ_ANEW_MS)];
  }
  if (found.code === 'CHANGES_OF_THE_DAY_USED_UP') {
    await revisionCounter(context).exhaust(facts.listingId ?? remoteKey);
    return [triedAgain(remoteKey, found, untilNextDayMs(at))];
  }
  return [{ remoteKey, ok: false, issue: found }];
}

function isConcurrent(rows: Answers): boolean {
  return rows.some(({ errors }) => (errors ?? []).some((error) => typeof error === 'object' && error !== null && String((error as { errorId?: unknown }).errorId) === '25025'));
}
