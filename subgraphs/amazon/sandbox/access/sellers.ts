import { z } from 'zod';
import type { SandboxState } from '../../../../platform/sandbox/state.js';
import { MARKETPLACE_TR } from './marketplaces.js';

export const sellerSchema = z.strictObject({
  /** The merchant token. */
  sellerId: z.string().regex(/^A[A-Z0-9]{4,20}$/),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  refreshToken: z.string().min(1),
  marketplaceIds: z.array(z.string()).min(1).default([MARKETPLACE_TR]),
  /** Whether the application holds the restricted roles: without them buyers' names and addresses are missing. */
  seesBuyers: z.boolean().default(true),
});
export type Seller = z.output<typeof sellerSchema>;
export type SellerInput = z.input<typeof sellerSchema>;

/** Selling accounts and the application each has authorised. */
export interface Sellers {
  put(seller: SellerInput): Seller;
  get(sellerId: string): Seller | undefined;
  all(): Seller[];
  byRefreshToken(clientId: string, refreshToken: string): Seller | undefined;
  isClient(clientId: string, clientSecret: string): boolean;
}

export function createSellers(state: SandboxState): Sellers {
  const stored = state.store<Seller>('sellers');
  const all = () => [...stored.range()].map(({ value }) => value);
  return {
    put(input) {
      const seller = sellerSchema.parse(input);
      stored.put(seller.sellerId, seller);
      return seller;
    },
    get: (sellerId) => stored.get(sellerId),
    all,
    byRefreshToken: (clientId, refreshToken) => all().find((seller) => seller.clientId === clientId && seller.refreshToken === refreshToken),
    isClient: (clientId, clientSecret) => all().some((seller) => seller.clientId === clientId && seller.clientSecret === clientSecret),
  };
}
