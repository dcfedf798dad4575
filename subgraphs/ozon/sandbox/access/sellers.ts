import type { SandboxState } from '../../../../platform/sandbox/state.js';

export const SHOP_CURRENCIES = ['RUB', 'BYN', 'KZT', 'EUR', 'USD', 'CNY'] as const;
export type ShopCurrency = (typeof SHOP_CURRENCIES)[number];

/** A shop with its one API key. */
export interface Seller {
  /** Digits, as the header carries them. */
  readonly clientId: string;
  readonly apiKey: string;
  /** The cabinet's one currency: all prices are in it. */
  readonly currency: ShopCurrency;
  /** Past this moment the key answers as a deactivated one; null: never. */
  readonly keyExpiresAt: number | null;
  readonly isRevoked: boolean;
  /** Paths the key has no role for. */
  readonly deniedPaths: readonly string[];
}

export interface Sellers {
  byId(clientId: string): Seller | undefined;
  put(seller: Seller): void;
  all(): Seller[];
}

export function createSellers(state: SandboxState): Sellers {
  const stored = state.store<Seller>('sellers');
  return {
    byId: (clientId) => stored.get(clientId),
    put: (seller) => stored.put(seller.clientId, seller),
    all: () => [...stored.range()].map(({ value }) => value),
  };
}
