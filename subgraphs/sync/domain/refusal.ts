import type { ListingIssue } from '../../catalog/domain/listing.js';
import type { ConnectorError } from '../connector/connector-error.js';

/** What the refusal of a whole call becomes on everything in it: a code of the hub's, the marketplace's own words beside it. */
export function refusalOf({ issueCode, remoteCode, message }: ConnectorError, at: Date): ListingIssue {
  return { code: issueCode ?? 'MARKETPLACE_REFUSED', remoteCode, message, retryable: false, at };
}
