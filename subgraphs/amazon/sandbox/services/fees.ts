import { z } from 'zod';
import type { Endpoint } from '../access/endpoint.js';
import { invalidInput } from '../access/errors.js';
import type { Seller } from '../access/sellers.js';
import { isoOf, type Kernel } from '../kernel.js';
import type { ListingBook } from '../listings/listing-book.js';

const moneySchema = z.looseObject({ CurrencyCode: z.string(), Amount: z.number().positive() });
const requestSchema = z.looseObject({
  FeesEstimateRequest: z.looseObject({ MarketplaceId: z.string(), IsAmazonFulfilled: z.boolean().optional(), PriceToEstimateFees: z.looseObject({ ListingPrice: moneySchema }), Identifier: z.string() }),
  IdType: z.enum(['ASIN', 'SellerSKU']),
  IdValue: z.string(),
});
type FeesRequest = z.output<typeof requestSchema>;
const bodySchema = z.array(requestSchema).min(1).max(20);

/** Share of the price in percent, by what the goods are; invented. */
const REFERRAL_PERCENT: Readonly<Record<string, number>> = { SHOES: 17, BOOT: 17, SANDAL: 17, BACKPACK: 16, HANDBAG: 16, WALLET: 16, BED_LINEN_SET: 14 };
const USUAL_PERCENT = 15;
const FIXED_CLOSING_FEE_MINOR = 150;

/** Product Fees v0: getMyFeesEstimates for up to twenty, and the two calls for one. */
export function feesEndpoints({ clock }: Kernel, book: ListingBook): Endpoint[] {
  const estimate = ({ FeesEstimateRequest: request, IdType, IdValue }: FeesRequest, { sellerId }: Seller): unknown => {
    const identifier = { MarketplaceId: request.MarketplaceId, SellerId: sellerId, IdType, IdValue, SellerInputIdentifier: request.Identifier, PriceToEstimateFees: request.PriceToEstimateFees };
    const listing = IdType === 'SellerSKU' ? book.get(sellerId, request.MarketplaceId, IdValue) : book.of(sellerId, request.MarketplaceId).find(({ asin }) => asin === IdValue);
    if (!listing) return { Status: 'ClientError', FeesEstimateIdentifier: identifier, Error: { Type: 'Sender', Code: 'InvalidParameterValue', Message: `There is no ${IdType} ${IdValue}.`, Detail: [] } };
    const { Amount, CurrencyCode } = request.PriceToEstimateFees.ListingPrice;
    const money = (minor: number) => ({ CurrencyCode, Amount: minor / 100 });
    const referralMinor = Math.round(Amount * (REFERRAL_PERCENT[listing.productType] ?? USUAL_PERCENT));
    const fee = (FeeType: string, minor: number) => ({ FeeType, FeeAmount: money(minor), FeePromotion: money(0), FinalFee: money(minor) });
    return {
      Status: 'Success',
      FeesEstimateIdentifier: identifier,
      FeesEstimate: { TimeOfFeesEstimation: isoOf(clock.now()), TotalFeesEstimate: money(referralMinor + FIXED_CLOSING_FEE_MINOR), FeeDetailList: [fee('ReferralFee', referralMinor), fee('FixedClosingFee', FIXED_CLOSING_FEE_MINOR)] },
    };
  };
  const one = (path: string, IdType: FeesRequest['IdType']): Endpoint => ({
    method: 'POST',
    path: `/products/fees/v0/${path}/:id/feesEstimate`,
    operation: 'getMyFeesEstimate',
    handle({ params, body, seller }) {
      const parsed = requestSchema.safeParse({ ...(body as object | undefined), IdType, IdValue: params['id'] });
      if (!parsed.success) throw invalidInput('A complete FeesEstimateRequest is required.');
      return { payload: { FeesEstimateResult: estimate(parsed.data, seller) } };
    },
  });
  return [
    {
      method: 'POST',
      path: '/products/fees/v0/feesEstimate',
      operation: 'getMyFeesEstimates',
      handle({ body, seller }) {
        const parsed = bodySchema.safeParse(body);
        if (!parsed.success) throw invalidInput('Between 1 and 20 complete requests are required.');
        return parsed.data.map((request) => estimate(request, seller));
      },
    },
    one('listings', 'SellerSKU'),
    one('items', 'ASIN'),
  ];
}
