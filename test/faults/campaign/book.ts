import { closeSync, openSync, writeSync } from 'node:fs';

/** A call of the API that was answered with an operation. */
export interface Acknowledged {
  readonly mutation: string;
  readonly operationId: string;
  readonly idempotencyKey: string;
  readonly what: string;
}

/** What the hub said yes to for one SKU, and what must be true of it in the end. */
export interface Promised {
  /** How often its price was set; the price says which time it was. */
  priceVersion: number;
  onHand: number;
  /** The least it ever was. */
  readonly leastOnHand: number;
}

export interface BoughtOrder {
  readonly shop: string;
  readonly remoteOrderId: string;
  readonly sku: string;
  readonly quantity: number;
  /** In milliseconds since 1970, by the clock of this process. */
  readonly boughtAt: number;
}

export interface AskedAction {
  readonly operationId: string;
  readonly kind: 'ORDER_ACCEPT' | 'ORDER_CANCEL_LINES';
  readonly shop: string;
  readonly remoteOrderId: string;
  readonly remotePackageId: string;
}

/**
 * Everything that clients, buyers and marketplaces were promised, kept outside the hub by a process that nobody kills and
 * appended to a file as it is heard, a JSON line each.
 */
export interface Book {
  readonly acknowledged: readonly Acknowledged[];
  readonly orders: readonly BoughtOrder[];
  readonly actions: readonly AskedAction[];
  /** What was wrong with an answer at once. */
  readonly wrongAnswers: readonly string[];
  readonly refusedPurchases: number;
  /** Prices and stocks that were asked to change, by mutation: a call may ask for several. */
  readonly changes: Readonly<Record<string, number>>;
  /** Calls that failed and were asked again. */
  readonly repeats: number;
  promised(sku: string): Promised;
  skus(): Iterable<[string, Promised]>;
  heard(one: Acknowledged, changes: number): void;
  bought(one: Omit<BoughtOrder, 'boughtAt'>): void;
  soldOut(): void;
  asked(one: AskedAction): void;
  wrong(what: string): void;
  repeated(): void;
  /** Notes something for the reader of the file. */
  note(kind: string, what: object): void;
  close(): void;
}

export const FIRST_PRICE_MINOR = 10_000;

/** Each version of a price has an amount of its own, so that what a marketplace shows says which version it is. */
export function priceOfVersion(version: number): number {
  return FIRST_PRICE_MINOR + version;
}

export function openBook(file: string, goods: readonly { readonly sku: string; readonly onHand: number }[]): Book {
  const handle = openSync(file, 'w');
  const promised = new Map(goods.map(({ sku, onHand }): [string, Promised] => [sku, promise(onHand)]));
  const acknowledged: Acknowledged[] = [];
  const orders: BoughtOrder[] = [];
  const actions: AskedAction[] = [];
  const wrongAnswers: string[] = [];
  let refusedPurchases = 0;
  let repeats = 0;
  const changes: Record<string, number> = {};
  const note = (kind: string, what: object): void => void writeSync(handle, `${JSON.stringify({ at: new Date().toISOString(), kind, ...what })}\n`);
  return {
    acknowledged, orders, actions, wrongAnswers, changes, note,
    get refusedPurchases() {
      return refusedPurchases;
    },
    get repeats() {
      return repeats;
    },
    promised(sku) {
      const found = promised.get(sku);
      if (!found) throw new Error(`${sku} is not in the book`);
      return found;
    },
    skus: () => promised.entries(),
    heard(one, count) {
      if (count > 0) changes[one.mutation] = (changes[one.mutation] ?? 0) + count;
      acknowledged.push(one);
      note('acknowledged', one);
    },
    bought(one) {
      orders.push({ ...one, boughtAt: Date.now() });
      note('bought', one);
    },
    soldOut: () => void (refusedPurchases += 1),
    asked(one) {
      actions.push(one);
      note('asked', one);
    },
    wrong(what) {
      wrongAnswers.push(what);
      note('wrong', { what });
    },
    repeated: () => void (repeats += 1),
    close: () => closeSync(handle),
  };
}

function promise(first: number): Promised {
  let onHand = first;
  let leastOnHand = first;
  return {
    priceVersion: 0,
    get onHand() {
      return onHand;
    },
    set onHand(next) {
      onHand = next;
      leastOnHand = Math.min(leastOnHand, next);
    },
    get leastOnHand() {
      return leastOnHand;
    },
  };
}
