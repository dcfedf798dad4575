import { z } from 'zod';
import { moneyToNumber } from '../../../platform/money.js';
import type { FeeEstimate, FeePort, VariantPrice } from '../../sync/connector/contract.js';
import { number, optionalText } from '../../sync/connector/wire-values.js';
import { call } from './client.js';
import type { AmazonContext, AmazonCredentials } from './credentials.js';

const OFFERS_PER_CALL = 20;

const moneySchema = z.looseObject({ Amount: number, CurrencyCode: optionalText });
const resultSchema = z.looseObject({
  Status: z.string(),
  FeesEstimateIdentifier: z.looseObject({ IdValue: z.string(), PriceToEstimateFees: z.looseObject({ ListingPrice: moneySchema }).nullish() }).nullish(),
  FeesEstimate: z.looseObject({ TotalFeesEstimate: moneySchema.nullish(), FeeDetailList: z.array(z.looseObject({ FeeType: z.string(), FinalFee: moneySchema.nullish() })).nullish() }).nullish(),
});

/** What Amazon keeps of a sale, as Product Fees v0 estimates it; of its fees only the referral fee is a share of the price. */
export const fees: FeePort<AmazonCredentials> = {
  async estimate(context, offers) {
    const estimates: FeeEstimate[] = [];
    for (let start = 0; start < offers.length; start += OFFERS_PER_CALL) estimates.push(...(await estimateSome(context, offers.slice(start, start + OFFERS_PER_CALL))));
    return estimates;
  },
};

async function estimateSome(context: AmazonContext, offers: readonly { readonly remoteKey: string; readonly price: VariantPrice }[]): Promise<FeeEstimate[]> {
  const body = offers.map(({ remoteKey, price }, index) => ({
    IdType: 'SellerSKU',
    IdValue: remoteKey,
    FeesEstimateRequest: {
      MarketplaceId: context.store.credentials.marketplaceId,
      IsAmazonFulfilled: false,
      Identifier: String(index),
      PriceToEstimateFees: { ListingPrice: { CurrencyCode: price.currency, Amount: moneyToNumber({ amountMinor: price.saleMinor, currency: price.currency }) } },
    },
  }));
  const results = await call(context, { quota: 'fees-batch', operation: 'fees.estimate', method: 'POST', path: '/products/fees/v0/feesEstimate', body, isRead: true }, z.array(resultSchema));
  return results.flatMap((result) => toEstimate(result, context.store.currency));
}

/** A total in another currency than the store's is not told. */
function toEstimate({ Status, FeesEstimateIdentifier: asked, FeesEstimate: estimate }: z.output<typeof resultSchema>, currency: string): FeeEstimate[] {
  if (Status !== 'Success' || !asked || !estimate) return [];
  const price = asked.PriceToEstimateFees?.ListingPrice.Amount ?? 0;
  const referral = estimate.FeeDetailList?.find(({ FeeType }) => FeeType === 'ReferralFee')?.FinalFee?.Amount;
  const { Amount: total, CurrencyCode: totalIn } = estimate.TotalFeesEstimate ?? {};
  return [{ remoteKey: asked.IdValue, totalMinor: total === undefined || (totalIn ?? currency) !== currency ? null : Math.round(total * 100), commissionPercent: referral === undefined || price <= 0 ? null : Math.round((referral / price) * 10_000) / 100 }];
}
