import { z } from 'zod';
import type { BuyboxPort } from '../../sync/connector/contract.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, query, type HepsiburadaContext, type HepsiburadaCredentials } from './client.js';
import { readManyListings } from './listings.js';

const SKUS_PER_CALL = 10;

const offerSchema = z.looseObject({ merchantName: optionalText, price: number, rank: number.nullish(), dispatchTime: number.nullish() });
const rowsSchema = z.array(z.looseObject({ sku: text, buyboxOrders: z.array(offerSchema) }));

/** Offers of the same goods, as Hepsiburada ranks them. The own place is told by the shop's name, where the store gives it. */
export const buybox: BuyboxPort<HepsiburadaCredentials> = {
  async read(context, remoteKeys) {
    const listings = await readManyListings(context, remoteKeys);
    const keyOf = new Map(listings.map((row) => [row.hepsiburadaSku, row.merchantSku]));
    const rows = [];
    for (let start = 0; start < listings.length; start += SKUS_PER_CALL) rows.push(...(await readTen(context, listings.slice(start, start + SKUS_PER_CALL).map(({ hepsiburadaSku }) => hepsiburadaSku))));
    return rows.flatMap(({ sku, buyboxOrders }) => {
      const remoteKey = keyOf.get(sku);
      if (remoteKey === undefined) return [];
      const ranked = buyboxOrders.map((offer, index) => ({ ...offer, rank: offer.rank ?? index + 1 }));
      const own = ranked.find(({ merchantName }) => merchantName !== null && merchantName === context.store.credentials.merchantName);
      const first = ranked.toSorted((a, b) => a.rank - b.rank)[0];
      // Where the own offer cannot be told from the others, none of them is known to be a rival's.
      const rivals = own ? ranked.filter((offer) => offer !== own) : [];
      const rivalMinor = rivals.length === 0 ? null : Math.round(Math.min(...rivals.map(({ price }) => price)) * 100);
      return [{ remoteKey, rank: own?.rank ?? null, priceMinor: first ? Math.round(first.price * 100) : null, rivalMinor, hasRivals: ranked.length > (own ? 1 : 0) }];
    });
  },
};

function readTen(context: HepsiburadaContext, hbSkus: readonly string[]): Promise<z.output<typeof rowsSchema>> {
  const path = `/buybox-orders/merchantid/${context.store.remoteSellerId.toLowerCase()}${query({ skuList: hbSkus.join(',') })}`;
  return call(context, { group: 'buybox', operation: 'buybox.read', method: 'GET', path }, rowsSchema);
}
