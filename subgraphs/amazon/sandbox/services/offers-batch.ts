import { z } from 'zod';
import type { Control } from '../../../../platform/sandbox/control.js';
import type { Endpoint, SellerCall } from '../access/endpoint.js';
import { invalidInput } from '../access/errors.js';
import { checkedMarketplace } from '../access/query.js';
import type { Kernel } from '../kernel.js';
import { isBuyable, type Listing } from '../listings/listing.js';
import type { ListingBook } from '../listings/listing-book.js';

/** Another seller's offer of the same ASIN. */
interface Rival {
  readonly sellerId: string;
  readonly priceMinor: number;
}

const batchSchema = z.looseObject({ requests: z.array(z.looseObject({ uri: z.string(), method: z.string(), MarketplaceId: z.string(), ItemCondition: z.string() })).min(1).max(20) });
const rivalBody = z.strictObject({ sellerId: z.string(), marketplaceId: z.string().default('A33AVAJ2PDY3EV'), sku: z.string(), rivals: z.array(z.strictObject({ sellerId: z.string().default('A9RIVALSELLER'), price: z.number().positive() })) });

export interface Competition {
  readonly endpoint: Endpoint;
  install(control: Control): void;
}

/** Product Pricing v0 getListingOffersBatch: who else sells what the seller lists, and who is featured. */
export function createCompetition({ state }: Kernel, book: ListingBook): Competition {
  const rivals = state.store<readonly Rival[]>('rivals');
  const answerOne = (call: SellerCall, request: z.output<typeof batchSchema>['requests'][number]): unknown => {
    const sku = decodeURIComponent(/^\/products\/pricing\/v0\/listings\/([^/]+)\/offers$/.exec(request.uri)?.[1] ?? '');
    checkedMarketplace(request.MarketplaceId, call.seller);
    const listing = book.get(call.seller.sellerId, request.MarketplaceId, sku);
    const status = listing ? { statusCode: 200, reasonPhrase: 'OK' } : { statusCode: 400, reasonPhrase: 'Bad Request' };
    const body = listing ? { payload: offersOf(listing, rivals.get(listing.asin) ?? [], call.seller.sellerId) } : { errors: [{ code: 'INVALID_SKU', message: `${sku} is an invalid SKU for marketplace ${request.MarketplaceId}`, details: '' }] };
    return { headers: {}, status, body, request: { ...request, SellerSKU: sku } };
  };
  return {
    endpoint: {
      method: 'POST',
      path: '/batches/products/pricing/v0/listingOffers',
      operation: 'getListingOffersBatch',
      handle(call) {
        const parsed = batchSchema.safeParse(call.body);
        if (!parsed.success) throw invalidInput('Between 1 and 20 requests are required.');
        return { responses: parsed.data.requests.map((request) => answerOne(call, request)) };
      },
    },
    install(control) {
      control.route({
        method: 'PUT',
        path: '/rivals',
        summary: 'Sets who else sells a SKU, at what price.',
        example: { sellerId: 'A1EXAMPLESELLER', sku: 'KUPA-1', rivals: [{ price: 239.9 }] },
        body: rivalBody,
        handle: ({ body }) => {
          const asin = book.get(body.sellerId, body.marketplaceId, body.sku)?.asin ?? '';
          rivals.put(asin, body.rivals.map(({ sellerId, price }) => ({ sellerId, priceMinor: Math.round(price * 100) })));
        },
      });
    },
  };
}

function offersOf(listing: Listing, rivals: readonly Rival[], sellerId: string): unknown {
  const mine = isBuyable(listing) ? [{ sellerId, priceMinor: listing.priceMinor ?? 0, isMine: true }] : [];
  const offers = [...mine, ...rivals.map((rival) => ({ ...rival, isMine: false }))].toSorted((a, b) => a.priceMinor - b.priceMinor);
  const money = (minor: number) => ({ CurrencyCode: listing.currency, Amount: minor / 100 });
  const [best] = offers;
  return {
    MarketplaceID: listing.marketplaceId,
    SKU: listing.sku,
    ASIN: listing.asin,
    ItemCondition: 'New',
    status: offers.length === 0 ? 'NoBuyableOffers' : 'Success',
    Identifier: { MarketplaceId: listing.marketplaceId, SellerSKU: listing.sku, ItemCondition: 'New' },
    Summary: { TotalOfferCount: offers.length, ...(best ? { BuyBoxPrices: [{ condition: 'New', LandedPrice: money(best.priceMinor), ListingPrice: money(best.priceMinor), Shipping: money(0) }] } : {}) },
    Offers: offers.map((offer, index) => ({ ...(offer.isMine ? { MyOffer: true } : {}), SellerId: offer.sellerId, SubCondition: 'new', ListingPrice: money(offer.priceMinor), Shipping: money(0), IsFulfilledByAmazon: false, IsBuyBoxWinner: index === 0, IsFeaturedMerchant: true })),
  };
}
