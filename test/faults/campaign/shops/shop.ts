import type { SandboxName } from '../../../../hub/sandbox-urls.js';

/** A price that a marketplace took over, in the order it did. */
export interface PriceEffect {
  readonly sku: string;
  readonly priceMinor: number;
}

/** A step of a package that a call of the seller caused. */
export interface ActionEffect {
  readonly remotePackageId: string;
  readonly status: string;
}

export interface Shown {
  readonly priceMinor: number;
  readonly quantity: number;
}

export interface StoreAccount {
  readonly marketplace: string;
  readonly remoteSellerId: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** Below the address of the sandbox. */
  readonly basePath: string;
}

/** One shop on one marketplace as a buyer, and as the checker, sees it: past the hub and past every fault. */
export interface Shop {
  readonly name: string;
  readonly sandbox: SandboxName;
  readonly account: StoreAccount;
  /** Opens the shop and puts the goods on sale there. */
  open(goods: readonly { readonly sku: string; readonly quantity: number; readonly priceMinor: number }[]): Promise<void>;
  /** Answers the marketplace's order number; null when the marketplace has not enough of it. */
  buy(sku: string, quantity: number): Promise<string | null>;
  shown(): Promise<ReadonlyMap<string, Shown>>;
  priceEffects(): Promise<readonly PriceEffect[]>;
  actionEffects(): Promise<readonly ActionEffect[]>;
  /** Whether a seller may give up a package there that has not been taken on. */
  readonly cancels: boolean;
  /** What the marketplace calls a package once the seller has taken it on, and given it up. */
  readonly statusAfter: { readonly ORDER_ACCEPT: string; readonly ORDER_CANCEL_LINES: string };
  /** The call that carries prices and quantities there, for faults that are meant for it: method, and a part of its path. */
  readonly push: { readonly method: string; readonly path: string };
}
