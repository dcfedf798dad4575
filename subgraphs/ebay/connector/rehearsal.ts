import type { PreviewedContentCall } from '../../sync/connector/contract.js';
import type { EbayAnswer, EbayCall, EbayContext } from './client.js';

/** What only the answer to a call that was not made would tell, as a rehearsal writes it. */
const namedLater = { offerId: '{offerId}', listingId: '{listingId}' } as const;

/**
 * Runs `act` on a store where everything is read as always, and nothing is written: each write is noted as it would have
 * been sent, and answered as if eBay had taken it. What is remembered on the way is forgotten again.
 */
export async function rehearse(context: EbayContext, act: (rehearsing: EbayContext) => Promise<unknown>): Promise<PreviewedContentCall[]> {
  const calls: PreviewedContentCall[] = [];
  const put = new Map<string, string>();
  await act({
    ...context,
    cache: {
      get: async (key) => put.get(key) ?? (await context.cache.get(key)),
      async set(key, value) {
        put.set(key, value);
      },
    },
    insteadOfWriting(call): EbayAnswer {
      calls.push(asShown(call));
      return { status: 200, headers: {}, json: namedLater };
    },
  });
  return calls;
}

function asShown({ method, path, body, endpoint, listings = 1 }: EbayCall): PreviewedContentCall {
  return { method, path: path.replace(encodeURIComponent(namedLater.offerId), namedLater.offerId), body: body === undefined ? '' : JSON.stringify(body), items: listings, quotaGroup: endpoint };
}
