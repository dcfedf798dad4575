import { z } from 'zod';
import type { FeePort } from '../../sync/connector/contract.js';
import { number, text } from '../../sync/connector/wire-values.js';
import { call, query, sellerPath, type TrendyolContext, type TrendyolCredentials } from './client.js';

const BARCODES_PER_CALL = 50;

const pageSchema = z.looseObject({
  content: z.array(z.looseObject({ variants: z.array(z.looseObject({ barcode: text, commission: number.nullish().catch(null) })).nullish() })),
});

/** The commission rate of what is approved. Trendyol's service fee and the cargo are told afterwards only, so no amount is. */
export const fees: FeePort<TrendyolCredentials> = {
  async estimate(context, offers) {
    const rates = await readCommissions(context, offers.map(({ remoteKey }) => remoteKey));
    return [...rates].map(([remoteKey, commissionPercent]) => ({ remoteKey, totalMinor: null, commissionPercent }));
  },
};

/** In percent, by barcode; one that is not approved, or of which Trendyol tells no rate, is left out. */
export async function readCommissions(context: TrendyolContext, barcodes: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rates = new Map<string, number>();
  for (let start = 0; start < barcodes.length; start += BARCODES_PER_CALL) {
    for (const [barcode, rate] of await readFifty(context, barcodes.slice(start, start + BARCODES_PER_CALL))) rates.set(barcode, rate);
  }
  return rates;
}

/** A page shows all sizes of a product, also those that nobody asked for. */
async function readFifty(context: TrendyolContext, barcodes: readonly string[]): Promise<(readonly [string, number])[]> {
  const path = sellerPath(context, 'product', `products/approved${query({ barcodes: barcodes.join(','), size: 100 })}`);
  const { content } = await call(context, { endpoint: 'approved-products', operation: 'fees.read', method: 'GET', path }, pageSchema);
  return content.flatMap(({ variants }) => variants ?? []).flatMap(({ barcode, commission }) => (barcodes.includes(barcode) && typeof commission === 'number' ? [[barcode, commission] as const] : []));
}
