import type { StoreId } from '../../../platform/ids.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { fulfilmentIssue, isFulfilledByMarketplace } from '../../catalog/domain/fulfilment.js';
import type { Listing } from '../../catalog/domain/listing.js';
import type { Connector, ListingIssue, OfferChange, PreviewedContentCall, StoreAccount } from '../connector/contract.js';
import { foreignPrice } from './foreign-price.js';
import { inOfferCalls } from './offer-calls.js';

/** A call that would be made. */
export interface PlannedRequest {
  readonly storeId: StoreId;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly items: number;
  /** The marketplace's limits that it counts in, once in each. */
  readonly quotas: readonly string[];
}

export interface DryRun {
  readonly requests: readonly PlannedRequest[];
  /** Values that would have to reach a marketplace. */
  readonly total: number;
}

/** A value a listing would get. */
export interface PlannedChange {
  readonly listing: Listing;
  readonly change: OfferChange;
}

const SHOWN_CHARACTERS = 10_000;

/** Whose calls are planned, and when. */
export interface Planning {
  readonly connector: Pick<Connector, 'checkOffer' | 'limits' | 'offers' | 'content' | 'quotaGroups' | 'displayName'>;
  readonly account: StoreAccount<unknown>;
  readonly at: Date;
}

export interface StorePlan {
  readonly requests: readonly PlannedRequest[];
  readonly userErrors: readonly UserError[];
}

export interface OfferPlan extends StorePlan {
  /** What the calls carry. */
  readonly sent: readonly PlannedChange[];
}

/** The calls that these changes of one store would be made in, and what would be refused before they are. */
export function planOffers(planning: Planning, planned: readonly PlannedChange[]): OfferPlan {
  const { connector, account, at } = planning;
  const { good, userErrors } = judge(planning, planned, ({ listing, change }) => ({ sku: listing.sku, issue: withheld(listing, change, at) ?? foreignPrice(change.price, account, at) ?? connector.checkOffer(change, at) }));
  const calls = inOfferCalls(good.map(({ change }) => change), connector.limits).flatMap((changes) => connector.offers.previewAll?.(account, changes) ?? [{ ...connector.offers.preview(changes), items: changes.length }]);
  return { requests: calls.map((call) => toRequest(planning, call)), userErrors, sent: good };
}

function withheld(listing: Listing, { quantity }: OfferChange, at: Date): ListingIssue | null {
  return quantity !== undefined && isFulfilledByMarketplace(listing) ? fulfilmentIssue(at) : null;
}

/** A call as the answer of a dry run has it; a long body is cut. */
export function toRequest({ connector, account }: Planning, { method, path, body, items, quotaGroup }: PreviewedContentCall): PlannedRequest {
  const groups = quotaGroup === undefined ? [] : (connector.quotaGroups(account)[quotaGroup] ?? []);
  return { storeId: account.storeId, method, path, body: body.slice(0, SHOWN_CHARACTERS), items, quotas: groups.map(({ name }) => name) };
}

/** Those without an issue, and a user error for each of the others. */
export function judge<T>({ connector }: Planning, all: readonly T[], verdictOn: (one: T) => { readonly sku: string; readonly issue: ListingIssue | null }): { good: T[]; userErrors: UserError[] } {
  const good: T[] = [];
  const userErrors: UserError[] = [];
  for (const one of all) {
    const { sku, issue } = verdictOn(one);
    if (issue) userErrors.push(userError({ code: issue.code, message: `${connector.displayName}: ${issue.message}`, itemRef: sku, retryable: issue.retryable }));
    else good.push(one);
  }
  return { good, userErrors };
}
