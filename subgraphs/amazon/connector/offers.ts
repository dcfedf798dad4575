import type { ListingIssue, OfferChange, OfferPage, OfferPort, ReceiptOutcome } from '../../sync/connector/contract.js';
import { eachOnce } from '../../sync/connector/each-once.js';
import { PageCircleError } from '../../sync/connector/page-trail.js';
import { strangeOffer } from '../../sync/connector/read-rows.js';
import { pushOffers, toMessage } from './carry-offers.js';
import { chooseCarriers } from './choose-carrier.js';
import type { AmazonContext, AmazonCredentials } from './credentials.js';
import { unreadableAnswer } from './errors.js';
import { issue } from './issues.js';
import { currencyOf, isParent, ITEMS_PER_SEARCH, readEachItem, searchItems, toRemoteOffer, type AmazonItem, type ItemPage } from './items.js';
import { pollListingsFeed } from './listings-feed.js';
import { MARKETPLACE_TR } from './marketplaces.js';
import { callsOfFeed, singleCall } from './previewed-calls.js';
import { pollPatches } from './patch-offers.js';
import { foreseeOffers } from './rehearse-offers.js';
import { readReceipt, unsentResults } from './receipts.js';

const NEXT_POLL_MS = 2_000;
const MAX_QUANTITY = 999_999;
/** searchListingsItems never shows more than this of one question. */
const RESULTS_PER_QUESTION = 1_000;

export const offers: OfferPort<AmazonCredentials> = {
  push: pushOffers,
  poll: pollPush,
  async read(context, remoteKeys) {
    const { read, strange, nameless } = await readEachItem(context, remoteKeys);
    if (nameless > 0) throw unreadableAnswer('listings', false);
    return [...read.map((item) => toRemoteOffer(item, placeOf(context))), ...strange.map(strangeOffer)];
  },
  list: listOffers,
  tellsFulfilment: true,
  preview: (changes) => ({ method: 'POST', path: '/feeds/2021-06-30/feeds', quotaGroup: 'listings-feed-create', body: JSON.stringify({ feedType: 'JSON_LISTINGS_FEED', messages: changes.map((change) => toMessage(change, MARKETPLACE_TR)) }) }),
  previewAll(store, changes) {
    const messageOf = (change: OfferChange) => toMessage(change, store.credentials.marketplaceId);
    const { patched, fed, waiting } = chooseCarriers(changes);
    const patches = [...patched, ...waiting].map((change) => singleCall(store, messageOf(change)));
    return fed.length === 0 ? patches : [...patches, ...callsOfFeed(store, fed.map(messageOf), fed.length)];
  },
  foresee: foreseeOffers,
};

/** The rules that need no call to know. */
export function checkOffer({ price, quantity }: OfferChange, at: Date): ListingIssue | null {
  if (quantity !== undefined && (!Number.isInteger(quantity) || quantity < 0 || quantity > MAX_QUANTITY)) return issue('QUANTITY_REFUSED', `quantity ${quantity} is outside 0 to ${MAX_QUANTITY}`, at);
  if (price === undefined) return null;
  if (price.currency === 'RUB') return issue('CURRENCY_REFUSED', 'Amazon has no marketplace that sells in RUB', at);
  if (price.saleMinor <= 0) return issue('PRICE_REFUSED', 'the sale price must be above zero', at);
  if (price.listMinor < price.saleMinor) return issue('LIST_PRICE_BELOW_SALE_PRICE', 'the list price is below the sale price', at);
  return null;
}

async function pollPush(context: AmazonContext, text: string): Promise<ReceiptOutcome> {
  const receipt = readReceipt(text);
  if (receipt === null) return { kind: 'EXPIRED' };
  const feed = receipt.feedId === null ? null : await pollListingsFeed(context, receipt.feedId);
  if (feed !== null && receipt.patched.length === 0 && receipt.unsent.length === 0) return feed;
  const patches = receipt.patched.length === 0 ? { results: [], isDone: true } : await pollPatches(context, receipt.patched, receipt.sentAtMs);
  const settled = [...patches.results, ...unsentResults(receipt.unsent, context.now()), ...(feed?.kind === 'SETTLED' ? feed.results : [])];
  const isPending = !patches.isDone || feed?.kind === 'PENDING';
  return isPending ? { kind: 'PENDING', pollAfterMs: NEXT_POLL_MS, settled } : { kind: 'SETTLED', results: settled };
}

/** Where a walk over all listings stands: a question shows 1,000, so the next one begins where the last listing was created. */
interface ListPosition {
  readonly createdAfter: string | null;
  readonly token: string | null;
  readonly seen: number;
  /** SKUs of the instant the question begins at, which the one before has shown. */
  readonly edge: readonly string[];
}

const START: ListPosition = { createdAfter: null, token: null, seen: 0, edge: [] };

async function listOffers(context: AmazonContext, cursor: string | null): Promise<OfferPage> {
  const position = cursor === null ? START : (JSON.parse(cursor) as ListPosition);
  const page = await searchItems(context, { sortBy: 'createdDate', sortOrder: 'ASC', createdAfter: position.createdAfter, pageToken: position.token });
  const fresh = page.items.filter((item) => !position.edge.includes(item.sku) && !isParent(item));
  const next = nextPosition(context, position, page);
  return { items: [...eachOnce(fresh, ({ sku }) => sku).map((item) => toRemoteOffer(item, placeOf(context))), ...page.strange.map(strangeOffer)], nameless: page.nameless, next: next === null ? null : JSON.stringify(next) };
}

function nextPosition(context: AmazonContext, position: ListPosition, { items, nextToken: token, numberOfResults, rows }: ItemPage): ListPosition | null {
  const seen = position.seen + rows;
  if (token !== null && seen < RESULTS_PER_QUESTION) return token === position.token || rows === 0 ? loops() : { ...position, token, seen };
  if (numberOfResults <= seen || rows < ITEMS_PER_SEARCH) return null;
  const last = createdOf(context, items.at(-1));
  if (last === null || last === position.createdAfter) return loops();
  return { createdAfter: last, token: null, seen: 0, edge: items.filter((item) => createdOf(context, item) === last).map(({ sku }) => sku) };
}

function loops(): never {
  throw new PageCircleError('a page of the listings that was read before comes again');
}

function createdOf({ store }: AmazonContext, item: AmazonItem | undefined): string | null {
  return (item?.summaries ?? []).find(({ marketplaceId }) => marketplaceId === store.credentials.marketplaceId)?.createdDate ?? null;
}

function placeOf(context: AmazonContext): { marketplaceId: string; currency: ReturnType<typeof currencyOf> } {
  return { marketplaceId: context.store.credentials.marketplaceId, currency: currencyOf(context) };
}
