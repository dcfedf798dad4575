import { z } from 'zod';
import type { BuyboxPort } from '../../sync/connector/contract.js';
import { number, text } from '../../sync/connector/wire-values.js';
import { call, sellerPath, type TrendyolContext, type TrendyolCredentials } from './client.js';

const BARCODES_PER_CALL = 10;

const answerSchema = z.looseObject({
  buyboxInfo: z.array(z.looseObject({ barcode: text, buyboxOrder: number.nullish(), buyboxPrice: number.nullish(), hasMultipleSeller: z.boolean().nullish() })),
});

export const buybox: BuyboxPort<TrendyolCredentials> = {
  async read(context, remoteKeys) {
    const rows = [];
    for (let start = 0; start < remoteKeys.length; start += BARCODES_PER_CALL) rows.push(...(await readTen(context, remoteKeys.slice(start, start + BARCODES_PER_CALL))));
    return rows.map((row) => {
      const rank = row.buyboxOrder ?? null;
      const hasRivals = row.hasMultipleSeller ?? false;
      const priceMinor = typeof row.buyboxPrice === 'number' ? Math.round(row.buyboxPrice * 100) : null;
      // Only the first offer's price is told: at rank 1 it is the own.
      return { remoteKey: row.barcode, rank, priceMinor, rivalMinor: hasRivals && rank !== 1 ? priceMinor : null, hasRivals };
    });
  },
};

async function readTen(context: TrendyolContext, barcodes: readonly string[]): Promise<z.infer<typeof answerSchema>['buyboxInfo']> {
  const path = sellerPath(context, 'product', 'products/buybox-information');
  return (await call(context, { endpoint: 'buybox', operation: 'buybox.read', method: 'POST', path, body: { barcodes } }, answerSchema)).buyboxInfo;
}
