import type { FeePort } from '../../sync/connector/contract.js';
import type { N11Credentials } from './client.js';
import { readProductsForDisplay } from './products.js';

/**
 * The commission rate of the product row, at most 300 s old. Marketing and marketplace fees stand on order lines only, so what N11 keeps
 * in all is not known before a sale: no amount is told.
 */
export const fees: FeePort<N11Credentials> = {
  async estimate(context, offers) {
    const rows = await readProductsForDisplay(context, offers.map(({ remoteKey }) => remoteKey));
    return rows.flatMap(({ stockCode, commissionRate }) => (typeof commissionRate === 'number' ? [{ remoteKey: stockCode, totalMinor: null, commissionPercent: commissionRate }] : []));
  },
};
