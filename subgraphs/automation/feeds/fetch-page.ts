import { type MarketplaceHttp, TransportError } from '../../../platform/http/contract.js';
import { FeedError } from './contract.js';

/** Some hosts answer nobody who does not say what they are. */
const HEADERS = { 'user-agent': 'marketplace-hub', accept: 'application/xml, text/xml' };
const TIMEOUT_MS = 20_000;

/** Gets a bank's page with status 200, as bytes; throws FeedError. */
export async function fetchPage(http: MarketplaceHttp, path: string): Promise<Buffer> {
  const { status, body } = await http.send({ operation: 'rates.daily', method: 'GET', path, headers: HEADERS, quotaGroup: 'daily', safe: true, timeoutMs: TIMEOUT_MS }).catch(toFeedError);
  if (status === 200) return body;
  throw new FeedError(status >= 500 || status === 429 ? 'UNREACHABLE' : 'REFUSED', `the bank answered with status ${status}`);
}

function toFeedError(error: unknown): never {
  throw error instanceof TransportError ? new FeedError('UNREACHABLE', error.message, error) : error;
}
