import type { SandboxName } from '../../../../hub/sandbox-urls.js';
import type { AskedAction } from '../book.js';

/** A price that a marketplace took over, in the order it did. */
export interface PriceEffect {
  readonly sku: string;
  readonly priceMinor: number;
  /** When, by the marketplace's clock, and by which of its requests; absent where effects are not dated. */
  readonly at?: Date;
  readonly requestId?: number | null;
  /** The goods had that price before; absent where such effects are not logged. */
  readonly wasThere?: boolean;
  /** The quantity that the same item of the same call named, where both can stand in one item; absent: it named none. */
  readonly said?: { readonly quantity: number; readonly isNewQuantity: boolean };
}

export interface Shown {
  readonly priceMinor: number;
  readonly quantity: number;
}

export interface StoreAccount {
  readonly marketplace: string;
  readonly remoteSellerId: string;
  readonly currency: string;
  /** `url`: where the hub finds the marketplace. */
  readonly credentials: (url: string) => Readonly<Record<string, string>>;
  /** Below the address of the sandbox. */
  readonly basePath: string;
}

/** One shop on one marketplace as a buyer, and as the checker, sees it: past the hub and past every fault. */
export interface Shop {
  readonly name: string;
  readonly sandbox: SandboxName;
  readonly account: StoreAccount;
  /** Whether all goods are on sale there; else those only that are on sale everywhere: a marketplace that takes few calls has few goods. */
  readonly isWide: boolean;
  /** Its share of the buyers, against those of the others. */
  readonly popularity: number;
  /** What the sandbox is told beside having no quotas: limits that would make the campaign wait without showing anything. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Makes the sandbox deliver each of its webhooks, or messages, more than once. */
  readonly repeatsNews: Readonly<Record<string, number>>;
  /** Where the marketplace takes webhooks by hand: what the sandbox is told besides address and secret. */
  readonly webhookByHand?: Readonly<Record<string, string>>;
  /** Opens the shop and puts the goods on sale there. */
  open(goods: readonly { readonly sku: string; readonly quantity: number; readonly priceMinor: number }[]): Promise<void>;
  /** Answers the marketplace's order number; null when the marketplace has not enough of it. */
  buy(sku: string, quantity: number): Promise<string | null>;
  shown(skus: readonly string[]): Promise<ReadonlyMap<string, Shown>>;
  priceEffects(): Promise<readonly PriceEffect[]>;
  /** What a seller may ask of an order there. */
  readonly actions: readonly AskedAction['kind'][];
  /** Answers how often each of these was carried out there. */
  timesCarriedOut(asked: readonly AskedAction[]): Promise<readonly number[]>;
  /** The call that carries prices and quantities there, for faults that are meant for it: method, and a part of its path. */
  readonly push: { readonly method: string; readonly path: string };
  /** The operations of the hub's archive by which it reads what the shop shows of the goods that it names. */
  readonly looks: readonly string[];
}
