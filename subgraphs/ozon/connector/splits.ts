import { z } from 'zod';
import type { SplitPort } from '../../sync/connector/contract.js';
import { call, type OzonCredentials } from './client.js';
import { orRefused } from './posting-actions.js';

const dividedSchema = z.looseObject({ postings: z.array(z.unknown()).min(1) });

/** Divides a posting that is not packed yet; what is not named stays in it. Shown by the order when Ozon has done it. */
export const splits: SplitPort<OzonCredentials> = {
  async split(context, { remotePackageId, lines }) {
    const products = lines.map(({ remoteLineId, quantity }) => ({ product_id: Number(remoteLineId), quantity }));
    return orRefused(context, remotePackageId, async () => {
      await call(context, 'orders.split', { posting_number: remotePackageId, postings: [{ products }] }, dividedSchema);
      return { kind: 'TAKEN' } as const;
    });
  },
};
