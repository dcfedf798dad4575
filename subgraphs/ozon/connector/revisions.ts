import { createHash } from 'node:crypto';
import type { OzonContext } from './client.js';
import { toFinances } from './finances.js';
import type { OzonPosting } from './posting.js';

const REMEMBERED_MS = 30 * 86_400_000;

interface Known {
  readonly digest: string;
  readonly revision: number;
}

/**
 * Ozon dates no change of a posting. Its revision is when it was asked for as it is now: a posting read unchanged keeps
 * the revision it had, so that polls bring no news; one that was asked for earlier never overtakes one asked for later.
 */
export async function revisionOf(context: OzonContext, posting: OzonPosting, askedAt: Date): Promise<number> {
  const key = `ozon:posting:${context.store.storeId}:${posting.posting_number}`;
  const digest = digestOf(posting);
  const known = await knownAt(context, key);
  if (known?.digest === digest) return known.revision;
  const revision = askedAt.getTime();
  if (known === null || revision >= known.revision) await context.cache.set(key, JSON.stringify({ digest, revision } satisfies Known), REMEMBERED_MS);
  return revision;
}

async function knownAt({ cache }: OzonContext, key: string): Promise<Known | null> {
  const text = await cache.get(key);
  return text === null ? null : (JSON.parse(text) as Known);
}

/** Over what the hub keeps of a posting: a payout that is settled days after the delivery is news. */
function digestOf(posting: OzonPosting): string {
  const { status, substatus, tracking_number, shipment_date = null, parent_posting_number, products, cancellation } = posting;
  const lines = products.map(({ sku, quantity }) => [sku, quantity]);
  const dates = shipment_date === null ? null : Date.parse(shipment_date);
  return createHash('sha256').update(JSON.stringify([status, substatus, tracking_number, dates, parent_posting_number, lines, cancellation?.cancellation_type ?? null, toFinances(posting.financial_data, 'RUB')])).digest('base64url');
}
