import { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { groupBy } from '../../../platform/group-by.js';
import { ConnectorError, type ForeseenRefusal, type ItemResult, type ListingDraft, type PushOutcome } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { sellingTerms, termsFor, type StoreTerms } from './account.js';
import { catalogue } from './catalogue.js';
import { checkAspects } from './check-draft.js';
import { call, type EbayContext } from './client.js';
import { UnreadableRecordError } from './errors.js';
import { inParallel } from './in-parallel.js';
import { saveItem } from './inventory-items.js';
import { codeOf, issue, type Refused, triedAgain, untilReadable } from './issues.js';
import { saveGroup } from './item-groups.js';
import { isPublished, listingOnSale, type OfferRecord, readOffersOf, rememberOffer, saveOffer, termsOf } from './offer-records.js';
import { isUsedUp, untilNextDayMs } from './revision-budget.js';
import type { Site } from './sites.js';
import { prepareDraft, toItem, toOffer, type PreparedDraft } from './to-listing.js';

/** eBay publishes nothing that cannot be bought: such a listing waits, and is tried again this often. */
const STOCK_WAIT_MS = 15 * 60_000;
const NO_QUANTITY = '25004';
/** eBay's list of a SKU's offers may lag behind an offer just made. */
const ALREADY_THERE = /offer entity already exists/i;
const READ_ANEW_MS = 60_000;

const createdSchema = z.looseObject({ offerId: text });
const publishedSchema = z.looseObject({ listingId: text });

/**
 * Makes items, offers and, for variants, their group say what the drafts say, and publishes them. Every step reads what is
 * there first, so that a repeated call changes nothing that is as it should be. eBay answers at once; a product whose step
 * is refused is settled so, and holds up no other.
 */
export async function publishDrafts(context: EbayContext, drafts: readonly ListingDraft[]): Promise<PushOutcome> {
  const terms = await sellingTerms(context);
  const prepared = await inParallel(drafts, (draft) => prepare(context, draft));
  const refused = prepared.filter((one): one is Refused => 'ok' in one);
  const products = groupBy(prepared.filter((one): one is PreparedDraft => 'draft' in one), ({ draft, varying }) => (varying.length > 0 ? draft.groupKey : `sku ${draft.remoteKey}`));
  const settled = await inParallel([...products.values()], (members) => publishProduct(context, terms, members));
  return { kind: 'SETTLED', results: [...refused, ...settled.flat()] };
}

/** What `publishDrafts` refuses before it writes: aspects the category demands, a category that is none. */
export async function foreseeRefusals(context: EbayContext, drafts: readonly ListingDraft[]): Promise<ForeseenRefusal[]> {
  return (await inParallel(drafts, (draft) => prepare(context, draft))).filter((one): one is Refused => 'ok' in one);
}

async function prepare(context: EbayContext, draft: ListingDraft): Promise<PreparedDraft | Refused> {
  const demanded = await catalogue.attributes(context, draft.mapping.categoryId).catch((error: unknown) => failureOf(context, draft.remoteKey, error, 'CATEGORY_REFUSED'));
  if ('ok' in demanded) return demanded;
  const prepared = prepareDraft(draft, demanded);
  const found = checkAspects(prepared.aspects, demanded, context.now());
  return found === null ? prepared : { remoteKey: draft.remoteKey, ok: false, issue: found };
}

interface Ready {
  readonly member: PreparedDraft;
  readonly offerId: string;
  readonly capsQuantity: boolean;
}

async function publishProduct(context: EbayContext, terms: StoreTerms, members: readonly PreparedDraft[]): Promise<ItemResult[]> {
  const steps = await inParallel(members, (member) => makeReady(context, terms, member));
  const failures = steps.filter((step): step is Refused => 'ok' in step);
  const ready = steps.filter((step): step is Ready => 'offerId' in step);
  const [first] = ready;
  if (first === undefined) return failures;
  try {
    const listingId = first.member.varying.length > 0 ? await publishGroup(context, ready) : await publishSingle(context, first);
    return [...failures, ...(await inParallel(ready, (one) => published(context, one, listingId)))];
  } catch (error) {
    return [...failures, ...ready.map(({ member }) => failureOf(context, member.draft.remoteKey, error))];
  }
}

async function makeReady(context: EbayContext, terms: StoreTerms, member: PreparedDraft): Promise<Ready | Refused> {
  const { draft } = member;
  const site = context.store.credentials.marketplaceId;
  try {
    const { ours, isOnSale } = await readOffersOf(context, draft.remoteKey);
    await saveItem(context, draft.remoteKey, toItem(member, site), { isOnSale, listingId: ours === null ? null : listingOnSale(ours) });
    const saved = ours === null ? null : await saveOffer(context, draft.remoteKey, (current) => wantedOf(current, { member, site, terms }));
    if (saved === null) return { member, offerId: await createOffer(context, draft.remoteKey, toOffer(member, { site, terms: terms.usual })), capsQuantity: false };
    return { member, offerId: saved.offerId, capsQuantity: saved.availableQuantity != null };
  } catch (error) {
    return failureOf(context, draft.remoteKey, error);
  }
}

function wantedOf(current: OfferRecord, { member, site, terms }: { readonly member: PreparedDraft; readonly site: Site; readonly terms: StoreTerms }): Readonly<Record<string, unknown>> {
  const wanted = toOffer(member, { site, terms: termsFor(terms, { terms: termsOf(current), isOnSale: isPublished(current) }) });
  if (isPublished(current)) return withoutPrice(wanted);
  return current.availableQuantity == null ? wanted : { ...wanted, availableQuantity: member.draft.quantity };
}

async function createOffer(context: EbayContext, sku: string, wanted: Readonly<Record<string, unknown>>): Promise<string> {
  const body = { sku, marketplaceId: context.store.credentials.marketplaceId, format: 'FIXED_PRICE', ...wanted };
  return (await call(context, { endpoint: 'inventory', operation: 'offers.create', method: 'POST', path: '/sell/inventory/v1/offer', body }, createdSchema)).offerId;
}

/** The price of what is on sale changes through price updates alone, which know what it costs of the day's changes. */
function withoutPrice({ pricingSummary: _price, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return rest;
}

async function publishSingle(context: EbayContext, { offerId }: Ready): Promise<string> {
  return (await call(context, { endpoint: 'inventory', operation: 'offers.publish', method: 'POST', path: `/sell/inventory/v1/offer/${encodeURIComponent(offerId)}/publish`, body: {} }, publishedSchema)).listingId;
}

async function publishGroup(context: EbayContext, ready: readonly Ready[]): Promise<string> {
  const key = ready[0]?.member.draft.groupKey ?? '';
  await saveGroup(context, key, ready.map(({ member }) => member));
  const body = { inventoryItemGroupKey: key, marketplaceId: context.store.credentials.marketplaceId };
  return (await call(context, { endpoint: 'inventory', operation: 'offers.publishGroup', method: 'POST', path: '/sell/inventory/v1/offer/publish_by_inventory_item_group', body, listings: ready.length }, publishedSchema)).listingId;
}

async function published(context: EbayContext, { member, offerId, capsQuantity }: Ready, listingId: string): Promise<ItemResult> {
  const { remoteKey, groupKey } = member.draft;
  await rememberOffer(context, remoteKey, { offerId, listingId, capsQuantity });
  return { remoteKey, ok: true, remoteIds: { offerId, listingId, ...(member.varying.length > 0 ? { groupKey } : {}) } };
}

/** A refusal belongs to the item; any other trouble is that of the whole call, and thrown on. */
function failureOf(context: EbayContext, remoteKey: string, error: unknown, code?: ExplainedCode): Refused {
  if (!(error instanceof ConnectorError) || error.errorClass !== 'VALIDATION') throw error;
  const at = context.now();
  if (error.remoteCode === NO_QUANTITY) return triedAgain(remoteKey, issue('OUT_OF_STOCK', 'eBay shows a listing only once there is something to sell; it is tried again', at), STOCK_WAIT_MS);
  if (isUsedUp(error)) return triedAgain(remoteKey, issue('CHANGES_OF_THE_DAY_USED_UP', error.message, at), untilNextDayMs(at));
  if (error instanceof UnreadableRecordError) return untilReadable(remoteKey, error, at);
  if (ALREADY_THERE.test(error.message)) return triedAgain(remoteKey, issue('BUSY', error.message, at), READ_ANEW_MS);
  return { remoteKey, ok: false, issue: issue(code ?? codeOf(error.remoteCode ?? '', error.message), error.message, at) };
}
