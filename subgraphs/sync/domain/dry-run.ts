import type { StoreId } from '../../../platform/ids.js';
import type { Listing } from '../../catalog/domain/listing.js';
import type { Connector, OfferChange } from '../connector/contract.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';

/** A call that would be made. */
export interface PlannedRequest {
  readonly storeId: StoreId;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly items: number;
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

type PlanningConnector = Pick<Connector, 'checkOffer' | 'limits' | 'offers' | 'displayName'>;

export interface PlanStore {
  readonly storeId: StoreId;
  readonly planned: readonly PlannedChange[];
  readonly at: Date;
}

export interface StorePlan {
  readonly requests: readonly PlannedRequest[];
  readonly userErrors: readonly UserError[];
}

/** The calls that these changes of one store would be made in, and what would be refused before they are. */
export function planStore(connector: PlanningConnector, { storeId, planned, at }: PlanStore): StorePlan {
  const issues = planned.map(({ change }) => connector.checkOffer(change, at));
  const userErrors = planned.flatMap(({ listing }, index) => {
    const issue = issues[index];
    return issue ? [userError({ code: issue.code, message: `${connector.displayName}: ${issue.message}`, itemRef: listing.sku, retryable: issue.retryable })] : [];
  });
  const sendable = planned.filter((_, index) => !issues[index]).map(({ change }) => change);
  const size = connector.limits.offersPerPush;
  const calls = Array.from({ length: Math.ceil(sendable.length / size) }, (_, call) => sendable.slice(call * size, (call + 1) * size));
  return { requests: calls.map((changes) => toRequest(connector, storeId, changes)), userErrors };
}

function toRequest({ offers }: Pick<Connector, 'offers'>, storeId: StoreId, changes: readonly OfferChange[]): PlannedRequest {
  const { method, path, body } = offers.preview(changes);
  return { storeId, method, path, body: body.slice(0, SHOWN_CHARACTERS), items: changes.length };
}
