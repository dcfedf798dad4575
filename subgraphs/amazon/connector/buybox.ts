import { z } from 'zod';
import type { BuyboxPort } from '../../sync/connector/contract.js';
import { number, optionalText } from '../../sync/connector/wire-values.js';
import { call } from './client.js';
import type { AmazonContext, AmazonCredentials } from './credentials.js';

const SKUS_PER_CALL = 20;

const moneySchema = z.looseObject({ Amount: number, CurrencyCode: optionalText });
const offerSchema = z.looseObject({ MyOffer: z.boolean().nullish(), IsBuyBoxWinner: z.boolean().nullish(), ListingPrice: moneySchema.nullish(), Shipping: moneySchema.nullish() });
const payloadSchema = z.looseObject({
  SKU: z.string(),
  Summary: z.looseObject({ TotalOfferCount: number.default(0), BuyBoxPrices: z.array(z.looseObject({ LandedPrice: moneySchema.nullish() })).nullish() }).nullish(),
  Offers: z.array(offerSchema).nullish(),
});
const answerSchema = z.looseObject({ responses: z.array(z.looseObject({ status: z.looseObject({ statusCode: number }), body: z.looseObject({ payload: z.unknown().optional() }).nullish() })) });
type Offer = z.output<typeof offerSchema>;
type Row = Awaited<ReturnType<BuyboxPort<AmazonCredentials>['read']>>[number];

/** Who is featured for what the seller lists: Product Pricing v0, twenty SKUs a call, one call in two seconds. */
export const buybox: BuyboxPort<AmazonCredentials> = {
  async read(context, remoteKeys) {
    const rows: Row[] = [];
    for (let start = 0; start < remoteKeys.length; start += SKUS_PER_CALL) rows.push(...(await readSome(context, remoteKeys.slice(start, start + SKUS_PER_CALL))));
    return rows;
  },
};

async function readSome(context: AmazonContext, skus: readonly string[]): Promise<Row[]> {
  const requests = skus.map((sku) => ({ uri: `/products/pricing/v0/listings/${encodeURIComponent(sku)}/offers`, method: 'GET', MarketplaceId: context.store.credentials.marketplaceId, ItemCondition: 'New' }));
  const { responses } = await call(context, { quota: 'offers-batch', operation: 'buybox.read', method: 'POST', path: '/batches/products/pricing/v0/listingOffers', body: { requests }, isRead: true }, answerSchema);
  return responses.flatMap(({ status, body }) => {
    const payload = payloadSchema.safeParse(body?.payload);
    return status.statusCode === 200 && payload.success ? [toRow(payload.data, context.store.currency)] : [];
  });
}

/** Prices in another currency than the store's are not told. */
function toRow({ SKU, Summary, Offers }: z.output<typeof payloadSchema>, currency: string): Row {
  const offers = (Offers ?? []).toSorted((a, b) => Number(b.IsBuyBoxWinner ?? false) - Number(a.IsBuyBoxWinner ?? false) || landed(a) - landed(b));
  const place = offers.findIndex(({ MyOffer }) => MyOffer === true);
  const isOwnMoney = (money: z.output<typeof moneySchema> | null | undefined): boolean => (money?.CurrencyCode ?? currency) === currency;
  const featured = [Summary?.BuyBoxPrices?.[0]?.LandedPrice].find(isOwnMoney)?.Amount;
  const rivals = offers.filter(({ MyOffer, ListingPrice }) => MyOffer !== true && isOwnMoney(ListingPrice)).map(landed);
  const rivalMinor = rivals.length === 0 ? null : Math.round(Math.min(...rivals) * 100);
  return { remoteKey: SKU, rank: place < 0 ? null : place + 1, priceMinor: featured === undefined ? null : Math.round(featured * 100), rivalMinor, hasRivals: (Summary?.TotalOfferCount ?? offers.length) > (place < 0 ? 0 : 1) };
}

function landed({ ListingPrice, Shipping }: Offer): number {
  return (ListingPrice?.Amount ?? 0) + (Shipping?.Amount ?? 0);
}
