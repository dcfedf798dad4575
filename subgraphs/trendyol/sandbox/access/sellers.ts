import type { SandboxState } from '../../../../platform/sandbox/state.js';

export const TIERS = ['50k', '75k', '150k', '500k', 'unlimited'] as const;
/** Listing limit of a seller; scales the request quotas. */
export type Tier = (typeof TIERS)[number];

export interface Seller {
  readonly sellerId: number;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly tier: Tier;
}

export interface Sellers {
  put(seller: Seller): void;
  byId(sellerId: number): Seller | undefined;
  byKey(apiKey: string): Seller | undefined;
  all(): Seller[];
}

export function createSellers(state: SandboxState): Sellers {
  const sellers = state.store<Seller>('sellers');
  const keys = state.store<number>('seller-keys');
  const byId = (sellerId: number) => sellers.get(sellerId);
  return {
    put: (seller) =>
      state.transaction(() => {
        const former = sellers.get(seller.sellerId);
        if (former) keys.remove(former.apiKey);
        sellers.put(seller.sellerId, seller);
        keys.put(seller.apiKey, seller.sellerId);
      }),
    byId,
    byKey: (apiKey) => {
      const sellerId = keys.get(apiKey);
      return sellerId === undefined ? undefined : byId(sellerId);
    },
    all: () => [...sellers.range()].map(({ value }) => value),
  };
}
