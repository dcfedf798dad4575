import { z } from 'zod';
import type { FeePort } from '../../sync/connector/contract.js';
import { number, text } from '../../sync/connector/wire-values.js';
import { call, query, type HepsiburadaContext, type HepsiburadaCredentials } from './client.js';
import { NAMED_SKUS, readManyListings } from './listings.js';

const rowsSchema = z.array(z.looseObject({ sku: text, commissionRate: number }));

/** The commission, as a share of the sale price; other deductions are told per transaction only, afterwards. */
export const fees: FeePort<HepsiburadaCredentials> = {
  async estimate(context, offers) {
    const listings = await readManyListings(context, offers.map(({ remoteKey }) => remoteKey));
    const rates = new Map<string, number>();
    for (let start = 0; start < listings.length; start += NAMED_SKUS) {
      for (const { sku, commissionRate } of await readRates(context, listings.slice(start, start + NAMED_SKUS).map(({ hepsiburadaSku }) => hepsiburadaSku))) rates.set(sku, commissionRate);
    }
    const rateOf = new Map(listings.flatMap(({ merchantSku, hepsiburadaSku }) => (rates.has(hepsiburadaSku) ? [[merchantSku, rates.get(hepsiburadaSku) ?? 0] as const] : [])));
    return offers.flatMap(({ remoteKey, price }) => {
      const commissionPercent = rateOf.get(remoteKey);
      return commissionPercent === undefined ? [] : [{ remoteKey, totalMinor: Math.round((price.saleMinor * commissionPercent) / 100), commissionPercent }];
    });
  },
};

function readRates(context: HepsiburadaContext, hbSkus: readonly string[]): Promise<z.output<typeof rowsSchema>> {
  const path = `/commissions/merchantid/${context.store.remoteSellerId.toLowerCase()}${query({ skuList: hbSkus.join(',') })}`;
  return call(context, { group: 'commissions', operation: 'fees.read', method: 'GET', path }, rowsSchema);
}
